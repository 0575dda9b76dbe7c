"""What people type, and what is understood of it."""

import contextlib
from datetime import time
from decimal import Decimal

import pytest

from bot.errors import InputError
from bot.updates.models import EVERY_DAY, Direction, Kind
from bot.updates.wishes.wish import Want, complete
from bot.updates.wishes.words import level_of, parse_when, parse_wish, split_wish

NAMES = {"xiaomi", "level 3", "news corp", "high tide", "deutsche bank"}
CHANNEL, ROLE = 123456789012345678, 123456789012345679
WORKDAYS = frozenset(range(5))


def split(text: str, decimal: str = ",") -> tuple[str, tuple[Want, ...]]:
    company, wish = split_wish(text, decimal, _known)
    return company, wish.wants


def _known(words: str) -> str | None:
    """As the catalogue, which passes over words such as "news" where they are noise."""
    name = words.casefold().removesuffix(" news abc")
    return name if name in NAMES else None


def move(percent: str) -> Want:
    return Want(Kind.MOVE, percent=Decimal(percent))


UP, DOWN = Direction


def level(price: str, currency: str | None = None, *, direction: Direction | None = None) -> Want:
    return Want(Kind.LEVEL, level=Decimal(price), currency=currency, direction=direction)


@pytest.mark.parametrize(
    ("typed", "wants"),
    [
        ("", ()),
        ("news", (Want(Kind.NEWS),)),
        ("neuigkeiten", (Want(Kind.NEWS),)),
        ("move 5", (move("5"),)),
        ("bewegung 2,5 %", (move("2.5"),)),
        ("±5 %", (move("5"),)),
        ("5 prozent", (move("5"),)),
        ("move", (Want(Kind.MOVE),)),
        ("2,60 €", (level("2.60", "EUR"),)),
        ("marke 2,60", (level("2.60"),)),
        ("über 2,60 €", (level("2.60", "EUR", direction=UP),)),
        ("under 2.60", (level("2.60", direction=DOWN),)),
        ("HK$20", (level("20", "HKD"),)),
        ("20 HKD", (level("20", "HKD"),)),
        ("marke 1.234,50", (level("1234.50"),)),
        ("marke 1,234.50", (level("1234.50"),)),
        ("marke 1'234,50 CHF", (level("1234.50", "CHF"),)),
        ("52w-hoch", (Want(Kind.HIGH),)),
        ("52 week low", (Want(Kind.LOW),)),
        ("52-Wochen-Tief", (Want(Kind.LOW),)),
        ("kurs nach schluss", (Want(Kind.CLOSE),)),
        ("18:30", (Want(Kind.CLOSE),)),
        ("news, move 5 und 52w-hoch", (Want(Kind.NEWS), move("5"), Want(Kind.HIGH))),
        ("move 3 5", (move("3"), move("5"))),
        ("news news", (Want(Kind.NEWS),)),
    ],
)
def test_what_is_wanted(typed: str, wants: tuple[Want, ...]) -> None:
    assert split(f"xiaomi {typed}") == ("xiaomi", wants)


@pytest.mark.parametrize(
    ("typed", "direction"),
    [
        ("2,60 €", None),
        ("marke 2,60", None),
        ("crosses 2.60 EUR", None),
        ("level 2.60", None),
        ("über 2,60", UP),
        ("ueber 2,60", UP),
        ("above 2.60", UP),
        ("marke über 2,60", UP),
        ("level above 2.60", UP),
        ("level marke 2.60", None),
        ("steigt marke 2,60", UP),
        ("steigt auf 2,60", UP),
        ("steigt über 2,60", UP),
        ("wenn der kurs über 2,60 steigt", UP),
        ("rises to 2.60", UP),
        ("moves above 2.60", UP),
        ("> 2,60", UP),
        (">2,60", UP),
        (">= 2.60", UP),
        ("kurs >2,60", UP),
        ("≥ 2,60", UP),
        ("unter 2,60", DOWN),
        ("below 2.60", DOWN),
        ("fällt auf 2,60", DOWN),
        ("faellt unter 2,60", DOWN),
        ("sinkt unter 2,60", DOWN),
        ("falls below 2.60", DOWN),
        ("drops to 2.60", DOWN),
        ("< 2,60", DOWN),
        ("<2,60 €", DOWN),
        ("falls der kurs über 2,60 steigt", UP),  # a German "if"
    ],
)
def test_a_level_has_the_direction_that_was_said(typed: str, direction: Direction | None) -> None:
    company, wants = split(f"xiaomi {typed}")
    assert company == "xiaomi"
    assert [(one.kind, one.level, one.direction) for one in wants] == [
        (Kind.LEVEL, Decimal("2.60"), direction)
    ]


@pytest.mark.parametrize(
    ("typed", "wants"),
    [
        ("über 2,60 und unter 2,40", (("2.60", UP), ("2.40", DOWN))),
        ("über 2,60 2,80", (("2.60", UP), ("2.80", UP))),
        ("2,60 € unter 2,40 €", (("2.60", None), ("2.40", DOWN))),
        ("über 2,60 marke 2,40", (("2.60", UP), ("2.40", None))),
        ("über 2,60 über 2,60", (("2.60", UP),)),
        ("über 2,60 unter 2,60", (("2.60", UP), ("2.60", DOWN))),
    ],
)
def test_each_level_has_its_own_direction(
    typed: str, wants: tuple[tuple[str, Direction | None], ...]
) -> None:
    _, found = split(f"xiaomi {typed}")
    assert [(f"{one.level}", one.direction) for one in found] == list(wants)


def test_a_move_beyond_a_percentage_is_a_move() -> None:
    assert split("xiaomi bewegung über 5 %") == ("xiaomi", (move("5"),))
    assert split("xiaomi moves above 5 percent", ".") == ("xiaomi", (move("5"),))


@pytest.mark.parametrize(
    ("typed", "want"),
    [
        ("2,60", level("2.60")),
        ("über 2,60 €", level("2.60", "EUR", direction=UP)),
        (">2,60", level("2.60", direction=UP)),
        ("fällt auf HK$20", level("20", "HKD", direction=DOWN)),
    ],
)
def test_a_level_in_a_field_may_say_its_direction(typed: str, want: Want) -> None:
    assert level_of(typed, ",") == want


@pytest.mark.parametrize(
    "typed", ["viel", "über", "5 %", "-2", "0", "2 3", "18:30", "2,60 news", "2,60 mo", ""]
)
def test_a_field_that_holds_no_price_is_refused(typed: str) -> None:
    with pytest.raises(InputError) as refused:
        level_of(typed, ",")
    assert refused.value.code == "bad_level"


@pytest.mark.parametrize(
    ("typed", "at", "days"),
    [
        ("kurs", None, EVERY_DAY),
        ("kurs 18:30 mo-fr", time(18, 30), WORKDAYS),
        ("kurs 18.30 werktags", time(18, 30), WORKDAYS),
        ("close 6pm weekdays", time(18), WORKDAYS),
        ("price 12am", time(0), EVERY_DAY),
        ("kurs um 18 uhr", time(18), EVERY_DAY),
        ("kurs mo, mi, fr", None, frozenset({0, 2, 4})),
        ("kurs mo bis fr um 9:05", time(9, 5), WORKDAYS),
        ("close fri-mon", None, frozenset({4, 5, 6, 0})),
        ("kurs täglich", None, EVERY_DAY),
    ],
)
def test_when_it_comes(typed: str, at: time | None, days: frozenset[int]) -> None:
    wish = complete(parse_wish(typed, ","))
    assert (wish.at, wish.days) == (at, days)


def test_where_and_whom_are_mentions() -> None:
    _, wish = split_wish(f"xiaomi kurs <#{CHANNEL}> <@&{ROLE}>", ",", lambda _: None)
    assert (wish.channel, wish.role) == (CHANNEL, ROLE)


@pytest.mark.parametrize(
    ("typed", "company", "kinds"),
    [
        ("level 3", "level 3", []),
        ("level 3 news", "level 3", [Kind.NEWS]),
        ("news corp", "news corp", []),
        ("News Corp news", "News Corp", [Kind.NEWS]),
        ("high tide 52w-hoch", "high tide", [Kind.HIGH]),
        ("deutsche bank, 5 %", "deutsche bank", [Kind.MOVE]),
        ("1810.HK move 3", "1810.HK", [Kind.MOVE]),
        ("A2JNY1 news", "A2JNY1", [Kind.NEWS]),
        ("3M move 4", "3M", [Kind.MOVE]),
        ("“Move Over Ltd” move 4", "Move Over Ltd", [Kind.MOVE]),
        ("unheard of", "unheard of", []),
    ],
)
def test_where_the_company_ends(typed: str, company: str, kinds: list[Kind]) -> None:
    found, wants = split(typed)
    assert (found, [want.kind for want in wants]) == (company, kinds)


@pytest.mark.parametrize(
    ("typed", "code"),
    [
        ("move 0", "bad_percent"),
        ("move 0,4", "bad_percent"),
        ("move 1000", "bad_percent"),
        ("move 5 €", "bad_percent"),
        ("über 5 %", "bad_level"),
        ("über 0", "bad_level"),
        ("unter -2", "bad_level"),
        ("level", "level_missing"),
        ("", "nothing_wanted"),
        ("news 18:30", "only_close_has_times"),
        ("kurs 25:00", "bad_when"),
        ("kurs 13pm", "bad_when"),
        ("kurs mo-xx", "bad_when"),
        ("kurs funday", "not_understood"),
        ("move abc", "not_understood"),
        ("news abc", "not_understood"),
        ("news 7", "not_understood"),
        ("news @everyone", "everybody_mentioned"),
        ("news @here", "everybody_mentioned"),
        ("news <@123456789012345678>", "not_understood"),
    ],
)
def test_what_cannot_be_wished(typed: str, code: str) -> None:
    with pytest.raises(InputError) as refused:
        complete(parse_wish(typed, ","))
    assert refused.value.code == code


@pytest.mark.parametrize(
    ("typed", "decimal", "price"),
    [
        ("2,60", ",", "2.60"),
        ("2.60", ",", "2.60"),
        ("1.234", ",", "1234"),
        ("1.234", ".", "1.234"),
        ("1,234", ".", "1234"),
        ("1,234", ",", "1.234"),
        ("0.345", ",", "0.345"),
        ("1.234.567", ",", "1234567"),
    ],
)
def test_separators_mean_what_the_language_says(typed: str, decimal: str, price: str) -> None:
    assert parse_wish(f"level {typed}", decimal).wants == (level(price),)


@pytest.mark.parametrize("typed", ["#", "news", "morgen irgendwann", "18:30 <#123456789012345678>"])
def test_a_time_is_a_time_and_days(typed: str) -> None:
    if typed == "news":
        with pytest.raises(InputError):
            parse_when("news")
        return
    with pytest.raises(InputError) as refused:
        parse_when(typed)
    assert refused.value.code == "bad_when"


def test_words_without_end_take_no_time() -> None:
    looked_up: list[str] = []

    def known(words: str) -> str | None:
        looked_up.append(words)
        return None

    for text in ("x 5 " * 900, "x " + "mo-" * 1_300, "x " + "€5," * 1_000, "x " + "52 w" * 900):
        with contextlib.suppress(InputError):
            split_wish(text, ",", known)
    assert len(looked_up) <= 40, "each takes milliseconds of everybody's time"
    company, _ = split("x" * 4_000)
    assert len(company) == 4_000
    with pytest.raises(InputError):
        split("x move " + "5" * 4_000)


def test_words_that_the_catalogue_passes_over_are_no_part_of_a_name() -> None:
    with pytest.raises(InputError) as refused:
        split("xiaomi news abc")
    assert refused.value.code == "not_understood"
