"""As much of trafilatura as Parkett uses; its own types are incomplete."""

from lxml.etree import ElementBase

class Document:
    text: str | None

def bare_extraction(
    filecontent: ElementBase,
    *,
    fast: bool = False,
    favor_precision: bool = False,
    include_comments: bool = True,
    include_tables: bool = True,
    with_metadata: bool = False,
    prune_xpath: list[str] | None = None,
) -> Document | None: ...
