"""Names that are also words, companies that share a name: `tables/namesakes.toml`, read once."""

from collections.abc import Mapping
from functools import cache
from pathlib import Path
from typing import NamedTuple, cast

from bot.language.wordlists import alternatives, section, table, words_in

_TABLES = Path(__file__).parent / "tables"


class Surroundings(NamedTuple):
    """What surrounds a name when somebody or something else is meant.

    after, before: folded beginnings of the text right behind, and ends of that right before it.
    """

    after: tuple[str, ...]
    before: tuple[str, ...]


class Sharing(NamedTuple):
    """One of two companies of a name. spoken: its language. marks: folded words that tell it."""

    spoken: str
    marks: tuple[str, ...]


@cache
def _listed(name: str) -> frozenset[str]:
    return frozenset(words_in(table("namesakes", _TABLES)[name]))


@cache
def everyday() -> frozenset[str]:
    """Folded names that are also words: a bare mention proves nothing."""
    phrases = alternatives(section(table("namesakes", _TABLES)["phrases"])["everyday"])
    return _listed("everyday") | frozenset(phrases) | places()


@cache
def particles() -> frozenset[str]:
    """Folded names that are little words of a sentence ("On")."""
    return frozenset(alternatives(section(table("namesakes", _TABLES)["phrases"])["particles"]))


def animate() -> frozenset[str]:
    """Folded everyday names of whom any verb may be said."""
    return _listed("animate")


def adjectives() -> frozenset[str]:
    """Folded names that are adjectives, so never the company in front of a noun ("Erste")."""
    return _listed("adjectives")


def places() -> frozenset[str]:
    """Folded names of towns and states, which are words like any other."""
    return _listed("places")


def places_too() -> frozenset[str]:
    """Folded names that mean a company, unless they stand where a town's would."""
    return _listed("places_too")


@cache
def called(name: str) -> tuple[str, ...]:
    """What papers call the company of this folded register name, where that hides it."""
    return alternatives(section(table("namesakes", _TABLES)["short"]).get(name, ""))


def known_abbreviations() -> frozenset[str]:
    """Folded names of two or three letters that mean one company wherever they stand."""
    return _listed("abbreviations")


def left_out() -> frozenset[str]:
    """What follows a name in the register and is left out in the news ("Costco Wholesale")."""
    return _listed("left_out")


def left_out_weakly() -> frozenset[str]:
    """What is left out too, where the short form has to be proven ("Tyson Foods")."""
    return _listed("left_out_weakly")


def too_general() -> frozenset[str]:
    """First words of names that mean nobody alone ("General Motors")."""
    return _listed("too_general")


def makers_of_others() -> frozenset[str]:
    """Nouns that make another company of a name when they follow it ("Target Hospitality")."""
    return _listed("makers_of_others")


@cache
def surroundings(name: str) -> Surroundings | None:
    """For a folded name, what shows that another is meant; None where nothing is known."""
    rows = cast("Mapping[str, Mapping[str, str]]", table("namesakes", _TABLES)["surrounded"])
    row = rows.get(name)
    if row is None:
        return None
    return Surroundings(alternatives(row.get("after", "")), alternatives(row.get("before", "")))


@cache
def relatives(name: str) -> tuple[str, ...]:
    """Folded longer names that contain this one and belong to other companies."""
    return alternatives(section(table("namesakes", _TABLES)["relatives"]).get(name, ""))


@cache
def relatives_of_formal(name: str) -> tuple[str, ...]:
    """The same for a name with its legal form, where the short name does not tell them apart."""
    rows = section(table("namesakes", _TABLES)["relatives_of_formal"])
    return tuple(
        other
        for formal, block in rows.items()
        if name.startswith(formal)
        for other in alternatives(block)
    )


@cache
def foreign(name: str) -> tuple[str, ...]:
    """What a headline speaks of where this folded name means something or somebody else."""
    return alternatives(section(table("namesakes", _TABLES)["foreign"]).get(name, ""))


@cache
def sharing(formal: str) -> tuple[Sharing, Sharing] | None:
    """For a folded name with its legal form: this company, and the other that bears the name."""
    rows = cast("Mapping[str, Mapping[str, str]]", table("namesakes", _TABLES)["shared"])
    ours = next((key for key in rows if formal.startswith(key)), None)
    if ours is None:
        return None
    other = next(key for key in rows if key != ours and key.split()[0] == ours.split()[0])
    mine, theirs = (
        Sharing(rows[key]["spoken"], alternatives(rows[key]["marks"])) for key in (ours, other)
    )
    return mine, theirs


@cache
def profile(name: str) -> tuple[str, ...]:
    """What a text about the company of this folded everyday name speaks of."""
    return alternatives(section(table("namesakes", _TABLES)["profiles"]).get(name, ""))
