"""Which words name which company?"""

import pytest

from bot.chat.answering.cooldown import Cooldown
from bot.chat.answering.naming import cashtags, phrases, split_companies, split_period
from bot.chat.troubles import TooSoon
from bot.instruments.models import Found, Instrument, Listing, Resolution, Unknown
from bot.market.models import Period

NAMES = {"xiaomi", "byd", "apple", "deutsche bank", "deutsche", "bank", "siemens energy", "siemens"}


def resolve(query: str) -> Resolution:
    if query.lower() not in NAMES:
        return Unknown(())
    listing = Listing("X.F", "Frankfurt", "XFRA", "EUR", home=True)
    return Found(Instrument(query, None, None, (listing,)), 1.0)


@pytest.mark.parametrize(
    ("typed", "names"),
    [
        ("xiaomi byd apple", ["xiaomi", "byd", "apple"]),
        ("xiaomi, byd,apple", ["xiaomi", "byd", "apple"]),
        ("Deutsche Bank BYD", ["Deutsche Bank", "BYD"]),
        ("byd siemens energy", ["byd", "siemens energy"]),
        ("xiaomi vs apple", ["xiaomi", "apple"]),
        ("xiaomi und byd", ["xiaomi", "byd"]),
        ("foo bar, xiaomi", ["foo bar", "xiaomi"]),
        ("foo xiaomi", ["foo", "xiaomi"]),
        ("xiaomi", ["xiaomi"]),
        (",,", []),
    ],
)
def test_companies_are_told_apart(typed: str, names: list[str]) -> None:
    assert split_companies(typed, resolve) == names


@pytest.mark.parametrize(
    ("typed", "company", "period"),
    [
        ("xiaomi 1m", "xiaomi", Period.MONTH),
        ("Deutsche Bank 5J", "Deutsche Bank", Period.FIVE_YEARS),
        ("xiaomi", "xiaomi", None),
        ("1m", "1m", None),
        ("xiaomi 3m", "xiaomi 3m", None),
    ],
)
def test_the_last_word_may_be_a_period(typed: str, company: str, period: Period | None) -> None:
    assert split_period(typed) == (company, period)


def test_cashtags_are_symbols_and_not_money() -> None:
    assert cashtags("buy $XIACY and $aapl, $XIACY!") == ["XIACY", "AAPL"]
    assert cashtags("costs $5 or US$20, a$b, $$X, $TOOLONGSYMBOL") == []
    assert cashtags("$1810 $BRK.B") == ["BRK.B"]


def test_what_a_message_may_name_surest_first() -> None:
    found = phrases("ich halte $XIACY und KYG9830T1067, dazu Deutsche Bank und 小米 seit 3CP.F")
    assert found[:3] == ["XIACY", "KYG9830T1067", "3CP.F"]
    assert "Deutsche Bank" in found
    assert "小米" in found
    assert "halte" not in found
    assert len(phrases("Wort " * 0 + " ".join(f"Wort{n}" for n in range(500)))) <= 24


def test_a_member_waits_after_six_questions_and_nobody_else() -> None:
    now = 100.0
    cooldown = Cooldown(now=lambda: now, burst=6, seconds=4.0)
    for _ in range(6):
        cooldown.take(1, 7)
    with pytest.raises(TooSoon) as refused:
        cooldown.take(1, 7)
    assert refused.value.details["seconds"] == 4
    cooldown.take(1, 8)
    cooldown.take(2, 7)
    now += 4.0
    cooldown.take(1, 7)
    with pytest.raises(TooSoon):
        cooldown.take(1, 7)
