"""Which raw messages are for us? Everything else is dropped before an object is built of it."""

from typing import Any

import pytest

from bot.audience import Audience
from bot.audiences import Audiences
from bot.chat.intake import Intake
from bot.store import Store

ME, ROLE, OTHER_SERVER = "900", 901, 7


@pytest.fixture
async def intake(store: Store) -> Intake:
    audiences = Audiences(store, Audience())
    await audiences.change(OTHER_SERVER, prefix="p!", cashtags=True)
    intake = Intake(audiences, lambda: {"news", "kurs"}, lambda guild: ROLE if guild else None)
    intake.me = ME
    return intake


def message(content: str, guild: int | None = 1, **more: Any) -> dict[str, Any]:
    data: dict[str, Any] = {"content": content, "author": {"id": "5"}, **more}
    return data if guild is None else {**data, "guild_id": str(guild)}


@pytest.mark.parametrize(
    ("data", "wanted"),
    [
        (message("!news xiaomi"), True),
        (message("!News"), True),
        (message("! kurs x"), True),
        (message("!news xiaomi", None), True),
        (message("<@900> hallo"), True),
        (message("<@!900>news x"), True),
        (message("<@&901> news x"), True),
        (message("p!news x", OTHER_SERVER), True),
        (message("kaufe $XIACY", OTHER_SERVER), True),
        (message("!play song"), False),
        (message("!"), False),
        (message(""), False),
        (message("news xiaomi"), False),
        (message("<@901> news x"), False),
        (message("<@&900> news x"), False),
        (message("hallo <@900>"), False),
        (message("!news x", OTHER_SERVER), False),
        (message("kaufe $XIACY"), False),
        (message("kostet 5$ oder $5", OTHER_SERVER), False),
        (message("!news x", author={"id": "5", "bot": True}), False),
        (message("!news x", webhook_id="6"), False),
    ],
)
def test_what_is_for_us(intake: Intake, data: dict[str, Any], wanted: bool) -> None:
    assert intake.wants(data) is wanted


def test_on_the_way_out_nothing_is(intake: Intake) -> None:
    intake.closed = True
    assert not intake.wants(message("!news xiaomi"))
