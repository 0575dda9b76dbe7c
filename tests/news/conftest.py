"""What tests of the news share: a worker process for a module, and sources that answer nothing."""

from collections.abc import AsyncIterator

import pytest_asyncio

from bot.workers import Workers
from tests.news.wire import Wire, opened_wire


@pytest_asyncio.fixture(scope="module", loop_scope="module")
async def workers() -> AsyncIterator[Workers]:
    async with Workers(1) as opened:
        yield opened


@pytest_asyncio.fixture(loop_scope="module")
async def wire() -> AsyncIterator[Wire]:
    async with opened_wire() as opened:
        yield opened
