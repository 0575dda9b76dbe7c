"""What does a person want to hear of, and when? Words to wishes, in either language; pure."""

import re
from collections.abc import Callable, Iterator, Sequence
from datetime import time
from decimal import Decimal
from itertools import islice

from bot.errors import InputError
from bot.updates.models import Kind
from bot.updates.wishes import refusals
from bot.updates.wishes.amounts import read_amount
from bot.updates.wishes.parser import Parser, bad_percent, checked_percent
from bot.updates.wishes.vocabulary import STARTS, TOKEN
from bot.updates.wishes.wish import Want, Wish

_MOST_ENDS = 6  # places where a company's name may end that are tried; each is looked up


def split_wish(text: str, decimal: str, known: Callable[[str], str | None]) -> tuple[str, Wish]:
    """ "xiaomi move 5 #channel" → the company's words and the wish; without wants where only a
    company (or a place, a role) was named.

    decimal: the separator of the person's language. known: the key of the company that words
    surely name; it decides where a name has words that also mean a wish ("Level 3"). Raises
    InputError.
    """
    text = text.strip()
    company, rest = _quoted(text)
    if company:
        return company, parse_wish(rest, decimal)
    failed: tuple[InputError, str | None] | None = None
    for end in _ends(text):
        company, rest = text[:end].strip(" ,;"), text[end:]
        # Further words are part of a name only where they make it the name of another company.
        if failed is not None and known(company) in (None, failed[1]):
            continue
        try:
            return company, parse_wish(rest, decimal)
        except InputError as error:
            failed = failed or (error, known(company))
    if failed is not None:
        raise failed[0]
    return text, Wish()


def parse_wish(text: str, decimal: str) -> Wish:
    """The wish behind the words that follow a company. Raises InputError."""
    parser = Parser(decimal)
    for token in TOKEN.finditer(text):
        parser.take(token)
    return parser.wish()


def parse_when(text: str) -> tuple[time | None, frozenset[int]]:
    """ "18:30 mon-fri", "werktags": a time of day (None where none was said) and weekdays.

    Raises BadWhen.
    """
    try:
        wish = parse_wish(text, ".")
    except refusals.BadWhen:
        raise
    except InputError:
        raise refusals.BadWhen(value=text) from None
    if set(wish.kinds) - {Kind.CLOSE} or wish.channel or wish.role:
        raise refusals.BadWhen(value=text)
    return wish.at, wish.days


def percent_of(text: str, decimal: str) -> Decimal:
    """ "5", "2,5 %". Raises BadPercent."""
    amount = read_amount(text, decimal)
    if amount is None or amount.currency:
        raise bad_percent(text)
    return checked_percent(amount)


def level_of(text: str, decimal: str) -> Want:
    """ "2,60 €", "above 2.60": a level alone. Raises BadLevel."""
    try:
        wish = parse_wish(f"level {text}", decimal)
    except InputError:
        raise refusals.BadLevel(value=text) from None
    want = wish.wants[0]
    if wish != Wish(wants=(want,)) or want.level is None:
        raise refusals.BadLevel(value=text)
    return want


def _quoted(text: str) -> tuple[str, str]:
    """ "“News Corp” news" → the name and the rest; nothing where no name is quoted."""
    found = re.match(r"[\"“„]([^\"“”„]{1,100})[\"“”]\s*", text)
    return (found[1].strip(), text[found.end() :]) if found else ("", text)


def _ends(text: str) -> Sequence[int]:
    """Where the company may end: before each word that can mean a wish, and at the very end."""
    first = re.match(r"\S+", text)
    starts = islice(_starts(text, first.end() if first else 0), _MOST_ENDS)
    return (*starts, len(text))


def _starts(text: str, begin: int) -> Iterator[int]:
    for token in TOKEN.finditer(text, begin):
        word = token["word"]
        if word is None or word.casefold() in STARTS:
            yield token.start()
