"""Questions that come within a moment are put as one where there are several of them."""

import asyncio
from collections.abc import Awaitable, Callable, Mapping, Sequence
from typing import Generic, TypeVar

from bot.errors import SourceError

T = TypeVar("T")


class _Group(Generic[T]):
    def __init__(self) -> None:
        self.names: dict[str, None] = {}
        self.answers: asyncio.Future[Mapping[str, T]] = asyncio.get_running_loop().create_future()


class Gathering(Generic[T]):
    """A comparison of five shares is then two requests instead of fifteen.

    one, many: how a single name and several names are asked. several: from how many names on.
    moment: seconds that the first of them waits for company.
    """

    def __init__(
        self,
        one: Callable[[str], Awaitable[T]],
        many: Callable[[Sequence[str]], Awaitable[Mapping[str, T]]],
        *,
        several: int = 3,
        moment: float = 0.01,
    ) -> None:
        self._one = one
        self._many = many
        self._several = several
        self._moment = moment
        self._group: _Group[T] | None = None

    async def ask(self, name: str) -> T:
        """The answer for that name; alone, where the common one has none."""
        group = self._group
        if group is None:
            group = self._group = _Group()
            group.names[name] = None
            answers = await self._lead(group)
        else:
            group.names[name] = None
            answers = await asyncio.shield(group.answers)
        return answers[name] if name in answers else await self._one(name)

    async def _lead(self, group: _Group[T]) -> Mapping[str, T]:
        answers: Mapping[str, T] = {}
        try:
            await asyncio.sleep(self._moment)
            self._group = None
            if len(group.names) >= self._several:
                answers = await self._many(list(group.names))
        except SourceError:
            pass  # each is asked alone, and tells what is wrong with it
        finally:
            if self._group is group:
                self._group = None
            group.answers.set_result(answers)
        return answers
