"""Many lines in one embed: how they are laid out in it, and what gives way where they are too many.

First the lines say less, then the older ones lose their links, then each company shows its newest
lines alone, then companies go. Whatever is left out is counted.
"""

from collections.abc import Callable, Sequence
from dataclasses import dataclass, field

from bot.chat.cards.escape import length
from bot.chat.cards.parts import DESCRIPTION, FIELD
from bot.chat.wording.catalogue import Wording
from bot.updates.models import Event

_FIELDS = 25
_NAMELESS = "\u200b"  # Discord wants each field to have a name


@dataclass(frozen=True, slots=True)
class Detail:
    """How much one line says of a story."""

    headline: int  # characters
    linked: bool = True
    facts: int = 9  # how many of them
    before: bool = False  # also what was reported before a move


_FULL = Detail(160, before=True)
_SHORT = Detail(110, facts=2)
_BARE = Detail(90, facts=0)
_PLAIN = Detail(90, linked=False, facts=2)
_PLAINEST = Detail(60, linked=False, facts=0)

Tell = Callable[[Event, Detail], str]


@dataclass(frozen=True, slots=True)
class Group:
    """What stands under one name, the newest first. An empty name is not shown."""

    name: str
    events: tuple[Event, ...]


@dataclass(frozen=True, slots=True)
class Block:
    """Lines under a name."""

    name: str
    lines: Sequence[str]


@dataclass(frozen=True, slots=True)
class Sheet:
    """The parts of an embed, within their limits."""

    description: str
    fields: tuple[tuple[str, str, bool], ...] = ()


@dataclass(frozen=True, slots=True, kw_only=True)
class Page:
    """What a digest is fitted into. head: its first line. tell: one event as a line. room:
    characters of description and fields together."""

    head: str
    tell: Tell
    wording: Wording
    room: int
    _told: dict[tuple[str, Detail], str] = field(default_factory=dict[tuple[str, Detail], str])

    def fit(self, groups: Sequence[Group]) -> Sheet:
        """All of it where it fits, else as much as does."""
        everything = [len(group.events) for group in groups]
        for detail in (_FULL, _SHORT, _BARE):
            if sheet := self._lay_out(self._blocks(groups, everything, detail)):
                return sheet
        if sheet := self._improved(groups, everything, _PLAIN, _SHORT):
            return sheet
        for most in range(max(everything), 0, -1):
            shown = [min(most, count) for count in everything]
            if sheet := self._improved(groups, shown, _PLAINEST, _BARE):
                return sheet
        for kept in range(len(groups) - 1, 0, -1):
            left = self.wording.updates.more_of.format(count=sum(everything[kept:]))
            blocks = self._blocks(groups[:kept], [1] * kept, _PLAINEST)
            if sheet := self._lay_out([*blocks, Block("", [left])]):
                return sheet
        more = self.wording.more_stories.format(count=sum(everything))
        return Sheet(f"{self.head}\n{more}")

    def _improved(
        self, groups: Sequence[Group], shown: Sequence[int], base: Detail, better: Detail
    ) -> Sheet | None:
        """The lines as `base` tells them, of which the newest say more while there is room."""
        blocks = self._blocks(groups, shown, base)
        best = self._lay_out(blocks)
        if best is None:
            return None
        places = [
            (event.at, place, number)
            for place, group in enumerate(groups)
            for number, event in enumerate(group.events[: shown[place]])
        ]
        for _, place, number in sorted(places, key=lambda one: one[0], reverse=True):
            lines = list(blocks[place].lines)
            lines[number] = f"- {self._line(groups[place].events[number], better)}"
            blocks[place] = Block(blocks[place].name, lines)
            sheet = self._lay_out(blocks)
            if sheet is None:
                break
            best = sheet
        return best

    def _blocks(self, groups: Sequence[Group], shown: Sequence[int], detail: Detail) -> list[Block]:
        """So many lines of each group, and how many more there are."""
        blocks: list[Block] = []
        for group, count in zip(groups, shown, strict=True):
            lines = [f"- {self._line(event, detail)}" for event in group.events[:count]]
            if left := len(group.events) - count:
                lines.append(f"- {self.wording.more_stories.format(count=left)}")
            blocks.append(Block(group.name, lines))
        return blocks

    def _line(self, event: Event, detail: Detail) -> str:
        key = event.key, detail
        if key not in self._told:
            self._told[key] = self.tell(event, detail)
        return self._told[key]

    def _lay_out(self, blocks: Sequence[Block]) -> Sheet | None:
        return lay_out(self.head, blocks, self.room)


def lay_out(head: str, blocks: Sequence[Block], room: int) -> Sheet | None:
    """As much as possible in the description, the rest in fields; None where it does not fit."""
    parts, used = [head], length(head)
    fields: list[tuple[str, list[str]]] = []
    in_field = 0  # characters of the last field
    total = used
    for block in blocks:
        begun = False
        for line in block.lines:
            size = length(line)
            if not fields:
                lead = "\n" if begun else f"\n\n**{block.name}**\n" if block.name else "\n\n"
                if used + length(lead) + size <= DESCRIPTION:
                    parts.append(lead + line)
                    used += length(lead) + size
                    total, begun = used, True
                    continue
            if size > FIELD:
                return None
            if begun and fields and in_field + 1 + size <= FIELD:
                fields[-1][1].append(line)
                in_field, total = in_field + 1 + size, total + 1 + size
            else:
                name = _NAMELESS if begun or not block.name else block.name
                fields.append((name, [line]))
                in_field, total = size, total + length(name) + size
            begun = True
    if total > room or len(fields) > _FIELDS:
        return None
    return Sheet("".join(parts), tuple((name, "\n".join(found), False) for name, found in fields))
