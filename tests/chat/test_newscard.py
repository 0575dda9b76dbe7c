"""The card of section 3: what it says, in which order, and what it never does."""

import json
import re
from dataclasses import replace
from datetime import timedelta
from decimal import Decimal
from pathlib import Path
from typing import Any

import pytest

from bot.audience import Audience
from bot.briefing import Briefing
from bot.chat.cards.escape import length
from bot.chat.cards.names import shown_name
from bot.chat.cards.newscard import news_card
from bot.chat.cards.parts import Card, Picture
from bot.chat.cards.pricecard import price_card
from bot.chat.cards.questions import left_out_card
from bot.chat.wording.choose import wording_for
from bot.errors import SourceDown, SourceTimeout
from bot.market.models import Failure, Marked, Period, Quote, QuoteState, Snapshot
from bot.news.models import DropReason, NewsReport, Sentence, SourceReport, Story, Tone
from tests.chat import samples

GERMAN = Audience(languages=("de", "en"))
ENGLISH = Audience(languages=("en",))


def card_of(
    audience: Audience = GERMAN,
    *,
    snapshot: Snapshot = samples.SNAPSHOT,
    news: NewsReport = samples.NEWS,
    picture: Picture | None = None,
) -> Card:
    briefing = Briefing(samples.XIAOMI, snapshot, news, samples.NOW)
    wording = wording_for(audience)
    return news_card(briefing, audience, wording, samples.NOW, id="c1", picture=picture)


def text_of(card: Card) -> str:
    return (card.embed.description or "").replace("\u00a0", " ")


def with_stories(*stories: Story) -> NewsReport:
    return replace(samples.NEWS, stories=stories)


def test_the_whole_card_in_german() -> None:
    card = card_of()
    assert card.embed.title == "Xiaomi Corp. · 1810.HK"
    assert text_of(card).split("\n") == [
        "-# Hongkong (Heimatbörse) · ISIN KYG9830T1067 · WKN A2JNY1",
        "Frankfurt **2,50 €** ▼ −1,96 % · 11:00 · verzögert",
        "`├──●─────────┤` 36 % unter 52-Wochen-Hoch 3,885 €",
        "Hongkong **22,55 HK$** ▲ +0,31 % · 10:00 · geschlossen",
        "≈ 2,50 € (EZB-Kurs 19.10.)",
        "",
        "**[Xiaomi plans its own car](https://www.finanznachrichten.de/xiaomi-auto)**",
        "Das erste Auto kommt 2024.",
        "-# Reuters, via finanznachrichten.de · <t:1634709600:R> · +3 weitere Quellen",
    ]
    footer = "Quellen: Tradegate, Yahoo, EZB, finanznachrichten.de · keine Anlageberatung"
    assert card.embed.footer.text == footer
    assert [button.label for button in card.buttons] == [
        "14 gefunden · 5 Duplikate · 3 alt · 2 zu anderen Firmen"
    ]


def test_the_same_in_english() -> None:
    lines = text_of(card_of(ENGLISH)).split("\n")
    assert lines[1] == "Frankfurt **€2.50** ▼ −1.96% · 11:00 · delayed"
    assert lines[2] == "`├──●─────────┤` 36% below 52-week high €3.885"
    assert lines[3] == "Hong Kong **HK$22.55** ▲ +0.31% · 10:00 · closed"
    assert lines[-1].endswith("+3 more sources · `DE`")
    label = card_of(ENGLISH).buttons[0].label
    assert label == "14 found · 5 duplicates · 3 old · 2 about another company"


@pytest.mark.parametrize(
    ("fields", "shown"),
    [
        ({"original_source": "finanznachrichten.de"}, "finanznachrichten.de · <t:"),
        ({"first_published": None}, "via finanznachrichten.de · ohne Datum"),
        ({"url": "https://t.example/a", "original_source": "The Post"}, "The Post, via t.example"),
        ({"url": "https://rundschau.example/a"}, "Reuters, via rundschau.example"),
        ({"articles": (samples.article(),)}, "<t:1634709600:R>"),
        ({"articles": (samples.article(), samples.article(publisher="B"))}, "+1 weitere Quelle"),
        # Who tells it twice is no second source.
        ({"articles": (samples.article(),) * 2}, "+1 weitere Meldung"),
        ({"articles": (samples.article(),) * 3}, "+2 weitere Meldungen"),
        ({"language": "zh"}, "`ZH`"),
        ({"tone": Tone("positive", 0.9)}, "Ton: positiv"),
        ({"updated": samples.NOW}, "aktualisiert <t:1634720400:R>"),
        ({"url": "javascript:alert(1)"}, "**Xiaomi plans its own car**"),
    ],
)
def test_what_stands_under_a_headline(fields: dict[str, object], shown: str) -> None:
    assert shown in text_of(card_of(news=with_stories(samples.story(**fields))))


@pytest.mark.parametrize(
    ("fields", "absent"),
    [
        ({"articles": (samples.article(),)}, "weitere"),
        ({"language": "en"}, "`EN`"),
        ({"language": None}, "`"),
        # On loopback an address says nothing: whose it is, is not said twice.
        (
            {
                "url": "http://127.0.0.1:80/a",
                "original_source": "Reuters",
                "articles": (replace(samples.article(), provider="Reuters"),),
            },
            "via",
        ),
        ({"tone": Tone("neutral", 0.99)}, "Ton"),
        # Corrected within seconds: one time is enough.
        ({"updated": samples.NOW - timedelta(hours=3, seconds=-9)}, "<t:1634709600:R>"),
        # The host tells the paper's own name, shortened as it does itself.
        ({"url": "https://nypost.com/a", "original_source": "New York Post"}, "via"),
        ({"url": "https://blogs.wsj.com/a", "original_source": "Wall Street Journal"}, "via"),
        ({"url": "https://seattletimes.com/a", "original_source": "The Seattle Times"}, "via"),
    ],
)
def test_what_does_not_stand_under_a_headline(fields: dict[str, object], absent: str) -> None:
    text = text_of(card_of(news=with_stories(samples.story(**fields))))
    assert absent not in text.split("\n\n")[1]


@pytest.mark.parametrize(
    ("name", "shown"),
    [
        ("KRANBAU INC. DL-,5", "KRANBAU INC."),
        ("KRANBAU S.A. INH. EO 5,50", "KRANBAU S.A."),
        ("KRANBAU TECHN.HD -,10", "KRANBAU TECHN."),
        ("Kranbau AG O.N.", "Kranbau AG"),
        ("Kranbau 3 DL", "Kranbau 3 DL"),
        ("DL 5", "DL 5"),
    ],
)
def test_a_share_is_called_by_its_name_alone(name: str, shown: str) -> None:
    assert shown_name(replace(samples.XIAOMI, name=name)) == shown


@pytest.mark.parametrize(
    ("reason", "told"),
    [
        (DropReason.STALE, "• **alt (über sieben Tage)**: "),
        # A market report is about no other company.
        (DropReason.OTHER_COMPANY, "• **zu anderer Firma oder zum Markt**: "),
    ],
)
def test_what_was_left_out_says_why(reason: DropReason, told: str) -> None:
    record = card_of(news=replace(samples.NEWS, dropped=samples.dropped(reason, 1))).record
    assert record is not None
    shown = left_out_card(record, 0, wording_for(GERMAN))
    assert (shown.embed.description or "").startswith(told)


def test_a_summary_is_whole_sentences_to_280_characters() -> None:
    long = " ".join(["Ein Satz von einiger Länge über den Konzern und seine Pläne."] * 2)
    sentences = (
        Sentence(long, 0),
        Sentence("Noch einer. " * 10, 0),
        Sentence("Kurz.", 1),
        Sentence("Zu viel. " * 9, 1),
    )
    text = text_of(card_of(news=with_stories(samples.story(summary=sentences))))
    assert text.split("\n")[7] == f"{long} {('Noch einer. ' * 10).strip()} Kurz."
    one = (Sentence("Wort " * 100, 0),)
    clipped = text_of(card_of(news=with_stories(samples.story(summary=one)))).split("\n")[7]
    assert clipped.endswith("Wort…")
    assert len(clipped) <= 280


def test_the_foot_counts_what_stands_in_further_stories() -> None:
    news = NewsReport((samples.story(),), samples.dropped(DropReason.STALE, 3), beyond=4)
    [foot] = card_of(news=news).buttons
    assert foot.label == "11 gefunden · 3 alt · 4 weitere"


@pytest.mark.parametrize(
    ("news", "line"),
    [
        (NewsReport(), "Keine Nachrichten gefunden."),
        (
            NewsReport(dropped=samples.dropped(DropReason.STALE, 1)),
            "Von allem Gefundenen bleibt nichts übrig: 1 gefunden · 1 alt.",
        ),
        (
            NewsReport(sources=(SourceReport("EQS", "source_down", 0, 5),)),
            "Keine Nachrichtenquelle hat geantwortet.",
        ),
        (NewsReport(complete=False), "Die Nachrichten werden noch geladen …"),
    ],
)
def test_without_a_story_the_card_says_exactly_that(news: NewsReport, line: str) -> None:
    assert line in text_of(card_of(news=news))


def test_failed_and_awaited_sources_are_named() -> None:
    down, late = SourceDown(source="Yahoo", reason="x"), SourceTimeout(source="EZB", seconds=8)
    failures = (
        Failure("Yahoo", down),
        Failure("EZB", late),
        Failure("Börse", down),
        Failure("Tradegate", None, pending=True),
    )
    news = replace(
        samples.NEWS,
        sources=(SourceReport("EQS", "bad_answer", 0, 5), SourceReport("HKEX", "pending", 0, 0)),
    )
    text = text_of(card_of(snapshot=replace(samples.SNAPSHOT, failures=failures), news=news))
    assert (
        "⚠️ Yahoo, Börse: nicht erreichbar · EZB: keine Antwort in der Zeit"
        " · EQS: unbrauchbare Antwort" in text
    )
    assert "⏳ Noch unterwegs: Tradegate, HKEX …" in text


def test_with_everything_down_the_last_known_price_has_its_age() -> None:
    old = replace(samples.IN_FRANKFURT, as_of=samples.NOW - timedelta(days=2))
    snapshot = Snapshot(samples.XIAOMI, (Marked(old, QuoteState.STALE),), remembered=True)
    text = text_of(card_of(snapshot=snapshot, news=NewsReport()))
    assert "Keine Kursquelle ist erreichbar. Letzter bekannter Kurs:" in text
    assert "**2,50 €** ▼ −1,96 % · Stand 18.10. 11:00 (<t:1634547600:R>)" in text
    nothing = text_of(card_of(snapshot=Snapshot(samples.XIAOMI, ())))
    assert "Kein Kurs: gerade hat keine Quelle einen." in nothing
    waiting = text_of(card_of(snapshot=Snapshot(samples.XIAOMI, (), complete=False)))
    assert "Der Kurs wird noch geladen …" in waiting


@pytest.mark.parametrize(
    ("price", "high", "words"),
    [
        ("3.885", "3.885", "auf 52-Wochen-Hoch 3,885 €"),
        ("3.90", "3.885", "über dem bisherigen 52-Wochen-Hoch 3,885 €"),
        ("3.87", "3.885", "0,39 % unter 52-Wochen-Hoch"),
        ("2.20", "2.20", "auf 52-Wochen-Hoch 2,20 €"),
    ],
)
def test_the_place_in_the_years_range(price: str, high: str, words: str) -> None:
    quote: Quote = replace(samples.IN_FRANKFURT, price=Decimal(price), high_52w=Decimal(high))
    snapshot = Snapshot(samples.XIAOMI, (Marked(quote, QuoteState.LIVE),))
    assert words in text_of(card_of(snapshot=snapshot))


@pytest.mark.parametrize(
    "fields",
    [{"low_52w": None}, {"high_52w": None}, {"low_52w": Decimal(5)}, {"low_52w": Decimal(-1)}],
)
def test_a_range_that_makes_no_sense_is_not_shown(fields: dict[str, Decimal | None]) -> None:
    quote = replace(samples.IN_FRANKFURT, **fields)  # type: ignore[arg-type] # of the table above
    snapshot = Snapshot(samples.XIAOMI, (Marked(quote, QuoteState.LIVE),))
    assert "52-Wochen" not in text_of(card_of(snapshot=snapshot))


def test_a_time_that_the_source_did_not_give_is_said_to_be_ours() -> None:
    quote = replace(samples.IN_FRANKFURT, timed=False)
    snapshot = Snapshot(samples.XIAOMI, (Marked(quote, QuoteState.DELAYED),))
    assert "· abgerufen 11:00 · verzögert" in text_of(card_of(snapshot=snapshot))


def sum_of(card: Card) -> int:
    embed = card.embed
    fields = sum(length(one.name or "") + length(one.value or "") for one in embed.fields)
    parts = (embed.title, embed.description, embed.footer.text)
    return fields + sum(length(part or "") for part in parts)


@pytest.mark.parametrize("piece", ["Wort ", "*_~`|[]()@<", "😀", "小米", "a" * 50, "https://x.de "])
def test_whatever_comes_it_is_cut_to_what_discord_takes(piece: str) -> None:
    long = piece * (5000 // len(piece))
    url = "https://paper.example/" + "b" * 450
    sentences = (Sentence(long, 0), Sentence(long, 0))
    stories = tuple(samples.story(long, url=url, summary=sentences, original_source=long)
                    for _ in range(9))  # fmt: skip
    reports = tuple(SourceReport(f"{n} {long}", "source_down", 0, 0, long) for n in range(30))
    news = NewsReport(stories, samples.dropped(DropReason.STALE, 300), reports)
    instrument = replace(samples.XIAOMI, name=long)
    briefing = Briefing(
        instrument, replace(samples.SNAPSHOT, instrument=instrument), news, samples.NOW
    )
    card = news_card(briefing, GERMAN, wording_for(GERMAN), samples.NOW, id="c" * 20)
    assert sum_of(card) <= 6000
    assert length(card.embed.title or "") <= 256
    assert length(card.embed.description or "") <= 4096
    assert 0 < length(card.text) <= 2000
    assert all(length(button.label) <= 80 for button in card.buttons)
    assert "Frankfurt **2,50" in text_of(card)
    # No link is cut in two.
    links = len(re.findall(r"(?<!\\)\]\(", text_of(card)))
    assert links == text_of(card).count(f"]({url})")


def test_no_trick_gets_through_a_card(shared_data: Path) -> None:
    tricks = json.loads((shared_data / "07_hostile" / "discord_text_tricks.json").read_text())
    for trick in tricks:
        told = samples.story(
            trick,
            url="https://paper.example/a",
            summary=(Sentence(trick, 0),),
            original_source=trick,
        )
        card = card_of(news=with_stories(told))
        for text in (text_of(card), card.text):
            assert "@everyone" not in text
            assert "@here" not in text
            assert "<@" not in text
            assert "<#" not in text
            assert "</" not in text
            assert "](https://evil" not in text
            assert "\u202e" not in text
            assert "<t:1700000000" not in text
            assert "<https" not in text


def test_a_picture_is_shown_only_where_there_is_one() -> None:
    assert card_of().embed.image.url is None
    card = card_of(picture=Picture("chart.png", b"png"))
    assert card.embed.image.url == "attachment://chart.png"


@pytest.mark.parametrize(
    ("known", "shown"),
    [
        (
            {},
            [
                "Vortag: 2,55 €",
                "Tag: 2,48 – 2,56 €\n-# Volumen 182.400",
                "52 Wochen: 2,20 – 3,885 €",
            ],
        ),
        ({"volume": None}, ["Vortag: 2,55 €", "Tag: 2,48 – 2,56 €", "52 Wochen: 2,20 – 3,885 €"]),
        ({"day_low": None, "low_52w": None}, ["Vortag: 2,55 €", "Volumen: 182.400"]),
    ],
)
def test_the_figures_of_a_price_stand_in_one_row(known: dict[str, Any], shown: list[str]) -> None:
    full = replace(
        samples.IN_FRANKFURT, day_low=Decimal("2.48"), day_high=Decimal("2.56"), volume=182_400
    )
    snapshot = Snapshot(samples.XIAOMI, (Marked(replace(full, **known), QuoteState.LIVE),))
    card = price_card(snapshot, GERMAN, wording_for(GERMAN), samples.NOW, Period.DAY)
    fields = [f"{one.name}: {one.value}".replace("\u00a0", " ") for one in card.embed.fields]
    assert fields == shown
    assert len(fields) <= 3, "Discord puts three side by side"
