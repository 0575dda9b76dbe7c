"""The article's text out of a page's tree: trafilatura finds it, we take out what is not it."""

from collections.abc import Sequence
from copy import deepcopy
from dataclasses import dataclass
from itertools import pairwise

from lxml.etree import ElementBase
from trafilatura.core import bare_extraction

from bot.news.pages.lead import find_lead, without_lead
from bot.news.pages.lines import HAN, clean, plain, share, shingles, size
from bot.news.pages.points import without_asides
from bot.news.pages.prune import prune
from bot.news.pages.tidy import tidy

ENOUGH = 300  # characters; with less the thorough way is tried too
LONGEST_LINE = 100_000
PARAGRAPH = 80  # characters that make a paragraph worth comparing
MUCH_MORE = 1.3  # times what was found
SAID = 0.5  # of three words in a row that a paragraph has in common with a text that says it


@dataclass(frozen=True, slots=True)
class Extracted:
    """lead: what the page sets apart above the text, "" where it sets nothing apart."""

    lead: str
    text: str


def extract(
    tree: ElementBase, title: str, body: str = "", described: Sequence[str] = ()
) -> Extracted:
    """The paragraphs of the article, separated by line feeds; "" where there is none.

    body: the text that the page declares; of what was found, only that and its lead is kept.
    described: what the page declares to be its description, perhaps the words of the lead.
    """
    pruned = deepcopy(tree)
    prune(pruned)
    text = _extract(pruned, fast=True)
    if _weight(text) < ENOUGH:
        whole = (_extract(pruned, fast=False), _extract(tree, fast=True))
        text = max((text, *whole), key=_weight)
    found = [clean(line[:LONGEST_LINE].replace("|", " ")) for line in text.split("\n")]
    lines = without_asides(_as_declared(tidy(_completed(pruned, found), title), body))
    lead = find_lead(pruned, title, lines, described)
    return Extracted("\n".join(lead), "\n".join(without_lead(lines, lead)))


def _extract(tree: ElementBase, *, fast: bool) -> str:
    found = bare_extraction(deepcopy(tree), fast=fast, include_comments=False, with_metadata=False)
    return (found.text or "").strip() if found else ""


def _weight(text: str) -> int:
    """Characters, of which a Chinese or Japanese one says as much as three others."""
    return len(text) + 2 * len(HAN.findall(text))


def _completed(tree: ElementBase, lines: list[str]) -> list[str]:
    """All paragraphs of the article's element, where only some of them had been found.

    Long articles come in several containers, of which trafilatura takes the first; and between
    the paragraphs that it takes it leaves some out.
    """
    known = {line for line in lines if len(line) >= PARAGRAPH}
    found = [one for one in tree.iter("p") if plain(one) in known]
    home = _home(found[0]) if found else None
    if home is None:
        return lines
    parents = {_kind(one.getparent()) for one in found}
    inside = [
        plain(one) for one in home.iter("p", "h2", "h3", "h4") if _kind(one.getparent()) in parents
    ]
    long = {line for line in inside if len(line) >= PARAGRAPH}
    if len(known & long) < 0.7 * len(known):
        return lines
    if size(long) < MUCH_MORE * size(lines):
        return _filled(lines, inside, known)
    return list(dict.fromkeys(inside))


def _filled(lines: list[str], inside: list[str], known: set[str]) -> list[str]:
    """With the long paragraphs that stand between two of those that were found."""
    places = [at for at, line in enumerate(inside) if line in known]
    text = shingles(" ".join(lines))
    missing = {
        before: line
        for before, line in pairwise(inside[places[0] : places[-1]])
        if len(line) >= PARAGRAPH and share(line, text) < SAID
    }
    filled: list[str] = []
    for line in lines:
        filled.append(line)
        while following := missing.pop(filled[-1], ""):
            filled.append(following)
    return filled


def _kind(element: ElementBase | None) -> tuple[object, str | None]:
    return (element.tag, element.get("class")) if element is not None else ("", None)


def _as_declared(lines: list[str], body: str) -> list[str]:
    """The lines that the declared text has too, and what leads up to them."""
    known = shingles(body)
    inside = [at for at, line in enumerate(lines) if share(line, known) >= SAID]
    if not inside or size(lines[at] for at in inside) < 0.5 * size(lines):
        return lines
    return [*lines[: inside[0]], *(lines[at] for at in inside)]


def _home(element: ElementBase) -> ElementBase | None:
    return next((one for one in element.iterancestors() if one.tag in ("article", "main")), None)
