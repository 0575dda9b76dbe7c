"""The example of the design's section 1, from the sample world's sources to the snapshot."""

from collections.abc import AsyncIterator
from contextlib import AsyncExitStack
from dataclasses import replace
from datetime import UTC, datetime
from decimal import Decimal
from pathlib import Path

import pytest

from bot.audience import Audience
from bot.market.models import Period, QuoteState, Snapshot
from bot.market.service import Market
from bot.playground.world.world import World
from bot.store import open_store
from bot.web.fetcher import Fetcher
from bot.web.source import Sources
from bot.workers import Workers
from config.settings import load
from tests.market.conftest import FRANKFURT, HONG_KONG, XIAOMI

AUDIENCE = Audience()


@pytest.fixture
async def sample() -> AsyncIterator[World]:
    async with World(running=False) as world:
        yield world


@pytest.fixture
async def market(sample: World, tmp_path: Path) -> AsyncIterator[Market]:
    environment = sample.environment() | {"PARKETT_SOURCES__FRANKFURT__ENABLED": "yes"}
    settings = load(environment, None)
    async with AsyncExitStack() as stack:
        opened = stack.enter_async_context
        store = await opened(open_store(f"sqlite:///{tmp_path / 'parkett.db'}"))
        fetcher = await opened(Fetcher(allowed=settings.allow_private_networks))
        sources = await opened(Sources(fetcher, settings.sources, clock=sample.now))
        yield await opened(
            Market(sources=sources, store=store, workers=Workers(1), clock=sample.now, patience=0.2)
        )


def _said(snapshot: Snapshot) -> list[tuple[str, str, Decimal, QuoteState]]:
    return [
        (one.quote.listing.venue, one.quote.source, one.quote.price, one.state)
        for one in snapshot.quotes
    ]


async def test_the_columns_figures(sample: World, market: Market) -> None:
    snapshot = await market.snapshot(XIAOMI, AUDIENCE, Period.WEEK)
    frankfurt, home = (marked.quote for marked in snapshot.quotes)
    assert (frankfurt.listing, home.listing) == (FRANKFURT, HONG_KONG)
    assert (frankfurt.price, frankfurt.previous_close) == (Decimal("2.5"), Decimal("2.55"))
    assert (frankfurt.low_52w, frankfurt.high_52w) == (Decimal("2.2"), Decimal("3.885"))
    assert round((1 - frankfurt.price / Decimal("3.885")) * 100) == 36
    assert [marked.state for marked in snapshot.quotes] == [QuoteState.DELAYED, QuoteState.CLOSED]
    assert snapshot.series is not None
    last = {bar.start.date(): bar.close for bar in snapshot.series.bars}
    assert last[datetime(2021, 10, 18, tzinfo=UTC).date()] == Decimal("2.35")
    assert last[datetime(2021, 10, 19, tzinfo=UTC).date()] == Decimal("2.55")
    month = await market.snapshot(XIAOMI, AUDIENCE, Period.MONTH)
    assert month.series is not None
    assert [str(bar.close) for bar in month.series.bars[-3:]] == ["2.35", "2.55", "2.5"]


async def test_yahoo_out_of_order_in_every_way(sample: World, market: Market) -> None:
    for kind in ("down", "limited", "garbage"):
        await sample.do("source_down", source="YAHOO", fault=kind)
        snapshot = await market.snapshot(XIAOMI, AUDIENCE, give_up=4.0)
        venue, source, price, state = _said(snapshot)[0]
        assert (venue, source, state) == ("Frankfurt", "Börse Frankfurt", QuoteState.DELAYED)
        assert price == Decimal("2.5")
        assert "Yahoo" in [failure.source for failure in snapshot.failures]
        await sample.do("source_up", source="YAHOO")
        await sample.do("advance", minutes=45)


async def test_a_jump_is_seen(sample: World, market: Market) -> None:
    await market.snapshot(XIAOMI, AUDIENCE)
    await sample.do("price_jump", instrument="xiaomi", percent=6)
    snapshot = await market.snapshot(XIAOMI, AUDIENCE)
    assert snapshot.quotes[0].quote.price == Decimal("2.65")


async def test_dollars_are_converted(sample: World, market: Market) -> None:
    snapshot = await market.snapshot(XIAOMI, replace(AUDIENCE, currency="CHF", venue="XSWX"))
    assert [one.quote.listing for one in snapshot.quotes] == [HONG_KONG]
    [converted] = snapshot.converted
    assert converted.currency == "CHF"
    assert converted.rate_date <= sample.now().date()
