"""Twenty-four hours of a community: everything that was wished for is told once, and nothing else,
although nobody runs for some of them.

What is expected is reckoned a second time from the world itself (`tests/bench/expected.py`);
`make bench` lives through the same day with many more servers and looks at the memory.
"""

from contextlib import AsyncExitStack
from datetime import datetime
from itertools import cycle
from pathlib import Path

import pytest

from bot.playground.discord.limits import UNLIMITED
from tests.bench.day import a_day
from tests.bench.engines import open_hand
from tests.loopback import a_place


@pytest.fixture
def address(request: pytest.FixtureRequest) -> str:
    """Of an empty database of the kind that the test names."""
    found: str = request.getfixturevalue(f"{request.param}_url")
    return found


@pytest.mark.timeout(240)
@pytest.mark.parametrize(
    ("address", "away"),
    [
        # Over prices after the close, the end of an outage, and a correction.
        ("sqlite", ("20 13:47", "20 16:45")),
        # Over news, prices at a time of day, and most of a night.
        ("postgres", ("20 18:45", "21 01:20")),
    ],
    indirect=["address"],
    ids=["sqlite", "postgres"],
)
async def test_a_day(folder: Path, address: str, away: tuple[str, str]) -> None:
    async with AsyncExitStack() as stack:
        opened = stack.enter_async_context
        place = await opened(a_place(rates=UNLIMITED))
        stage, services = await opened(
            a_day(folder, place.discord, 3, poll=900, news=1800, database=address)
        )
        # Two processes take turns: what one has seen, the other goes on from.
        hands = cycle([await opened(open_hand(services)) for _ in range(2)])

        async def ask(_: datetime) -> datetime | None:
            return await next(hands).turn()

        day = await stage.play(ask, services.store, away=away)

    assert not day.missing()
    assert not day.unexpected()
    assert set(day.states) == {"sent"}
    assert day.posts == day.parcels  # nothing stands twice in a channel
    kinds = {label[0] for _, label in day.expected}
    assert kinds == {"story", "close", "move", "level", "high", "outage", "recovery"}
    assert sum(day.expected.values()) > 140

    berlin, hong_kong, late = stage.community.servers
    assert not any(day.at_night[one.id] for one in berlin.channels)
    assert any(day.at_night[one.id] for one in hong_kong.channels)
    assert any(day.at_night[one.id] for one in late.channels)
    # What the night held came as one card.
    for channel in (berlin.channels[0], berlin.channels[2]):
        told = sum(n for (where, _), n in day.told.items() if where == channel.id)
        assert day.posts[channel.id] < told

    for server in stage.community.servers:
        cards = stage.discord.state.messages(server.channels[0].id)
        texts = [str(one.embeds) for one in cards]
        assert any("KORREKTUR" in text for text in texts)
        assert not any("@everyone" in text or "@here" in text for text in texts)
        assert all("@everyone" not in one.content for one in cards)
