"""The judge itself: it lets through what is right, and sees what is wrong."""

from typing import Any

import pytest

from bot.playground.discord.recorder import Exchange
from tests.openapi import Description

MESSAGE = "/channels/{channel_id}/messages"


def _exchange(body: Any, *, template: str = MESSAGE, status: int = 204) -> Exchange:
    return Exchange(
        number=1,
        at=0.0,
        method="POST",
        path=template,
        template=template,
        query={},
        application_id=1,
        body=body,
        files=(),
        multipart=False,
        status=status,
        answer=None,
        headers={},
    )


@pytest.mark.parametrize(
    ("body", "complaint"),
    [
        ({"content": "x", "nonce": 5}, None),
        ({"content": "x", "allowed_mentions": {"users": [1]}}, None),
        ({"content": ["x"]}, "content"),
        ({"content": "x", "colour": 1}, "unknown field .colour"),
        ({"embeds": [{"title": "x", "tittle": "y"}]}, "unknown field .embeds.0.tittle"),
        ({"embeds": [{"title": 5}]}, "title"),
        ({"components": [{"type": 1, "components": [{"type": 2}]}]}, "components"),
    ],
)
def test_a_request(judge: Description, body: Any, complaint: str | None) -> None:
    found = judge.complaints(_exchange(body))
    if complaint is None:
        assert found == []
    else:
        assert len(found) == 1
        assert complaint in found[0]


def test_a_route_that_discord_does_not_have(judge: Description) -> None:
    assert judge.complaints(_exchange({}, template="/channels/{channel_id}/mesages"))
