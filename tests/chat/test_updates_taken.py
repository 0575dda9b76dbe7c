"""Whatever is in an update, Discord takes it, and nothing foreign is obeyed."""

import json
import random
import re
from collections.abc import Mapping
from dataclasses import replace
from datetime import timedelta
from decimal import Decimal
from pathlib import Path
from typing import Any

import aiohttp
import pytest

from bot.audience import Audience
from bot.chat.cards.escape import length
from bot.chat.updates.rendering import UpdateCards
from bot.playground.discord.recorder import Exchange
from bot.playground.discord.validation import check_message, embed_length
from bot.updates.models import (
    ArticleFact,
    Direction,
    Event,
    Happening,
    PriceFact,
    Stage,
    StoryFact,
)
from tests.chat.reading import DE, EN, body_of
from tests.chat.samples import NOW, PARCELS, PRICE, TOLD, event, parcel
from tests.loopback import TOKEN, Place
from tests.openapi import description

PIECES = ["Wort ", "*_~`|[]()@<", "😀", "小米", "a" * 50, "https://x.de ", "\n- ", "\u202e", "]("]
FIGURES = ["NaN", "Infinity", "-1", "0", "1E+30", "1E-30", "0.00000001", "123456789.987654321"]


def judged(body: Mapping[str, Any]) -> None:
    """Nothing that Discord would refuse."""
    check_message(dict(body), files=0, layout=False)
    assert sum(map(embed_length, body["embeds"])) <= 6_000
    assert length(body["embeds"][0].get("description", "")) <= 4_096
    known = description()
    if known is None:
        return
    sent = Exchange(
        number=1,
        at=0.0,
        method="POST",
        path="",
        template="/channels/{channel_id}/messages",
        query={},
        application_id=1,
        body=json.loads(json.dumps(body)),
        files=(),
        multipart=False,
        status=200,
        answer=None,
        headers={},
        lost=True,
    )
    assert known.complaints(sent) == []


@pytest.mark.parametrize("audience", [DE, EN], ids=["de", "en"])
@pytest.mark.parametrize("name", PARCELS)
async def test_discord_takes_each_of_them(name: str, audience: Audience) -> None:
    judged(await body_of(replace(PARCELS[name], role=5), audience))


def monster(dice: random.Random, number: int) -> Event:
    """An event of whatever kind, with whatever in it."""

    def text() -> str:
        return dice.choice(PIECES) * dice.choice([0, 1, 40, 3_000])

    def figure() -> Decimal:
        return Decimal(dice.choice([*FIGURES, "2.5", "3.885"]))

    story = StoryFact(
        id=str(number),
        title=text(),
        url=dice.choice(["https://paper.example/" + "b" * 450, text(), ""]),
        original_source=text(),
        articles=(ArticleFact(title=text(), url=text(), publisher=text()),) * dice.choice([0, 900]),
        summary=(text(), text()),
        language=text(),
        first_published=dice.choice([None, NOW]),
        updated=dice.choice([None, NOW]),
        tone=text(),
    )
    price = PriceFact(
        symbol=text(),
        venue=text(),
        mic=text(),
        currency=text(),
        price=figure(),
        as_of=NOW,
        state=text(),
        source=text(),
        previous_close=figure(),
        change_percent=figure(),
        low_52w=figure(),
        high_52w=figure(),
    )
    return Event(
        key=str(number),
        what=dice.choice(list(Happening)),
        at=NOW - timedelta(minutes=dice.randrange(9_000)),
        instrument=dice.choice(["", "a", "b", text()]),
        name=text(),
        price=dice.choice([None, price]),
        story=dice.choice([None, story]),
        threshold=dice.choice([None, figure()]),
        direction=dice.choice([None, *Direction]),
        stage=dice.choice([None, *Stage]),
        source=text(),
        since=dice.choice([None, NOW]),
        channel=dice.choice([None, 5]),
    )


@pytest.mark.parametrize("seed", range(60))
async def test_whatever_comes_discord_takes_it(seed: int) -> None:
    dice = random.Random(seed)
    count = dice.choice([1, 1, 2, 50])
    events = [monster(dice, number) for number in range(count)]
    for audience in (DE, EN):
        body = await body_of(parcel(*events, role=5), audience)
        judged(body)
        for embed in body["embeds"]:
            text = embed.get("description", "")
            # No link is cut in two.
            opened = len(re.findall(r"\]\(https://paper\.example/", text))
            assert opened == text.count("b" * 450 + ")")


async def test_no_trick_gets_through(shared_data: Path) -> None:
    tricks = json.loads((shared_data / "07_hostile" / "discord_text_tricks.json").read_text())
    for trick in tricks:
        story = replace(
            TOLD, title=trick, original_source=trick, summary=(trick,), url="https://paper.example/"
        )
        price = replace(PRICE, venue=trick, mic="", source=trick, currency=trick)
        told = event(Happening.MOVE, name=trick, story=story, price=price)
        down = event(Happening.OUTAGE, source=trick)
        for given in (parcel(told), parcel(told, down), parcel(down)):
            [embed] = (await body_of(given))["embeds"]
            text = embed.get("title", "") + "\n" + embed["description"]
            for bad in ("@everyone", "@here", "<@", "<#", "</", "\u202e", "<t:17", "<https"):
                assert bad not in text, (trick, bad)
            assert "](https://evil" not in text, trick


@pytest.mark.parametrize("audience", [DE, EN], ids=["de", "en"])
async def test_over_the_wire(place: Place, audience: Audience) -> None:
    """Posted and edited through Discord's own address; the judge of `place` reads along."""
    role = place.discord.add_role(place.guild, "Anleger", mentionable=True)
    cards = UpdateCards(lambda: NOW)
    address = f"{place.discord.api_url}/channels/{place.general.id}/messages"
    async with aiohttp.ClientSession(headers={"Authorization": f"Bot {TOKEN}"}) as session:
        posted: dict[str, Any] = {}
        for name, given in PARCELS.items():
            body = await cards.render(replace(given, role=role.id), audience)
            async with session.post(address, json=body) as answer:
                assert answer.status == 200, (name, await answer.text())
                posted[name] = await answer.json()
            assert posted[name]["mention_roles"] == [str(role.id)]
            assert posted[name]["mention_everyone"] is False
        edit = await cards.render(replace(PARCELS["corrected"], edits=1), audience)
        async with session.patch(f"{address}/{posted['story']['id']}", json=edit) as answer:
            assert answer.status == 200, await answer.text()
            after = await answer.json()
    assert after["content"] == f"<@&{role.id}>"
    assert "+4" in after["embeds"][0]["description"]
