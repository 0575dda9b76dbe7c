"""Many updates in one card: short, by company, and nothing left out without being counted."""

import re
from collections.abc import Sequence
from dataclasses import replace
from datetime import timedelta

import pytest

from bot.chat.updates.fitting import Block, lay_out
from bot.updates.models import Happening
from tests.chat.reading import EN, body_of, shown
from tests.chat.samples import NIGHT, NOW, PARCELS, PRICE, TOLD, event, parcel


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
