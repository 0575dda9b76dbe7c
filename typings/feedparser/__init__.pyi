"""As much of feedparser as Parkett uses; it brings no types of its own."""

from collections.abc import Mapping
from typing import BinaryIO

class FeedParserDict(dict[str, object]):
    entries: list[Mapping[str, object]]
    feed: Mapping[str, object]
    version: str

def parse(
    url_file_stream_or_string: BinaryIO,
    *,
    response_headers: Mapping[str, str] | None = None,
    resolve_relative_uris: bool | None = None,
    sanitize_html: bool | None = None,
) -> FeedParserDict: ...
