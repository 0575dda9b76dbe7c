"""Posted updates: what the card of each event says, and whom it mentions."""

from dataclasses import replace
from datetime import timedelta
from decimal import Decimal
from typing import Any

import pytest

from bot.audience import Audience
from bot.chat.updates.rendering import UpdateCards
from bot.chat.wording.choose import WORDINGS
from bot.chat.wording.english import ENGLISH
from bot.chat.wording.german import GERMAN
from bot.updates.models import (
    Direction,
    Happening,
    Stage,
)
from tests.chat import samples
from tests.chat.reading import DE, EN, body_of, shown
from tests.chat.samples import NOW, PARCELS, PRICE, TOLD, event, parcel


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
    # In private there is no channel to manage.
    private = name == "lost"
    assert button["label"] == ("Auf deinem Server: /abos" if private else "Verwalten")
    assert button["disabled"] is private


def test_a_parcel_without_events_is_a_mistake_of_ours() -> None:
    cards = UpdateCards(lambda: NOW)
    with pytest.raises(ValueError, match="without events"):
        cards.render(parcel(), DE).send(None)


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
