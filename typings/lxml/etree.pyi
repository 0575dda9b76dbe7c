"""As much of lxml.etree as Parkett uses; lxml brings no types of its own."""

from collections.abc import Iterator

class XMLSyntaxError(SyntaxError): ...

class DocInfo:
    doctype: str

class _ElementTree:
    docinfo: DocInfo

class ElementBase:
    def getroottree(self) -> _ElementTree: ...
    tag: object
    text: str | None
    tail: str | None
    def get(self, key: str) -> str | None: ...
    def iter(self, *tags: object) -> Iterator[ElementBase]: ...
    def getparent(self) -> ElementBase | None: ...
    def getprevious(self) -> ElementBase | None: ...
    def remove(self, element: ElementBase) -> None: ...
    def iterancestors(self) -> Iterator[ElementBase]: ...
    def itertext(self) -> Iterator[str]: ...
    def __iter__(self) -> Iterator[ElementBase]: ...
    def __len__(self) -> int: ...

Element: object

class XMLParser:
    def __init__(
        self,
        *,
        encoding: str | None = None,
        recover: bool = False,
        resolve_entities: bool = True,
        no_network: bool = True,
        load_dtd: bool = False,
        huge_tree: bool = False,
        remove_comments: bool = False,
        remove_pis: bool = False,
        strip_cdata: bool = True,
    ) -> None: ...

def fromstring(text: bytes, parser: XMLParser | None = None) -> ElementBase | None: ...

class ParserError(Exception): ...
