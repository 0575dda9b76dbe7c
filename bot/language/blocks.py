"""Paragraphs, headings and list items: where a text breaks before any mark is looked at."""

import re
from collections.abc import Iterator

CLOSERS = "\"”“»«›‹’'‘)]}」』】》）"

_BLANK_LINE = re.compile(r"\n[^\S\n]*\n|\r\n[^\S\n]*\r\n|[\u2029\f]")
_LINE = re.compile(r"\r\n|[\n\r\u2028]")
_ENDS_SENTENCE = re.compile(rf"[.!?…。！？:][{re.escape(CLOSERS)}]*\s*$")
_BULLET = re.compile(r"[-–•*▪·►]\s|\d{1,2}[.)]\s")


def blocks(text: str) -> Iterator[tuple[int, int]]:
    """Paragraphs, and lines within them where the line breaks carry meaning."""
    start = 0
    for match in _BLANK_LINE.finditer(text):
        yield from _lines(text, start, match.start())
        start = match.end()
    yield from _lines(text, start, len(text))


def _lines(text: str, start: int, end: int) -> Iterator[tuple[int, int]]:
    breaks = [match.span() for match in _LINE.finditer(text, start, end)]
    if not breaks:
        yield start, end
        return
    wrapped = _is_wrapped(text, start, end, breaks)
    left = start
    for stop, after in breaks:
        following = text[after:end].lstrip()
        goes_on = following[:1].islower() and not _ENDS_SENTENCE.search(text[left:stop][-8:])
        if goes_on or (wrapped and not _BULLET.match(following)):
            continue
        yield left, stop
        left = after
    yield left, end


def _is_wrapped(text: str, start: int, end: int, breaks: list[tuple[int, int]]) -> bool:
    """True where lines were broken to a width: long lines, most of them ending mid-sentence."""
    if len(breaks) < 2:
        return False
    edges = [start, *(after for _, after in breaks)]
    lengths = [stop - left for left, (stop, _) in zip(edges, breaks, strict=False)]
    widest = max(lengths)
    if not 40 <= widest <= 120:
        return False
    open_ends = sum(
        not _ENDS_SENTENCE.search(text[max(start, stop - 8) : stop]) for stop, _ in breaks
    )
    continued = sum(text[after : after + 1].islower() for _, after in breaks)
    even = sum(length > widest * 0.6 for length in lengths)
    return open_ends * 2 > len(breaks) and continued > 0 and even * 3 > len(lengths) * 2
