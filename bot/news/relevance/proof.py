"""What proves that an everyday name is a company's? The words next to it, and a court."""

import re
from functools import lru_cache, partial

from bot.language.tokens import HAN
from bot.news.relevance import forms
from bot.news.relevance.mentions import Mention
from bot.news.relevance.namesakes import animate, places
from bot.news.relevance.naming import fold
from bot.news.relevance.roles import given_names

_behind = partial(forms.behind, "proof")
_before = partial(forms.before, "proof")
_anywhere = partial(forms.anywhere, "proof")
_tells = partial(forms.tells, "proof")
_ends = partial(forms.ends, "proof")

# Nothing but quotes in front: "Target: Umsatz geht zurück".
_OPENS = re.compile(r"[\s\"'„“»«]*")
# "Visa to let banks …" announces what somebody will do; "Visa to work in …" does not.
_SHALL = re.compile(
    r"\sto\s(?!(?:be|work|enter|visit|travel|live|study|stay|come|go|the|an?|get|\w+ing|all)\b)[a-z]{3,}\s[\w$€£]"
)
_BEGINS = re.compile(r"(?:^|[\s，,。、：:；;！!？?|丨])$")
_AGAINST = re.compile(r"(?<!\w)(?:against|gegen)\s$", re.IGNORECASE)
_AT_LAW = re.compile(
    r"\b(?:strafe|\w*klage|\w*klagen|prozess|\w*verfahren|ermittl\w*|urteil|vorwürfe|streik|boykott|gericht\w*"
    r"|courts?|lawsuits?|appeals?|fines?|probe|suits?|ruling|claims?|complaints?|case|charges|antitrust"
    r"|strike|boycott|verdict|sues?)\b",
    re.IGNORECASE,
)
_JUDGED = re.compile(
    r"(?:senkt|hebt|belässt|bestätigt|startet|raises?|cuts?|lifts?|keeps?|maintains?)\s"
    r"|\b(?:kursziel|ziel\sauf|price\starget|buy|hold|sell|overweight|outperform)\b",
    re.IGNORECASE,
)
PROOF = 2  # what `evidence` says of a name that can only be the company's


def does_as_companies(text: str, one: Mention) -> bool:
    """Does what companies do or have follow the name there?"""
    behind = text[one.end : one.end + 40]
    return any(_behind("company", kind).match(behind) is not None for kind in ("after", "does"))


def deals_as_companies(text: str, one: Mention) -> bool:
    """Does what only companies do, or do as one, follow a name that is no person's or beast's?"""
    if not one.sure and _is_animate(fold(one.name)):
        return False
    return _behind("company", "deals").match(text[one.end : one.end + 80]) is not None


def evidence(text: str, one: Mention) -> int:
    """How far the words next to a name make a company of it: 0, 1, or `PROOF`."""
    if one.sure:
        return PROOF
    written = text[one.start : one.end]
    after, before = text[one.end : one.end + 40], text[max(0, one.start - 40) : one.start]
    if written.endswith(("'s", "’s")):
        after = " " + after.lstrip()
    # A genitive: "Pumas neuer Chef", "Gap's new owner".
    of_it = re.sub(r"^\s[^\W\d_]\w+", "", after) if one.end - one.start > len(one.name) else ""
    does = _behind("company", "after")
    if does.match(of_it) or does.match(after):
        return PROOF
    if _ends("company", "trade", before) or _before("company", "dealt").search(before):
        return PROOF
    if _OPENS.fullmatch(text[: one.start]):
        if re.match(r"\s?[:：]\s?", after):
            told = text[one.end :]
            return PROOF * (speaks_of_business(told) or _JUDGED.search(told) is not None)
        if _SHALL.match(after):
            return PROOF
    if _AGAINST.search(before) and _AT_LAW.search(text):
        return PROOF
    if _behind("company", "does").match(after) and not _is_animate(fold(one.name)):
        return PROOF
    subject = HAN.search(written) is not None and _BEGINS.search(before) is not None
    towards = _before("company", "towards").search(before) is not None
    acts = any(_behind("company", kind).match(after) for kind in ("does", "acts"))
    return int(subject or towards or acts)


def _is_animate(folded: str) -> bool:
    return folded in animate() or folded in places() or folded in given_names()


def proven(text: str, one: Mention) -> bool:
    """Do the words next to an everyday name make a company of it?"""
    return evidence(text, one) >= PROOF


@lru_cache(maxsize=256)
def speaks_of_finance(text: str) -> bool:
    """Shares, profits, takeovers, offices."""
    return _tells("setting", "finance", text)


@lru_cache(maxsize=256)
def speaks_of_business(text: str) -> bool:
    """Anything that companies are concerned with, finance or not."""
    return speaks_of_finance(text) or _tells("setting", "business", text)


def speaks_of_affairs(text: str) -> bool:
    """Courts, works, drugs, jobs: what a match, a stage or a politician has not."""
    return _tells("setting", "affairs", text)


def runs_a_company(text: str) -> bool:
    """Is somebody told of by office in a company, which is told of by its trade?"""
    return _tells("setting", "office", text) and _tells("company", "trade", text)


def describes_a_company(text: str) -> bool:
    """ "Ahrensburger Kamera-Spezialist kehrt …": one company, by its trade, without a name."""
    return _anywhere("setting", "described").search(text) is not None
