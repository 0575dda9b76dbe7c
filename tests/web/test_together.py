"""What there is at the first moment, then what comes in, and an end whatever happens."""

import asyncio
from contextlib import aclosing

import pytest

from bot.errors import BadAnswer, NotFound, SourceTimeout
from bot.web.together import Outcome, together


class Teller:
    """Answers when told to; remembers whether it was left alone or cancelled."""

    def __init__(self) -> None:
        self.told = asyncio.Event()
        self.asked = asyncio.Event()
        self.cancelled = False

    async def __call__(self) -> str:
        self.asked.set()
        try:
            await self.told.wait()
        except asyncio.CancelledError:
            self.cancelled = True
            raise
        return "told"


async def now() -> str:
    return "at once"


async def refuse() -> str:
    raise NotFound(source="Example", what="that")


async def stumble() -> str:
    raise KeyError("surprise")


def states(outcomes: dict[str, Outcome[str]]) -> dict[str, object]:
    return {
        name: "pending" if one.pending else one.value or type(one.error).__name__
        for name, one in outcomes.items()
    }


async def test_all_at_once_is_one_answer(caplog: pytest.LogCaptureFixture) -> None:
    asked = {"a": now, "b": refuse, "c": stumble}
    seen = [dict(one) async for one in together(asked, first_by=5, give_up=9)]
    assert [states(one) for one in seen] == [{"a": "at once", "b": "NotFound", "c": "BadAnswer"}]
    assert list(seen[0]) == ["a", "b", "c"]
    assert isinstance(seen[0]["c"].error, BadAnswer)
    assert "surprise" in caplog.text  # with its traceback, for the operator
    assert "surprise" not in str(seen[0]["c"].error)


async def test_late_ones_come_in_one_by_one() -> None:
    late, later = Teller(), Teller()
    asked = {"late": late, "now": now, "later": later}
    async with aclosing(together(asked, first_by=0.05, give_up=9, gap=0.01)) as answers:
        first = await anext(answers)
        assert states(first) == {"late": "pending", "now": "at once", "later": "pending"}
        late.told.set()
        assert states(await anext(answers)) == {
            "late": "told", "now": "at once", "later": "pending"
        }  # fmt: skip
        later.told.set()
        assert states(await anext(answers)) == {
            "late": "told", "now": "at once", "later": "told"
        }  # fmt: skip
        with pytest.raises(StopAsyncIteration):
            await anext(answers)


async def test_what_comes_in_within_the_gap_is_shown_together() -> None:
    tellers = {str(n): Teller() for n in range(5)}
    async with aclosing(together(tellers, first_by=0.02, give_up=9, gap=0.2)) as answers:
        await anext(answers)
        for teller in tellers.values():
            teller.told.set()
        assert set(states(await anext(answers)).values()) == {"told"}


async def test_the_silent_are_given_up() -> None:
    silent = Teller()
    seen = [one async for one in together({"a": silent, "b": now}, first_by=0.02, give_up=0.1)]
    assert states(seen[0]) == {"a": "pending", "b": "at once"}
    assert states(seen[-1]) == {"a": "SourceTimeout", "b": "at once"}
    assert isinstance(seen[-1]["a"].error, SourceTimeout)
    assert str(seen[-1]["a"].error) == "a did not answer within 0.1 seconds."
    assert silent.cancelled


async def test_leaving_early_cancels_the_rest() -> None:
    silent = Teller()
    async with aclosing(together({"a": silent}, first_by=0.02, give_up=60)) as answers:
        await anext(answers)
    assert silent.cancelled


async def test_a_caller_that_is_cancelled_leaves_nothing_running() -> None:
    silent = Teller()

    async def ask() -> None:
        async for _ in together({"a": silent}, first_by=60, give_up=60):
            raise AssertionError("nothing to show yet")

    asking = asyncio.create_task(ask())
    await silent.asked.wait()
    asking.cancel()
    with pytest.raises(asyncio.CancelledError):
        await asking
    assert silent.cancelled


async def test_nobody_to_ask_is_an_empty_answer() -> None:
    assert [dict(one) async for one in together({}, first_by=1, give_up=2)] == [{}]
