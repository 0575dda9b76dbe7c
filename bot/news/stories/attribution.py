"""Who said it first? The source that the text itself names, else the publisher.

In this order: a medium or agency that the text credits ("wie Reuters mitteilte", "according to
Bloomberg", "据路透社报道"), the company's own statement ("teilte das Unternehmen mit"),
the
agency of the dateline ("FRANKFURT (dpa-AFX) -"), the publisher. Names and forms are in
`tables/sources.toml`.
"""

import re
from collections.abc import Mapping
from functools import cache, lru_cache
from pathlib import Path
from typing import cast

from bot.language.wordlists import section, table
from bot.news.models import Article

READ_AT_MOST = 8_000  # characters; a credit stands early

_TABLES = Path(__file__).parent / "tables"


def _rows() -> Mapping[str, object]:
    return table("sources", _TABLES)


@cache
def _spellings() -> Mapping[str, str]:
    """How texts write a source → how we write it."""
    return section(_rows()["sources"])


@cache
def _folded() -> frozenset[str]:
    return frozenset(name.casefold() for pair in _spellings().items() for name in pair)


@cache
def _forms(name: str) -> tuple[re.Pattern[str], ...]:
    """The regular expressions of that list, with the names of all sources filled in."""
    longest_first = sorted(_spellings(), key=len, reverse=True)
    chinese = [one for one in longest_first if not one.isascii() or one in {"Reuters", "Bloomberg"}]
    parts = {
        "NAME": f"(?P<name>{'|'.join(map(re.escape, longest_first))})",
        "HAN": f"(?P<name>{'|'.join(map(re.escape, chinese))})",
        **section(_rows()["parts"]),
    }
    found: list[re.Pattern[str]] = []
    for form in cast("list[str]", _rows()[name]):
        filled = form
        for part, pattern in parts.items():
            filled = filled.replace(f"<{part}>", pattern)
        found.append(re.compile(filled, re.VERBOSE))
    return tuple(found)


def credited(text: str) -> str | None:
    """The medium or agency that the text credits, as we write it; None where it credits none."""
    best: tuple[int, str] | None = None
    for form in _forms("media"):
        for found in form.finditer(text):
            place = found.start("name")
            if any(other.match(text, place) for other in _forms("no_credit")):
                continue
            if best is None or place < best[0]:
                best = (place, _spellings()[found.group("name")])
            break
    return _relayed(text[best[0] :]) or best[1] if best else None


def _relayed(text: str) -> str | None:
    """Whom the medium at the beginning of the text itself relays, in the same sentence."""
    sentence = re.split(r"(?<=\w{2}[.!?])\s|。", text, maxsplit=1)[0][:300]
    for form in _forms("relayed"):
        if found := form.search(sentence):
            return _spellings()[found.group("name")]
    return None


def is_source(name: str) -> bool:
    """Is this one of the agencies and media that others copy?"""
    return name.casefold() in _folded()


def name_of_host(host: str) -> str:
    """Whose pages they are, as a reader calls it ("ntv"); the host itself where nobody said."""
    known = section(_rows()["hosts"])
    labels = host.casefold().split(".")
    for start in range(len(labels) - 1):
        if name := known.get(".".join(labels[start:])):
            return name
    return host


def says_the_company(text: str, issuer: str) -> bool:
    """Does the text give the company's own statement as its source?"""
    return any(form.search(text) for form in _company_forms(issuer))


@lru_cache(maxsize=256)
def _company_forms(issuer: str) -> tuple[re.Pattern[str], ...]:
    named = re.escape(issuer) if len(issuer) > 1 else "(?!)"
    forms = cast("list[str]", _rows()["company"])
    return tuple(re.compile(form.replace("<ISSUER>", named), re.VERBOSE) for form in forms)


def original_source(article: Article, issuer: str | None = None) -> str:
    """The name of the original source, to be read by a person.

    issuer: the company's name; without it, its own statement counts as the publisher's.
    """
    if article.disclosure:
        return issuer or article.publisher or article.provider
    text = f"{article.title}\n{article.teaser}\n{article.text or ''}"[:READ_AT_MOST]
    if found := credited(text):
        return found
    if issuer and says_the_company(text, issuer):
        return issuer
    for part in (article.text or "", article.teaser, article.title):
        if name := _dated_by(part.strip()[:400]):
            return name
    return article.publisher or article.provider


def _dated_by(text: str) -> str | None:
    """The agency of a dateline or of the end of a headline."""
    for form in _forms("dateline"):
        if found := form.search(text):
            return _spellings().get(found.group("name"))
    return None
