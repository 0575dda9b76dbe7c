"""What does a person want to hear of, and when? Words to wishes, in either language; pure."""

import re
from collections.abc import Callable, Iterator, Sequence
from dataclasses import dataclass, replace
from datetime import time
from decimal import Decimal
from itertools import islice

from bot.errors import InputError
from bot.updates.models import EVERY_DAY, Direction, Kind, Subscription
from bot.updates.wishes import refusals
from bot.updates.wishes.amounts import CURRENCY, NUMBER, Amount, read_amount

LEAST_PERCENT, MOST_PERCENT = Decimal("0.5"), Decimal(100)
USUAL_PERCENT = Decimal(5)  # of a move whose size nobody said
_MOST_ENDS = 6  # places where a company's name may end that are tried; each is looked up
_MOST_LEVEL = Decimal(1_000_000_000)

_KINDS = {
    Kind.NEWS: "news neuigkeiten nachricht nachrichten meldung meldungen story stories",
    Kind.CLOSE: "close closing price kurs preis schluss schlusskurs börsenschluss boersenschluss",
    Kind.MOVE: "move moves swing bewegung bewegungen veränderung ±",
    Kind.LEVEL: "level marke grenze schwelle crosses kreuzt reaches erreicht",
    Kind.HIGH: "high hoch jahreshoch",
    Kind.LOW: "low tief jahrestief",
}
_WAYS = {
    Direction.UP: "above over über ueber oberhalb > >= ≥",
    Direction.DOWN: "below under unter unterhalb < <= ≤",
}
_VERBS = {
    Direction.UP: "rises climbs steigt überschreitet ueberschreitet",
    Direction.DOWN: "falls drops fällt faellt sinkt unterschreitet",
}
_VERB_OF = {word: way for way, words in _VERBS.items() for word in words.split()}
_WAY_OF = {word: way for way, words in _WAYS.items() for word in words.split()} | _VERB_OF
_KIND_OF = {
    **{word: kind for kind, words in _KINDS.items() for word in words.split()},
    **dict.fromkeys(_WAY_OF, Kind.LEVEL),
}
_FILLERS = (
    "a after all alle am and at auf bei by das der die every for für fuer in into jeden mit nach"
    " on sobald to uhr um und von when wenn with"
)
_CONDITIONS = frozenset({"wenn", "when", "sobald"})  # of those, where a company's name has ended
_DAYS = (
    "mo mon monday montag montags",
    "di tu tue tuesday dienstag dienstags",
    "mi we wed wednesday mittwoch mittwochs",
    "do th thu thursday donnerstag donnerstags",
    "fr fri friday freitag freitags",
    "sa sat saturday samstag samstags",
    "so su sun sunday sonntag sonntags",
)
_DAY_OF = {word: number for number, words in enumerate(_DAYS) for word in words.split()}
_WORKDAYS = frozenset(range(5))
_DAYS_OF = {
    **dict.fromkeys(["weekdays", "werktags", "wochentags", "workdays"], _WORKDAYS),
    **dict.fromkeys(["weekend", "weekends", "wochenende", "wochenenden"], frozenset({5, 6})),
    **dict.fromkeys(["daily", "täglich", "taeglich", "everyday"], EVERY_DAY),
}
_STARTS = _KIND_OF.keys() | _DAYS_OF.keys() | _CONDITIONS
_A_WAY = "|".join(re.escape(word) for word in sorted(_WAY_OF, key=len, reverse=True))
_A_DAY = "|".join(sorted(_DAY_OF, key=len, reverse=True))
_WEEKS = r"52[\s-]*(?:w|wk|weeks?|wochen?)[\s-]*"

_TOKEN = re.compile(
    rf"""
    <\#(?P<channel>\d{{15,20}})> | <@&(?P<role>\d{{15,20}})> | (?P<everybody>@(?:everyone|here)\b)
    | (?P<high>{_WEEKS}(?:high|hoch|h)\b) | (?P<low>{_WEEKS}(?:low|tief|t|l)\b)
    | (?P<time>\d{{1,2}}(?:[:.]\d{{1,2}})?\s*(?:uhr|am|pm)\b | \d{{1,2}}:\d{{1,2}}(?![\w:]))
    | (?P<subject>\b(?:kurs|preis|price|moves?|bewegung(?:en)?)(?=\s+(?:{_A_WAY})(?![^\W\d])))
    | (?P<days>\b(?:{_A_DAY})\s*(?:-|–|\bbis\b|\bto\b)\s*\w+)
    | (?P<amount>(?:[±+−-]\s*)?(?:(?:{CURRENCY})\s*)?{NUMBER}\s*(?:%|\bprozent\b|\bpercent\b
      |(?:{CURRENCY}))?(?![\w&]))
    | (?P<word>[<>]=?|[^\s,;]+)
    """,
    re.VERBOSE | re.IGNORECASE,
)
_TIME = re.compile(r"(\d{1,2})(?:[:.](\d{1,2}))?\s*(uhr|am|pm)?", re.IGNORECASE)
_RANGE = re.compile(r"(\w+?)\s*(?:-|–|\bbis\b|\bto\b)\s*(\w+)", re.IGNORECASE)
_CLOCK_LIKE = re.compile(r"\d{1,2}\.\d{2}")


@dataclass(frozen=True, slots=True)
class Want:
    """One thing to hear of. percent: of MOVE. level, currency (ISO 4217, None as listed),
    direction (None either way): of LEVEL."""

    kind: Kind
    percent: Decimal | None = None
    level: Decimal | None = None
    currency: str | None = None
    direction: Direction | None = None


@dataclass(frozen=True, slots=True, kw_only=True)
class Wish:
    """All that was said. channel, role: Discord's ids. at: None is after the close."""

    wants: tuple[Want, ...] = ()
    channel: int | None = None
    role: int | None = None
    at: time | None = None
    days: frozenset[int] = EVERY_DAY

    @property
    def kinds(self) -> tuple[Kind, ...]:
        return tuple(dict.fromkeys(want.kind for want in self.wants))


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
    parser = _Parser(decimal)
    for token in _TOKEN.finditer(text):
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
        raise _bad_percent(text)
    return _checked_percent(amount)


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


def want_of(subscription: Subscription) -> Want:
    """What it is a subscription of."""
    one = subscription
    return Want(one.kind, one.percent, one.level, one.currency, one.direction)


def complete(wish: Wish) -> Wish:
    """The wish with usual values filled in. Raises NothingWanted, LevelMissing,
    OnlyCloseHasTimes."""
    if not wish.wants:
        raise refusals.NothingWanted
    if Kind.CLOSE not in wish.kinds and (wish.at is not None or wish.days != EVERY_DAY):
        raise refusals.OnlyCloseHasTimes
    wants: list[Want] = []
    for want in wish.wants:
        if want.kind is Kind.LEVEL and want.level is None:
            raise refusals.LevelMissing
        if want.kind is Kind.MOVE and want.percent is None:
            wants.append(replace(want, percent=USUAL_PERCENT))
        else:
            wants.append(want)
    return replace(wish, wants=tuple(dict.fromkeys(wants)))


class _Parser:
    """Takes token after token; a figure belongs to the kind that was named before it.

    In "price above 2.60" the price is no wish of its own, only what goes there.
    """

    def __init__(self, decimal: str) -> None:
        self._decimal = decimal
        self._wants: list[Want] = []
        self._channel: int | None = None
        self._role: int | None = None
        self._at: time | None = None
        self._days: frozenset[int] = frozenset()
        self._moves = False  # whether it was moves that go above or below something

    def take(self, token: re.Match[str]) -> None:
        text = token[0].strip()
        match token.lastgroup:
            case "channel":
                self._channel = int(token["channel"])
            case "role":
                self._role = int(token["role"])
            case "everybody":
                raise refusals.EverybodyMentioned
            case "high":
                self._wants.append(Want(Kind.HIGH))
            case "low":
                self._wants.append(Want(Kind.LOW))
            case "time":
                self._at = _time(text)
            case "days":
                self._days |= _days(text)
            case "amount":
                self._amount(text)
            case "subject":
                self._moves = _KIND_OF[text.casefold()] is Kind.MOVE
            case _:
                self._word(text)

    def wish(self) -> Wish:
        wants = list(dict.fromkeys(self._wants))
        timed = self._at is not None or bool(self._days)
        if timed and not wants:
            wants.append(Want(Kind.CLOSE))
        return Wish(
            wants=tuple(wants),
            channel=self._channel,
            role=self._role,
            at=self._at,
            days=self._days or EVERY_DAY,
        )

    def _word(self, text: str) -> None:
        word = text.casefold()
        if way := _WAY_OF.get(word):
            self._way(way, is_verb=word in _VERB_OF)
        elif word in _KIND_OF:
            if not self._is_open(_KIND_OF[word]):
                self._wants.append(Want(_KIND_OF[word]))
        elif word in _DAYS_OF:
            self._days |= _DAYS_OF[word]
        elif word in _DAY_OF:
            self._days |= {_DAY_OF[word]}
        elif word not in _FILLERS.split():
            raise refusals.NotUnderstood(word=text)

    def _way(self, way: Direction, *, is_verb: bool) -> None:
        if self._is_open(Kind.LEVEL):  # "falls below", "level above"
            self._wants[-1] = replace(self._wants[-1], direction=way)
            return
        last = self._wants[-1] if self._wants else None
        if last is None or not is_verb or (last.kind, last.direction) != (Kind.LEVEL, way):
            self._wants.append(Want(Kind.LEVEL, direction=way))  # but for "über 2,60 steigt"

    def _is_open(self, *kinds: Kind) -> bool:
        """Whether the last that was named is of these and has no figure yet."""
        last = self._wants[-1] if self._wants else None
        return last is not None and last.kind in kinds and not (last.percent or last.level)

    def _amount(self, text: str) -> None:
        last = self._wants[-1] if self._wants else None
        if last is not None and last.kind is Kind.CLOSE and _CLOCK_LIKE.fullmatch(text):
            self._at = _time(text)
            return
        amount = read_amount(text, self._decimal)
        if amount is None:
            raise refusals.NotUnderstood(word=text)
        if last is None or last.kind not in (Kind.MOVE, Kind.LEVEL):
            kind = _kind_of(amount)
            if kind is None:
                raise refusals.NotUnderstood(word=text)
            last = Want(kind)
        elif self._is_open(Kind.MOVE, Kind.LEVEL):
            self._wants.pop()
            if amount.percent and self._moves:
                last = Want(Kind.MOVE)
        self._moves = False
        if last.kind is Kind.MOVE:
            if amount.currency:
                raise _bad_percent(text)
            self._wants.append(Want(Kind.MOVE, percent=_checked_percent(amount)))
        elif amount.percent or amount.signed or not 0 < amount.value <= _MOST_LEVEL:
            raise refusals.BadLevel(value=text)
        else:
            self._wants.append(replace(last, level=amount.value, currency=amount.currency))


def _kind_of(amount: Amount) -> Kind | None:
    """What a figure means by itself: "5 %" is a move, "2,60 €" a level, "5" nothing."""
    if amount.percent or amount.signed:
        return Kind.MOVE
    return Kind.LEVEL if amount.currency else None


def _checked_percent(amount: Amount) -> Decimal:
    if not LEAST_PERCENT <= amount.value <= MOST_PERCENT:
        raise _bad_percent(f"{amount.value.normalize():f} %")
    return amount.value


def _bad_percent(text: str) -> refusals.BadPercent:
    return refusals.BadPercent(value=text, least=LEAST_PERCENT, most=MOST_PERCENT)


def _time(text: str) -> time:
    found = _TIME.fullmatch(text)
    hour, minute = (int(found[1]), int(found[2] or 0)) if found else (99, 0)
    half = (found[3] or "").casefold() if found else ""
    if half in ("am", "pm"):
        hour = hour % 12 + (12 if half == "pm" else 0) if 1 <= hour <= 12 else 99
    if hour > 23 or minute > 59:
        raise refusals.BadWhen(value=text)
    return time(hour, minute)


def _days(text: str) -> frozenset[int]:
    """ "mo-fr", "sa bis mo"."""
    found = _RANGE.fullmatch(text)
    first = _DAY_OF.get(found[1].casefold()) if found else None
    last = _DAY_OF.get(found[2].casefold()) if found else None
    if first is None or last is None:
        raise refusals.BadWhen(value=text)
    return frozenset((first + step) % 7 for step in range((last - first) % 7 + 1))


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
    for token in _TOKEN.finditer(text, begin):
        word = token["word"]
        if word is None or word.casefold() in _STARTS:
            yield token.start()
