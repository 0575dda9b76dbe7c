"""As much of lxml.html as Parkett uses."""

from lxml.etree import ElementBase

class HTMLParser:
    def __init__(
        self,
        *,
        encoding: str | None = None,
        remove_comments: bool = False,
        remove_pis: bool = False,
        huge_tree: bool = False,
    ) -> None: ...

def document_fromstring(html: bytes, parser: HTMLParser | None = None) -> ElementBase: ...
