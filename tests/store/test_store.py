"""The store keeps what it is given, on SQLite and on PostgreSQL alike."""

from collections.abc import Iterator
from dataclasses import replace
from datetime import UTC, date, datetime, timedelta, timezone
from decimal import Decimal
from typing import Any

import pytest

from bot.store.rows import CardRow, CatalogueRow, QuoteRow
from bot.store.store import Store

NOON = datetime(2021, 10, 20, 12, 0, tzinfo=UTC)
GUILD = 9_223_372_036_854_775_000  # ids go up to 2**63


def quote(**changes: Any) -> QuoteRow:
    row = QuoteRow("3CP.F", "XFRA", Decimal("2.50"), "EUR", as_of=NOON, source="Yahoo")
    return replace(row, **changes)


async def test_what_a_server_chose_is_kept_replaced_and_forgotten(store: Store) -> None:
    assert await store.guilds.get(GUILD) is None
    await store.guilds.put(GUILD, {"languages": ["zh"], "currency": "HKD"}, at=NOON)
    await store.guilds.put(GUILD, {"languages": ["zh", "en"], "prefix": "§"}, at=NOON)
    await store.guilds.put(7, {}, at=NOON)
    assert await store.guilds.get(GUILD) == {"languages": ["zh", "en"], "prefix": "§"}
    assert await store.guilds.all() == {GUILD: {"languages": ["zh", "en"], "prefix": "§"}, 7: {}}
    await store.guilds.put(7, {}, at=NOON + timedelta(minutes=1))
    assert await store.guilds.all(since=NOON + timedelta(seconds=1)) == {7: {}}

    await store.cards.put(CardRow("a", GUILD, 1, 2, "KYG9830T1067", NOON, {}))
    await store.cards.put(CardRow("b", 7, 1, 3, "KYG9830T1067", NOON, {}))
    await store.guilds.forget(GUILD)
    assert await store.guilds.all() == {7: {}}
    assert await store.cards.get("a") is None
    assert await store.cards.get("b") is not None


async def test_a_list_of_instruments_is_replaced_as_a_whole(store: Store) -> None:
    first = CatalogueRow(
        name="小米集团", symbol="1810.HK", mic="XHKG", currency="HKD", isin="KYG9830T1067",
        home=True, names=("Xiaomi Corp.", "Xiaomi"), country="CN",
    )  # fmt: skip
    second = CatalogueRow(name="Apple", symbol="AAPL", mic="XNAS", currency="USD", cik=320193)
    assert await store.catalogue.version() == 0

    assert await store.catalogue.replace("hkex", [first, second], at=NOON) == 2
    assert await store.catalogue.replace("nasdaq", [second], at=NOON) == 1
    version = await store.catalogue.version()
    assert await store.catalogue.load() == [first, second, second]

    later = NOON + timedelta(days=1)
    assert await store.catalogue.replace("hkex", [first], at=later) == 1
    assert await store.catalogue.load() == [first, second]
    assert await store.catalogue.version() > version
    [hkex, nasdaq] = await store.catalogue.lists()
    assert (hkex.name, hkex.rows, hkex.imported) == ("hkex", 1, later)
    assert (nasdaq.name, nasdaq.rows, nasdaq.imported) == ("nasdaq", 1, NOON)


async def test_a_list_that_breaks_off_leaves_the_old_one(store: Store) -> None:
    row = CatalogueRow(name="Apple", symbol="AAPL", mic="XNAS", currency="USD")
    await store.catalogue.replace("nasdaq", [row], at=NOON)

    def torn() -> Iterator[CatalogueRow]:
        yield from [row] * 3000
        raise RuntimeError("the file ended in the middle")

    with pytest.raises(RuntimeError, match="in the middle"):
        await store.catalogue.replace("nasdaq", torn(), at=NOON)
    assert await store.catalogue.load() == [row]
    assert await store.catalogue.version() == 1


async def test_ten_thousand_rows_come_back_in_their_order(store: Store) -> None:
    rows = [
        CatalogueRow(name=f"Company {n}", symbol=f"C{n}", mic="XETR", currency="EUR")
        for n in range(10_000)
    ]
    assert await store.catalogue.replace("xetra", iter(rows), at=NOON) == 10_000
    assert await store.catalogue.load() == rows


async def test_the_newest_quote_is_kept_to_the_digit(store: Store) -> None:
    berlin = timezone(timedelta(hours=2))
    exact = quote(
        price=Decimal("0.1000000000000000055511151231257827"),
        low_52w=Decimal("2.20"),
        volume=12_345_678_901,
        as_of=datetime(2021, 10, 20, 14, 0, 0, 123456, tzinfo=berlin),
        timezone="Europe/Berlin",
        timed=False,
        delay=15,
    )
    await store.quotes.put_many([quote(as_of=NOON - timedelta(hours=1)), exact])
    await store.quotes.put_many([quote(price=Decimal(9), as_of=NOON - timedelta(days=1))])
    found = await store.quotes.get_many([("3CP.F", "XFRA"), ("1810.HK", "XHKG")])
    assert found == {("3CP.F", "XFRA"): exact}
    kept = found["3CP.F", "XFRA"]
    assert str(kept.price) == "0.1000000000000000055511151231257827"
    assert kept.as_of.tzinfo is UTC
    assert str(kept.low_52w) == "2.20"


async def test_many_quotes_are_found_at_once(store: Store) -> None:
    rows = [quote(symbol=f"S{n}", mic="XETR") for n in range(700)]
    await store.quotes.put_many(rows)
    found = await store.quotes.get_many([(row.symbol, row.mic) for row in rows])
    assert found == {(row.symbol, row.mic): row for row in rows}
    assert await store.quotes.get_many([]) == {}


async def test_a_naive_time_is_refused(store: Store) -> None:
    with pytest.raises(Exception, match="without time zone"):
        await store.quotes.put_many([quote(as_of=NOON.replace(tzinfo=None))])


async def test_rates_of_the_last_day_that_is_not_later(store: Store) -> None:
    assert await store.rates.latest() is None
    monday, tuesday = date(2021, 10, 18), date(2021, 10, 19)
    await store.rates.put(monday, {"HKD": Decimal("9.0203"), "USD": Decimal("1.1604")})
    await store.rates.put(tuesday, {"HKD": Decimal("9.0567")})
    await store.rates.put(tuesday, {"HKD": Decimal("9.0560")})

    last = await store.rates.latest()
    assert last is not None
    assert (last.day, last.rates) == (tuesday, {"HKD": Decimal("9.0560")})
    before = await store.rates.latest(on_or_before=monday)
    assert before is not None
    assert before.rates["USD"] == Decimal("1.1604")
    assert await store.rates.latest(on_or_before=date(2021, 10, 17)) is None


async def test_a_card_is_kept_edited_and_purged(store: Store) -> None:
    card = CardRow("c1", None, 11, None, "KYG9830T1067", NOON, {"period": "1d", "dropped": [1, 2]})
    await store.cards.put(card)
    posted = CardRow("c1", None, 11, 42, "KYG9830T1067", NOON, {"period": "1m"})
    await store.cards.put(posted)
    await store.cards.put(CardRow("c2", 7, 11, 43, "AAPL", NOON + timedelta(days=2), []))
    assert await store.cards.get("c1") == posted
    assert await store.cards.purge(NOON + timedelta(days=1)) == 1
    assert await store.cards.get("c1") is None
    assert await store.cards.get("c2") is not None
