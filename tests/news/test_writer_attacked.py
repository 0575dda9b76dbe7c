"""A writer's server may do what it likes: the card keeps its sentences; nothing waits or leaks."""

import asyncio
import logging
import signal
from collections.abc import AsyncIterator
from contextlib import asynccontextmanager
from dataclasses import replace
from datetime import timedelta

import pytest
from aiohttp import web

from bot.errors import ForbiddenAddress
from bot.news.writing.writer import Endpoint, Writer, open_writer
from bot.web.fetcher import Fetcher, Request
from bot.workers import Workers
from tests.news.test_writing import CHAT, GOOD, STORY, Time, says
from tests.news.wire import XIAOMI, Wire

pytestmark = pytest.mark.asyncio(loop_scope="module")

SECOND = replace(STORY, id="s2")


@asynccontextmanager
async def opened_writer(
    wire: Wire,
    workers: Workers,
    *,
    timeout: float = 5.0,
    checking: float = 5.0,
    per_day: int = 100,
) -> AsyncIterator[tuple[Writer, Time]]:
    time = Time()
    endpoint = Endpoint(
        root=f"{wire.root}/v1",
        model="small-1",
        key="k-secret",
        timeout=timeout,
        checking=checking,
        per_day=per_day,
    )
    assert "k-secret" not in repr(endpoint)
    async with open_writer(endpoint, contact=None, workers=workers, clock=time) as writer:
        yield writer, time


def finished_by(reason: str, **message: object) -> dict[str, object]:
    return {"choices": [{"message": {"content": GOOD, **message}, "finish_reason": reason}]}


@pytest.mark.parametrize(
    "answer",
    [
        finished_by("content_filter"),
        finished_by("length"),
        finished_by("stop", refusal="no"),
        finished_by("stop", function_call={"name": "buy"}),
        says(None),
        says([{"type": "text", "text": GOOD}]),
        says("<think>Kaufen!</think> " + GOOD),
        says("As an AI language model I cannot do this. " + GOOD),
    ],
)
async def test_what_a_model_will_not_say_is_not_paid_twice_and_stops_no_other(
    wire: Wire, workers: Workers, answer: dict[str, object], caplog: pytest.LogCaptureFixture
) -> None:
    wire.serve(CHAT, answer)
    async with opened_writer(wire, workers) as (writer, time):
        assert await writer.written([STORY], XIAOMI, "de") == (STORY,)
        time.now += timedelta(minutes=2)
        assert await writer.written([STORY], XIAOMI, "de") == (STORY,)
        wire.serve(CHAT, says(GOOD))
        [story] = await writer.written([SECOND], XIAOMI, "de")
    assert story.written == GOOD
    assert len(wire.asked) == 2
    assert caplog.text.count("is not written") == 1


async def test_a_redirect_is_not_followed(wire: Wire, workers: Workers) -> None:
    wire.serve(CHAT, b"", status=307, headers={"Location": f"{wire.root}/elsewhere"})
    wire.serve("/elsewhere", says(GOOD))
    async with opened_writer(wire, workers) as (writer, _):
        assert await writer.written([STORY], XIAOMI, "de") == (STORY,)
    assert wire.paths() == [CHAT]


@pytest.mark.parametrize("status", [429, 503])
async def test_it_waits_as_long_as_it_is_asked_to(
    wire: Wire, workers: Workers, status: int
) -> None:
    wire.serve(CHAT, b"", status=status, headers={"Retry-After": "600"})
    async with opened_writer(wire, workers) as (writer, time):
        assert await writer.written([STORY], XIAOMI, "de") == (STORY,)
        wire.serve(CHAT, says(GOOD))
        time.now += timedelta(minutes=9)
        assert not writer.waits([STORY], "de", None)
        time.now += timedelta(minutes=2)
        [story] = await writer.written([STORY], XIAOMI, "de")
    assert story.written == GOOD


@pytest.mark.parametrize("endless", [True, False])
async def test_an_answer_that_never_ends_is_left(
    wire: Wire, workers: Workers, endless: bool, caplog: pytest.LogCaptureFixture
) -> None:
    async def answer(request: web.Request) -> web.StreamResponse:
        response = web.StreamResponse()
        await response.prepare(request)
        await response.write(b'{"choices": [')
        try:
            while endless:
                await response.write(b" " * 65_536)
            await wire.closing.wait()
        except ConnectionError:
            return response
        return response

    wire.handle(CHAT, answer)
    async with opened_writer(wire, workers, timeout=5.0 if endless else 0.2) as (writer, _):
        assert await writer.written([STORY], XIAOMI, "de") == (STORY,)
    assert caplog.text.count("is not written") == 1
    assert "k-secret" not in caplog.text


async def test_a_card_does_not_wait_for_a_busy_worker(wire: Wire) -> None:
    wire.serve(CHAT, says(GOOD))
    async with Workers(1) as busy, opened_writer(wire, busy, checking=0.2, timeout=0.5) as opened:
        other = asyncio.create_task(busy.run(signal.pause, seconds=2.0))
        await asyncio.sleep(0)
        assert await opened[0].written([STORY], XIAOMI, "de") == (STORY,)
        await asyncio.gather(other, return_exceptions=True)


async def test_a_used_up_limit_is_told_once_a_day(
    wire: Wire, workers: Workers, caplog: pytest.LogCaptureFixture
) -> None:
    wire.serve(CHAT, says(GOOD))
    with caplog.at_level(logging.WARNING):
        async with opened_writer(wire, workers, per_day=0) as (writer, time):
            for day in range(2):
                for _ in range(3):
                    assert await writer.written([STORY], XIAOMI, "de", server=7) == (STORY,)
                assert caplog.text.count("No more summaries") == day + 1
                time.now += timedelta(days=1)
    assert not wire.asked


async def test_only_the_writer_reaches_a_model_in_a_private_network(
    wire: Wire, workers: Workers
) -> None:
    wire.serve(CHAT, says(GOOD))
    async with opened_writer(wire, workers) as (writer, _), Fetcher() as fetcher:
        [story] = await writer.written([STORY], XIAOMI, "de")
        with pytest.raises(ForbiddenAddress):
            await fetcher.fetch(Request(url=f"{wire.root}/v1/models"))
    assert story.written == GOOD
