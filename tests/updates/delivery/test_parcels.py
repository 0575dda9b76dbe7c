"""Which rows become one message."""

from datetime import timedelta
from typing import Any

import pytest

from bot.store.rows import EventRow, OutboxRow
from bot.updates import keys
from bot.updates.delivery.parcels import MOST, Packed, pack, reference_of
from bot.updates.payloads.events import event_row
from tests.faults.office import NOON, happening

CHANNEL = 77


def row(number: int, *, revision: int = 0, **changes: Any) -> OutboxRow:
    event = happening(number, revision=revision)
    grown = keys.letter(keys.story("x", str(number)), CHANNEL) if revision else None
    fields: dict[str, Any] = {
        "id": number,
        "dedup_key": keys.letter(event.key, CHANNEL),
        "guild": 1,
        "channel": CHANNEL,
        "private": False,
        "role": None,
        "subscription": None,
        "edits": grown,
        "edits_message": None,
        "parcel": None,
        "attempts": 0,
        "first_attempt_at": None,
        "created": NOON,
        "event": event_row(event),
    }
    return OutboxRow(**(fields | changes))


def ids(*rows: OutboxRow) -> list[list[int]]:
    return [list(packed.ids) for packed in pack(rows, NOON).parcels]


@pytest.mark.parametrize(
    ("rows", "expected"),
    [
        ([row(1)], [[1]]),
        ([row(1), row(2), row(3)], [[1], [2], [3]]),
        ([row(1), row(2), row(3), row(4)], [[1, 2, 3, 4]]),
        ([row(n) for n in range(1, MOST + 3)], [[*range(1, MOST + 1)], [MOST + 1, MOST + 2]]),
        # held over the quiet hours
        ([row(1, created=NOON - timedelta(hours=8)), row(2)], [[1], [2]]),
        (
            [
                row(1, created=NOON - timedelta(hours=8)),
                row(2, created=NOON - timedelta(hours=2)),
                row(3),
            ],
            [[1, 2], [3]],
        ),
        # another channel is another message
        ([row(1), row(2), row(3), row(4, channel=78)], [[1], [2], [3], [4]]),
        # each role is mentioned
        (
            [row(1), row(2, role=5), row(3, role=6), row(4, role=5), row(5)],
            [[1, 2, 4, 5], [3]],
        ),
        # changes of one post are one request; they never go into a digest
        ([row(1, revision=1), row(2), row(3), row(4)], [[1], [2], [3], [4]]),
        (
            [
                row(7, revision=1, id=1),
                row(7, revision=2, id=2),
                *(row(number) for number in range(3, 7)),
            ],
            [[1, 2], [3, 4, 5, 6]],
        ),
        # a person gets one letter
        ([row(1, private=True), row(2, private=True)], [[1, 2]]),
        ([row(n, private=True) for n in range(1, 99)], [[*range(1, 99)]]),
    ],
)
def test_rows_become_messages(rows: list[OutboxRow], expected: list[list[int]]) -> None:
    assert ids(*rows) == expected


def test_what_was_settled_stays_as_it_is() -> None:
    settled = [row(number, parcel="a" * 20, attempts=1) for number in (1, 2)]
    parcels = pack([*settled, *(row(number) for number in (3, 4, 5))], NOON).parcels
    assert [one.ids for one in parcels] == [(1, 2), (3,), (4,), (5,)]
    assert (parcels[0].parcel.reference, parcels[0].attempts) == ("a" * 20, 1)


def test_of_several_changes_the_newest_is_told() -> None:
    (one,) = pack([row(7, revision=2, id=1), row(7, revision=1, id=2)], NOON).parcels
    (event,) = one.parcel.events
    assert event.story and event.story.revision == 2


def test_a_reference_is_the_same_wherever_it_is_made_and_no_other() -> None:
    def made(*numbers: int) -> Packed:
        return pack([row(number) for number in numbers], NOON).parcels[0]

    references = [made(1).parcel.reference, made(2).parcel.reference]
    references.append(made(1, 2, 3, 4).parcel.reference)
    assert len(set(references)) == 3
    assert made(1).parcel.reference == references[0] == reference_of([row(1).dedup_key])
    assert all(len(one) == 20 and one.isalnum() and one.islower() for one in references)


def test_what_cannot_be_read_is_told_apart() -> None:
    broken = row(1, event=EventRow(key="k", created=NOON, payload={"what": "?"}))
    found = pack([broken, row(2)], NOON)
    assert found.unreadable == (1,)
    assert [one.ids for one in found.parcels] == [(2,)]


def test_the_first_attempt_and_the_age_are_the_oldest_rows() -> None:
    early, late = NOON - timedelta(minutes=9), NOON - timedelta(minutes=3)
    rows = [row(1, parcel="p", first_attempt_at=late), row(2, parcel="p", first_attempt_at=early)]
    (one,) = pack(rows, NOON).parcels
    assert one.attempted_at == early
