"""Posted updates: what each says, that nothing is lost in a digest, and what none ever does."""

import json
import random
import re
from collections.abc import Mapping, Sequence
from dataclasses import replace
from datetime import timedelta
from decimal import Decimal
from pathlib import Path
from typing import Any

import aiohttp
import pytest

from bot.audience import Audience
from bot.chat.cards.escape import length
from bot.chat.updates.fitting import Block, lay_out
from bot.chat.updates.rendering import UpdateCards
from bot.chat.wording.choose import WORDINGS
from bot.chat.wording.english import ENGLISH
from bot.chat.wording.german import GERMAN
from bot.playground.discord.recorder import Exchange
from bot.playground.discord.validation import check_message, embed_length
from bot.updates.models import (
    ArticleFact,
    Direction,
    Event,
    Happening,
    Parcel,
    PriceFact,
    Stage,
    StoryFact,
)
from tests.chat import samples
from tests.chat.samples import NIGHT, NOW, PARCELS, PRICE, TOLD, event, parcel
from tests.loopback import TOKEN, Place
from tests.openapi import description

DE = Audience(languages=("de", "en"))
EN = Audience(languages=("en",))


async def body_of(given: Parcel, audience: Audience = DE) -> dict[str, Any]:
    return dict(await UpdateCards(lambda: NOW).render(given, audience))


async def shown(what: Event | Parcel, audience: Audience = DE) -> tuple[str, list[str]]:
    """Title and lines of what is posted."""
    given = what if isinstance(what, Parcel) else parcel(what)
    [embed] = (await body_of(given, audience))["embeds"]
    text = embed.get("description", "")
    for one in embed.get("fields", ()):
        text += f"\n\n**{one['name']}**\n{one['value']}"
    text = text.replace("\n\n**\u200b**", "").replace("\u00a0", " ")
    return embed.get("title", "").replace("\u00a0", " "), text.split("\n")


async def test_a_story() -> None:
    assert await shown(event(Happening.STORY)) == (
        "Xiaomi Corp.",
        [
            "**[Xiaomi plant erstes eigenes Auto für 2024]"
            "(https://www.finanznachrichten.de/xiaomi-auto)**",
            "Xiaomi will in der ersten Hälfte 2024 mit der Serienfertigung eigener Autos beginnen."
            " Das sagte Firmenchef Lei Jun laut mehreren Teilnehmern eines Treffens.",
            "-# Reuters, via finanznachrichten.de · <t:1634709600:R> · +3 weitere Quellen",
        ],
    )
    _, lines = await shown(event(Happening.STORY), EN)
    assert lines[-1] == (
        "-# Reuters, via finanznachrichten.de · <t:1634709600:R> · +3 more sources · `DE`"
    )


@pytest.mark.parametrize(
    ("fields", "told"),
    [
        ({"updated": NOW - timedelta(minutes=55)}, "aktualisiert 10:05"),
        ({"updated": NOW - timedelta(hours=12)}, "aktualisiert 19.10. 23:00"),
        ({"first_published": None}, "ohne Datum"),
        ({"articles": TOLD.articles[:2]}, "+1 weitere Quelle"),
        ({"language": "zh"}, "`ZH`"),
        ({"tone": "negative"}, "Ton: negativ"),
        ({"original_source": ""}, "-# finanznachrichten.de ·"),
    ],
)
async def test_what_stands_under_a_story(fields: dict[str, Any], told: str) -> None:
    for what in (Happening.STORY, Happening.GROWTH):
        _, lines = await shown(event(what, story=replace(TOLD, **fields)))
        assert told in lines[-1]


async def test_nothing_is_said_of_a_story_that_is_not_known() -> None:
    lone = replace(TOLD, articles=(), tone="neutral", language=None, summary=())
    assert await shown(event(Happening.STORY, story=lone)) == (
        "Xiaomi Corp.",
        [
            "**[Xiaomi plant erstes eigenes Auto für 2024]"
            "(https://www.finanznachrichten.de/xiaomi-auto)**",
            "-# Reuters, via finanznachrichten.de · <t:1634709600:R>",
        ],
    )


async def test_a_move_names_what_was_reported_before_and_claims_no_cause() -> None:
    assert await shown(PARCELS["move"]) == (
        "Xiaomi Corp. steigt um 6,3 %",
        [
            "Frankfurt **2,71 €** ▲ +6,27 % · 11:00 · verzögert",
            "`├───●────────┤` 30 % unter 52-Wochen-Hoch 3,885 €",
            "-# Vortag 2,55 € · Alarm ab ±5 %",
            "",
            "Zuvor gemeldet:",
            "**[Xiaomi plant erstes eigenes Auto für 2024]"
            "(https://www.finanznachrichten.de/xiaomi-auto)**",
            "-# Reuters, via finanznachrichten.de · <t:1634709600:R> · +3 weitere Quellen",
        ],
    )
    title, lines = await shown(PARCELS["fall"], EN)
    assert title == "BYD Co. falls 6.0%"
    assert lines == [
        "Frankfurt **€1,032.50** ▼ −6.00% · 11:00 · delayed",
        "`├─────●──────┤` 26% below 52-week high €1,402.50",
        "-# previous close €1,098.40 · alert from ±5%",
    ]


@pytest.mark.parametrize(
    ("what", "fields", "german", "english"),
    [
        (
            Happening.MOVE,
            {"price": replace(PRICE, price=Decimal("2.38")), "direction": Direction.UP},
            "Xiaomi Corp. fällt um 6,7 %",
            "Xiaomi Corp. falls 6.7%",
        ),
        (
            Happening.MOVE,
            {"price": replace(PRICE, previous_close=None, change_percent=None)},
            "Xiaomi Corp. steigt",
            "Xiaomi Corp. rises",
        ),
        (Happening.LEVEL, {}, "Xiaomi Corp. steigt über 2,60 €", "Xiaomi Corp. rises above €2.60"),
        (
            Happening.LEVEL,
            {"direction": Direction.DOWN, "threshold": Decimal("2.755")},
            "Xiaomi Corp. fällt unter 2,755 €",
            "Xiaomi Corp. falls below €2.755",
        ),
        (
            Happening.LEVEL,
            {"threshold": Decimal("2.71")},
            "Xiaomi Corp. erreicht 2,71 €",
            "Xiaomi Corp. reaches €2.71",
        ),
        (
            Happening.LEVEL,
            {"price": samples.PRICE_AT_HOME, "threshold": Decimal("22.555")},
            "Xiaomi Corp. steigt über 22,555 HK$",
            "Xiaomi Corp. rises above HK$22.555",
        ),
        (
            Happening.HIGH,
            {},
            "Xiaomi Corp. ist nahe am 52-Wochen-Hoch",
            "Xiaomi Corp. is near its 52-week high",
        ),
        (
            Happening.HIGH,
            {"stage": Stage.BROKEN},
            "Xiaomi Corp. mit neuem 52-Wochen-Hoch",
            "Xiaomi Corp. sets a new 52-week high",
        ),
        (
            Happening.LOW,
            {"stage": Stage.NEAR},
            "Xiaomi Corp. ist nahe am 52-Wochen-Tief",
            "Xiaomi Corp. is near its 52-week low",
        ),
        (Happening.CLOSE, {}, "Xiaomi Corp. schließt bei 2,50 €", "Xiaomi Corp. closes at €2.50"),
        (
            Happening.CLOSE,
            {"price": PRICE},
            "Xiaomi Corp. steht bei 2,71 €",
            "Xiaomi Corp. stands at €2.71",
        ),
    ],
)
async def test_a_title_says_what_happened(
    what: Happening, fields: dict[str, Any], german: str, english: str
) -> None:
    assert (await shown(event(what, **fields)))[0] == german
    assert (await shown(event(what, **fields), EN))[0] == english


@pytest.mark.parametrize(
    ("what", "price", "line"),
    [
        (Happening.HIGH, "3.85", "`├───────────●┤` 0,90 % unter 52-Wochen-Hoch 3,885 €"),
        (Happening.HIGH, "3.93", "`├───────────●┤` über dem bisherigen 52-Wochen-Hoch 3,885 €"),
        (Happening.LOW, "2.23", "`├●───────────┤` 1 % über 52-Wochen-Tief 2,20 €"),
        (Happening.LOW, "2.20", "`├●───────────┤` auf 52-Wochen-Tief 2,20 €"),
        (Happening.LOW, "2.19", "`├●───────────┤` unter dem bisherigen 52-Wochen-Tief 2,20 €"),
    ],
)
async def test_the_place_in_the_years_range(what: Happening, price: str, line: str) -> None:
    _, lines = await shown(event(what, price=replace(PRICE, price=Decimal(price))))
    assert lines[1] == line


async def test_the_close_is_one_tidy_card() -> None:
    [embed] = (await body_of(PARCELS["close"]))["embeds"]
    fields = {one["name"]: one["value"].replace("\u00a0", " ") for one in embed["fields"]}
    assert fields == {"Vortag": "2,55 €", "52 Wochen": "2,20 – 3,885 €"}
    assert embed["footer"] == {"text": "Quellen: Tradegate · keine Anlageberatung"}
    assert (await shown(PARCELS["close_at_home"]))[1][0] == (
        "Hongkong **22,60 HK$** ▲ +0,53 % · 10:00 · geschlossen"
    )


async def test_times_are_the_servers_own() -> None:
    tokyo = replace(EN, timezone="Asia/Tokyo")
    assert "· 18:00 · delayed" in (await shown(PARCELS["level"], tokyo))[1][0]


async def test_a_source_that_is_down_takes_one_line() -> None:
    assert await shown(PARCELS["outage"]) == (
        "",
        ["⚠️ **Yahoo** antwortet seit 10:40 nicht; Updates von dort kommen später."],
    )
    assert await shown(PARCELS["recovery"], EN) == (
        "",
        ["✅ **Yahoo** answers again (down 10:10 – 11:00)."],
    )
    long = event(Happening.RECOVERY, since=NOW - timedelta(days=1))
    assert "(Ausfall 19.10. 11:00 – 11:00)" in (await shown(long))[1][0]


@pytest.mark.parametrize("code", ["de", "en"])
async def test_who_lost_a_channel_reads_what_to_do(code: str) -> None:
    wording = WORDINGS[code]
    audience = Audience(languages=(code,))
    _, lines = await shown(PARCELS["lost"], audience)
    text = "\n".join(lines)
    reason = wording.subscribing.reasons["missing_permissions"]
    assert f"- <#{10**17}>: {reason}" in lines
    assert f"`/{wording.commands['subscriptions'].name}`" in text
    assert wording.subscribing.resume in text
    permissions = wording.subscribing.permissions
    for name in ("view_channel", "send_messages", "embed_links", "read_message_history"):
        assert permissions[name] in text


async def test_of_a_deleted_channel_nobody_is_asked_for_permissions() -> None:
    gone = event(Happening.LOST, source="unknown_channel")
    _, lines = await shown(parcel(gone, private=True), EN)
    text = "\n".join(lines)
    assert ENGLISH.subscribing.reasons["unknown_channel"] in text
    assert "View Channel" not in text
    assert "`/subscriptions`" in text
    assert "Is the channel gone?" not in text
    both = await shown(parcel(gone, event(Happening.LOST, channel=7), private=True), EN)
    assert "View Channel" in "\n".join(both[1])
    unnamed = await shown(event(Happening.LOST, channel=None), EN)
    assert "View Channel" in "\n".join(unnamed[1])


async def test_many_lost_channels_are_one_message() -> None:
    lost = [event(Happening.LOST, channel=10**18 + number) for number in range(400)]
    title, lines = await shown(parcel(*lost, private=True))
    assert title == "In 400 Kanäle kann ich nicht mehr schreiben"
    named = sum(line.startswith("- <#") for line in lines)
    assert named > 25
    assert f"- und {400 - named} weitere" in lines
    assert lines[-1].startswith("Gibt es den Kanal nicht mehr?")


async def test_the_night_in_one_digest() -> None:
    assert await shown(PARCELS["night"]) == (
        "7 Neuigkeiten zu 2 Firmen",
        [
            "-# 19.10. 23:00 bis 11:00",
            "",
            "**BYD Co.**",
            "- Bewegung ab ±5 % · Frankfurt **1.032,50 €** ▼ −6,00 % · 11:00 · verzögert",
            "- Schluss · Frankfurt **1.032,50 €** ▼ −6,00 % · 11:00 · geschlossen",
            "",
            "**Xiaomi Corp.**",
            "- [小米汽车公布首款车型](https://tech.example/cn) · Sina, via tech.example"
            " · <t:1634716800:R> · `ZH`",
            "- Über 2,60 € · Frankfurt **2,71 €** ▲ +6,27 % · 11:00 · verzögert",
            "- Bewegung ab ±5 % · Frankfurt **2,71 €** ▲ +6,27 % · 19.10. 20:00 · verzögert",
            "- [Xiaomi plant erstes eigenes Auto für 2024]"
            "(https://www.finanznachrichten.de/xiaomi-auto) · Reuters, via finanznachrichten.de"
            " · <t:1634709600:R> · +3 weitere Quellen",
            "",
            "**Quellen**",
            "- ⚠️ **Yahoo** antwortet seit 10:40 nicht; Updates von dort kommen später.",
        ],
    )


async def test_a_digest_of_one_company_names_it_once() -> None:
    title, lines = await shown(parcel(NIGHT[1], NIGHT[3]), EN)
    assert title == "Xiaomi Corp. · 2 updates"
    assert not any(line.startswith("**") for line in lines)
    move = next(line for line in lines if line.startswith("- Move of ±5%"))
    assert move.endswith(
        "· reported before: [Xiaomi plant erstes eigenes Auto für 2024]"
        "(https://www.finanznachrichten.de/xiaomi-auto)"
    )


async def test_a_story_that_grew_meanwhile_is_told_once_as_it_is_now() -> None:
    grown = replace(TOLD, revision=1, title="Xiaomi plant zwei Autos", updated=NOW)
    told = event(Happening.STORY, at=NOW - timedelta(hours=2))
    growth = event(Happening.GROWTH, story=grown, at=NOW - timedelta(hours=1))
    for events in ((told, growth), (growth, told)):
        _, lines = await shown(parcel(*events))
        assert lines[0].startswith("**[Xiaomi plant zwei Autos]")
        title, lines = await shown(parcel(*events, event(Happening.LEVEL)))
        assert title == "Xiaomi Corp. · 2 Neuigkeiten"
        assert sum("Xiaomi plant" in line for line in lines) == 1


def told_in(lines: Sequence[str]) -> int:
    """How many events a digest shows, or counts as left out."""
    count = 0
    for line in lines:
        more = re.fullmatch(r"(?:- )?und ([\d.]+) weitere(?: zu anderen Firmen)?", line)
        count += int(more[1].replace(".", "")) if more else line.startswith("- ")
    return count


@pytest.mark.parametrize("companies", [1, 3, 50, 150])
@pytest.mark.parametrize("count", [4, 25, 150])
@pytest.mark.parametrize("long", [False, True])
async def test_a_digest_drops_nothing_silently(companies: int, count: int, long: bool) -> None:
    url = "https://paper.example/" + "b" * (450 if long else 20)
    events = [
        event(
            Happening.STORY if number % 3 else Happening.MOVE,
            key=f"k{number}",
            instrument=f"i{number % companies}",
            name=f"Firma {number % companies}" + " lang" * (40 if long else 0),
            story=replace(TOLD, id=f"s{number}", title=f"Meldung {number} " * 30, url=url)
            if number % 3
            else None,
            price=PRICE,
        )
        for number in range(count)
    ]
    title, lines = await shown(parcel(*events))
    assert told_in(lines) == count
    assert f"{count} Neuigkeiten" in title
    if count == 4:
        assert not any("weitere" in line for line in lines if "Quellen" not in line)


def test_a_sheet_keeps_every_limit_of_an_embed() -> None:
    """Also where a line is too long for a field, or there are too many of them."""
    full = Block("", ["x" * 4_000])  # the description has no room for another line
    assert lay_out("head", [full, Block("b", ["y" * 1_024])], 5_900) is not None
    assert lay_out("head", [full, Block("b", ["y" * 1_025])], 5_900) is None
    names = [Block(f"company {number}", ["y" * 60]) for number in range(26)]
    sheet = lay_out("head", [full, *names[:25]], 6_000)
    assert sheet is not None
    assert len(sheet.fields) == 24  # one still fitted above
    assert lay_out("head", [Block("", ["x" * 4_090]), *names[:25]], 6_000) is not None
    assert lay_out("head", [Block("", ["x" * 4_090]), *names], 6_000) is None


async def test_links_go_before_lines_do() -> None:
    """Fifty stories, as many as come at once, keep a line each."""
    events = [
        event(
            Happening.STORY,
            key=str(number),
            story=replace(TOLD, id=str(number), title=f"Nummer {number} meldet etwas ganz Neues"),
        )
        for number in range(50)
    ]
    _, lines = await shown(parcel(*events))
    assert sum("meldet" in line for line in lines) == 50


async def test_with_long_addresses_the_newest_keep_their_links_and_all_their_lines() -> None:
    """Twenty-five stories, as many as the courier puts into one message."""
    events = [
        event(
            Happening.STORY,
            key=str(number),
            at=NOW - timedelta(minutes=number),
            instrument=f"i{number % 2}",
            name=f"Firma {number % 2}",
            story=replace(
                TOLD,
                id=str(number),
                title=f"Nummer {number} meldet, dass Autos ab der ersten Hälfte 2024 gebaut werden",
                url=f"https://www.finanznachrichten.de/nachrichten/{number}-{'xiaomi-' * 16}.htm",
            ),
        )
        for number in range(25)
    ]
    [embed] = (await body_of(parcel(*events)))["embeds"]
    assert embed["fields"]  # the description alone has no room for them
    _, lines = await shown(parcel(*events))
    told = [line for line in lines if "meldet" in line]
    assert len(told) == 25
    linked = {int(found[1]) for line in told if (found := re.match(r"- \[Nummer (\d+)", line))}
    assert linked == set(range(len(linked)))
    assert 10 < len(linked) < 25
    assert all("Reuters" in line for line in told)


async def test_a_role_is_mentioned_and_nobody_else() -> None:
    body = await body_of(replace(PARCELS["story"], role=77))
    assert body["content"] == "<@&77>"
    assert body["allowed_mentions"] == {"parse": [], "roles": ["77"]}
    without = await body_of(PARCELS["story"])
    assert "content" not in without
    assert without["allowed_mentions"] == {"parse": []}
    everyone = await body_of(replace(PARCELS["story"], role=PARCELS["story"].guild))
    assert everyone == without


async def test_an_edit_leaves_the_mention_that_stands_there() -> None:
    body = await body_of(replace(PARCELS["corrected"], role=77, edits=5))
    assert "content" not in body
    assert body["embeds"]
    assert body["components"]


@pytest.mark.parametrize("name", PARCELS)
async def test_every_post_carries_its_reference(name: str) -> None:
    [row] = (await body_of(PARCELS[name]))["components"]
    [button] = row["components"]
    assert button["custom_id"] == "pk|upd|abcdefghij0123456789"
    assert button["label"] == "Verwalten"


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


PIECES = ["Wort ", "*_~`|[]()@<", "😀", "小米", "a" * 50, "https://x.de ", "\n- ", "\u202e", "]("]
FIGURES = ["NaN", "Infinity", "-1", "0", "1E+30", "1E-30", "0.00000001", "123456789.987654321"]


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


def test_a_parcel_without_events_is_a_mistake_of_ours() -> None:
    cards = UpdateCards(lambda: NOW)
    with pytest.raises(ValueError, match="without events"):
        cards.render(parcel(), DE).send(None)


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


@pytest.mark.parametrize(
    ("value", "german", "english"),
    [("5", "5 %", "5%"), ("5.00", "5 %", "5%"), ("2.50", "2,5 %", "2.5%"), ("10", "10 %", "10%")],
)
def test_a_threshold_has_no_zeros_that_say_nothing(value: str, german: str, english: str) -> None:
    assert GERMAN.numbers.exact_percent(Decimal(value)).replace("\u00a0", " ") == german
    assert ENGLISH.numbers.exact_percent(Decimal(value)) == english


@pytest.mark.parametrize(
    ("value", "currency", "german"),
    [
        ("2.6", "EUR", "2,60 €"),
        ("22.555", "HKD", "22,555 HK$"),
        ("1250", "EUR", "1.250,00 €"),
        ("1E+3", "EUR", "1.000,00 €"),
        ("2500", "JPY", "2.500 ¥"),
        ("2500.5", "JPY", "2.500,5 ¥"),
        ("0.0123", "GBP", "0,0123 £"),
    ],
)
def test_a_level_is_written_as_it_was_typed(value: str, currency: str, german: str) -> None:
    money = GERMAN.numbers.exact_money(Decimal(value), currency)
    assert money.replace("\u00a0", " ") == german
