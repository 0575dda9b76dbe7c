"""Both languages say everything, with the same placeholders."""

import dataclasses
import string
from collections.abc import Iterator, Mapping
from datetime import UTC, datetime
from decimal import Decimal
from zoneinfo import ZoneInfo

import pytest

from bot import errors
from bot.audience import Audience
from bot.chat import troubles
from bot.chat.wording.catalogue import CommandWords
from bot.chat.wording.choose import wording_for, wording_of
from bot.chat.wording.english import ENGLISH
from bot.chat.wording.german import GERMAN
from bot.instruments.identifiers import REASONS
from bot.market.models import Period, QuoteState
from bot.news.models import DropReason
from bot.updates.wishes import refusals


def sentences(value: object, path: str = "") -> Iterator[tuple[str, str]]:
    """Every sentence of a wording with the way to it."""
    if isinstance(value, str):
        yield path, value
    elif isinstance(value, CommandWords):
        yield f"{path}.about", value.about
        yield from sentences(value.options, f"{path}.options")
    elif isinstance(value, Mapping):
        for key, item in value.items():
            yield from sentences(item, f"{path}[{key}]")
    elif isinstance(value, tuple):
        for place, item in enumerate(value):
            yield from sentences(item, f"{path}.{place}")
    elif dataclasses.is_dataclass(value):
        for field in dataclasses.fields(value):
            if field.name not in ("code", "numbers", "venues"):
                yield from sentences(getattr(value, field.name), f"{path}.{field.name}")


def placeholders(text: str) -> set[str]:
    return {name for _, name, *_ in string.Formatter().parse(text) if name is not None}


def test_the_same_sentences_with_the_same_placeholders() -> None:
    english, german = dict(sentences(ENGLISH)), dict(sentences(GERMAN))
    assert english.keys() == german.keys()
    assert all(text.strip() for text in german.values())
    differing = {
        path: (english[path], german[path])
        for path in english
        if not path.startswith(".errors")
        and placeholders(english[path]) != placeholders(german[path])
    }
    assert differing == {}


def test_every_error_has_its_sentence_in_both_languages() -> None:
    codes = {
        value.code
        for module in (errors, troubles, refusals)
        for value in vars(module).values()
        if isinstance(value, type) and issubclass(value, errors.ParkettError)
    }
    assert codes <= ENGLISH.errors.keys()
    assert codes <= GERMAN.errors.keys()


@pytest.mark.parametrize("wording", [ENGLISH, GERMAN], ids=["en", "de"])
def test_every_code_that_can_be_shown_has_words(wording: object) -> None:
    assert isinstance(wording, type(ENGLISH))
    assert set(wording.states) == {state.value for state in QuoteState}
    assert set(wording.periods) == {period.value for period in Period}
    assert set(wording.short_periods) == {period.value for period in Period}
    assert set(wording.dropped) == {reason.value for reason in DropReason}
    assert set(wording.reason_of) == {reason.value for reason in DropReason}
    assert set(wording.reasons) >= set(REASONS)


@pytest.mark.parametrize("wording", [ENGLISH, GERMAN], ids=["en", "de"])
def test_commands_fit_into_what_discord_takes(wording: object) -> None:
    assert isinstance(wording, type(ENGLISH))
    for name, words in wording.commands.items():
        assert 1 <= len(words.name) <= 32, name
        assert words.name == words.name.lower(), name
        assert 1 <= len(words.about) <= 100, name
        for option, about in words.options.values():
            assert 1 <= len(option) <= 32, name
            assert option == option.lower(), name
            assert 1 <= len(about) <= 100, name


@pytest.mark.parametrize(
    ("value", "currency", "german", "english"),
    [
        ("2.50", "EUR", "2,50 €", "€2.50"),
        ("3.885", "EUR", "3,885 €", "€3.885"),
        ("22.55", "HKD", "22,55 HK$", "HK$22.55"),
        ("2.4800000190734863", "EUR", "2,48 €", "€2.48"),
        ("1234567.891", "USD", "1.234.567,89 US$", "US$1,234,567.89"),
        ("0.0345", "GBP", "0,0345 £", "£0.0345"),
        ("0.5", "GBP", "0,50 £", "£0.50"),
        ("0.0012345", "EUR", "0,001235 €", "€0.001235"),
        ("2451.5", "JPY", "2.452 ¥", "¥2,452"),
        ("12.3", "CHF", "12,30 CHF", "CHF 12.30"),
        ("-1.5", "EUR", "−1,50 €", "−€1.50"),
        ("0", "EUR", "0,00 €", "€0.00"),
        ("9.9999", "EUR", "10,00 €", "€10.00"),
    ],
)
def test_money_as_people_write_it(value: str, currency: str, german: str, english: str) -> None:
    amount = Decimal(value)
    assert GERMAN.numbers.money(amount, currency).replace("\u00a0", " ") == german
    assert ENGLISH.numbers.money(amount, currency).replace("\u00a0", " ") == english


@pytest.mark.parametrize(
    ("value", "german", "english"),
    [
        ("-1.960784", "▼ −1,96 %", "▼ −1.96%"),
        ("0.305", "▲ +0,31 %", "▲ +0.31%"),
        ("0.004", "■ ±0,00 %", "■ ±0.00%"),
        ("-0.004", "■ ±0,00 %", "■ ±0.00%"),
        ("1234.5", "▲ +1.234,50 %", "▲ +1,234.50%"),
    ],
)
def test_changes_have_an_arrow_and_a_sign(value: str, german: str, english: str) -> None:
    assert GERMAN.numbers.change(Decimal(value)).replace("\u00a0", " ") == german
    assert ENGLISH.numbers.change(Decimal(value)).replace("\u00a0", " ") == english


def test_a_time_of_another_day_says_which() -> None:
    berlin = ZoneInfo("Europe/Berlin")
    now = datetime(2021, 10, 20, 9, 0, tzinfo=UTC)
    late = datetime(2021, 10, 19, 22, 30, tzinfo=UTC)  # already the 20th in Berlin
    assert GERMAN.numbers.clock(late, now, berlin) == "00:30"
    assert GERMAN.numbers.clock(late, now, ZoneInfo("UTC")) == "19.10. 22:30"
    assert ENGLISH.numbers.clock(late, now, ZoneInfo("UTC")) == "19 Oct 22:30"
    assert GERMAN.numbers.clock(late.replace(year=2020), now, berlin) == "20.10.2020 00:30"


def test_which_language_is_spoken() -> None:
    german_server, chinese_server = Audience(languages=("de",)), Audience(languages=("zh", "de"))
    assert wording_for(german_server) is GERMAN
    assert wording_for(chinese_server) is GERMAN
    assert wording_for(Audience(languages=("fr",))) is ENGLISH
    assert wording_of("en-GB", german_server) is ENGLISH
    assert wording_of("de", Audience(languages=("en",))) is GERMAN
    assert wording_of("fr", german_server) is GERMAN
