"""Is a text that names a company an advert, a bargain, advice, an accident, of another world?

Forms of wording are in `tables/genres.toml`.
"""

from functools import partial

from bot.news.relevance import forms
from bot.news.relevance.proof import speaks_of_finance

_anywhere = partial(forms.anywhere, "genres")
_tells = partial(forms.tells, "genres")
_OF_AN_ADVERT = ("pay", "hours", "role", "call")
_WORLDS = ("politics", "culture", "civic", "nature", "person")


def foreign_genre(told: str) -> str | None:
    """A stable code where a text is no news of any company: "advert", "bargain", "advice" …"""
    if is_advert(told):
        return "advert"
    if speaks_of_finance(told):
        return None
    if is_bargain(told):
        return "bargain"
    if _tells("advice", "plain", told):
        return "advice"
    return "incident" if is_accident(told) else None


def is_advert(text: str) -> bool:
    """Somebody is wanted for a job there."""
    if _tells("advert", "plain", text):
        return True
    return sum(_tells("advert", kind, text) for kind in _OF_AN_ADVERT) >= 2


def is_bargain(text: str) -> bool:
    """A thing is cheap today."""
    return _tells("bargain", "plain", text)


def is_accident(text: str) -> bool:
    """Somebody was hurt, robbed, or came down elsewhere, and nobody asks what the company did."""
    return _tells("accident", "plain", text) and not _tells("accident", "its_own", text)


def is_a_match(text: str) -> bool:
    """Sport, by words that hardly mean anything else."""
    return _tells("topic", "sport", text)


def is_sponsoring(text: str) -> bool:
    """A company pays for sport or furnishes it."""
    return _tells("topic", "sponsoring", text)


def of_another_world(text: str) -> bool:
    """Politics, stage, nature, or one person's life."""
    return any(_tells("topic", world, text) for world in _WORLDS)


def is_session_report(title: str) -> bool:
    """A Chinese report of a trading session, which calls many names."""
    return _anywhere("reports", "opening").search(title) is not None
