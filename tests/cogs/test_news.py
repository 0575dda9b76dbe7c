"""`news` as people meet it: typed, mentioned, as a slash command, in doubt, and in trouble."""

import logging
from collections.abc import Callable

import pytest
import simcord
from discord.ext import commands

from bot.chat.answering.records import KEPT
from bot.chat.client import Parkett
from bot.errors import SourceDown
from bot.store import Store
from tests.cogs.conftest import Scene, labels, said
from tests.cogs.feed import NOW, Feed, news


async def test_a_typed_word_becomes_the_card(scene: Scene) -> None:
    await scene.mia.send(scene.channel, "!news xiaomi")
    assert scene.last.embeds[0].title == "Xiaomi Corp. · 1810.HK"
    for part in (
        "Hongkong (Heimatbörse) · ISIN KYG9830T1067 · WKN A2JNY1",
        "Frankfurt **2,50 €** ▼ −1,96 % · 11:00 · verzögert",
        "36 % unter 52-Wochen-Hoch 3,885 €",
        "**[Xiaomi nennt Termin für erstes Auto](https://www.finanznachrichten.de/auto)**",
        "Das erste Auto kommt in der ersten Hälfte 2024.",
        "Reuters, via finanznachrichten.de · <t:1634709600:R>",
        "13 gefunden · 12 alt",
    ):
        assert part in scene.said
    assert scene.last.attachments[0].filename == "chart.png"


@pytest.mark.parametrize("typed", ["!neuigkeiten 小米", "!NEWS 3CP.F", "! news A2JNY1"])
async def test_other_ways_to_type_it(scene: Scene, typed: str) -> None:
    await scene.mia.send(scene.channel, typed)
    assert "Xiaomi Corp." in scene.said


async def test_a_mention_is_a_command_too(scene: Scene) -> None:
    bot = scene.env.bot.user
    assert bot is not None
    await scene.mia.send(scene.channel, f"<@{bot.id}> news xiaomi")
    assert "Xiaomi Corp." in scene.said
    await scene.mia.send(scene.channel, f"<@{bot.id}> hallo")
    assert "!neuigkeiten xiaomi" in scene.said


async def test_the_slash_command_answers_and_completes(scene: Scene, feed: Feed) -> None:
    offered = await scene.mia.autocomplete(scene.channel, "news", "company", "xia")
    assert [one["name"] for one in offered] == ["Xiaomi Corp. · 1810.HK"]
    await scene.mia.slash(scene.channel, "news", company="KYG9830T1067")
    assert "Xiaomi Corp." in scene.said
    feed.warm = True
    await scene.mia.slash(scene.channel, "news", company="xiaomi")
    assert "Xiaomi Corp." in scene.said
    callbacks = [one for one in scene.env.http_requests if one.path.endswith("/callback")]
    assert [one.json["type"] for one in callbacks] == [8, 5, 4]  # choices, "one moment", message


async def test_doubt_is_asked_back_and_a_press_answers_it(scene: Scene) -> None:
    await scene.mia.send(scene.channel, "!news merck")
    question = scene.last
    assert "Welche?" in scene.said
    assert len(labels(question)) == 2
    await scene.mia.click(question, label=next(one for one in labels(question) if "KGaA" in one))
    assert scene.last.id == question.id
    assert scene.last.embeds[0].title == "Merck KGaA · MRK.DE"


async def test_an_unknown_company_gets_the_nearest_names(scene: Scene) -> None:
    await scene.mia.send(scene.channel, "!news Siemen Energie Zeug")
    assert "kenne ich nicht" in scene.said or "Siemens Energy" in scene.said
    await scene.mia.send(scene.channel, "!news qqqqqqqqqq")
    assert "„qqqqqqqqqq“ kenne ich nicht" in scene.said


@pytest.mark.parametrize(
    ("typed", "answer"),
    [
        ("!news \u202e\u200b", "Zum Beispiel: `!neuigkeiten xiaomi`"),
        ("!news DE0007236102", "„DE0007236102“ ist keine gültige ISIN: die Prüfziffer"),
        ("!news " + "x" * 1_990, "Das sind 1990 Zeichen"),
    ],
)
async def test_what_cannot_be_a_question_gets_one_clear_sentence(
    scene: Scene, typed: str, answer: str
) -> None:
    await scene.mia.send(scene.channel, typed)
    assert answer in scene.said


async def test_nothing_after_the_command_gets_an_example(scene: Scene) -> None:
    await scene.mia.send(scene.channel, "!news")
    assert "Zum Beispiel: `!neuigkeiten xiaomi`" in scene.said
    simcord.assert_error(scene.env, commands.MissingRequiredArgument)


async def test_a_query_cannot_ping_or_link(scene: Scene) -> None:
    await scene.mia.send(scene.channel, "!news @everyone [x](https://evil.example) **q**")
    text = (scene.last.embeds[0].description or "") + scene.last.content
    assert "@everyone" not in text
    assert "https://" not in text
    assert not scene.last.mention_everyone


async def test_a_hostile_feed_cannot_ping_or_link(scene: Scene, feed: Feed) -> None:
    feed.news = news("@everyone gratis](https://evil.example) <@1> \u202egnp.exe")
    await scene.mia.send(scene.channel, "!news xiaomi")
    text = scene.last.embeds[0].description or ""
    assert "@everyone" not in text
    assert "<@1>" not in text
    assert "\u202e" not in text
    assert "](https://www.finanznachrichten.de/auto)**" in text
    assert "](https://evil" not in text


async def test_the_foot_lists_what_was_left_out_page_by_page(scene: Scene) -> None:
    await scene.mia.send(scene.channel, "!news xiaomi")
    shown = await scene.mia.click(scene.last, label="13 gefunden · 12 alt")
    assert shown.ephemeral
    assert shown.response is not None
    assert "Alte Meldung 0" in said(shown.response.message)
    assert "1–10 of 12" in said(shown.response.message)  # in the language of the one who pressed
    await scene.mia.click(shown.response, label="more ▶")
    page = said(shown.response.message)
    assert "11–12 of 12" in page
    assert "Alte Meldung 11" in page
    assert "Alte Meldung 0" not in page
    assert "13 gefunden" in scene.said


async def test_the_foot_works_after_a_restart_until_the_record_is_purged(
    scene: Scene, make_bot: Callable[[], Parkett], store: Store
) -> None:
    await scene.mia.send(scene.channel, "!news xiaomi")
    message = scene.last
    bot = scene.env.bot
    assert isinstance(bot, Parkett)
    bot.staff.records.forget()  # what a restart does to the memory
    shown = await scene.mia.click(message, label="13 gefunden · 12 alt")
    assert shown.response is not None
    assert "Alte Meldung 0" in said(shown.response.message)
    bot.staff.records.forget()
    assert await store.cards.purge(NOW + KEPT) == 1
    gone = await scene.mia.click(message, label="13 gefunden · 12 alt")
    assert gone.response is not None
    assert "no longer kept" in said(gone.response.message)


async def test_without_embed_links_the_card_is_text(scene: Scene) -> None:
    channel = scene.channel_without(embed_links=True)
    await scene.mia.send(channel, "!news xiaomi")
    message = channel.last_message
    assert message is not None
    assert message.embeds == []
    assert "Frankfurt **2,50 €**" in said(message)
    assert "13 gefunden · 12 alt" in labels(message)
    assert message.attachments[0].filename == "chart.png"


async def test_without_attach_files_the_card_has_no_chart(scene: Scene) -> None:
    channel = scene.channel_without(attach_files=True)
    await scene.mia.send(channel, "!news xiaomi")
    message = channel.last_message
    assert message is not None
    assert message.attachments == []
    assert message.embeds[0].image.url is None
    assert "Frankfurt **2,50 €**" in said(message)


async def test_without_send_messages_there_is_a_sign_and_a_log_line(
    scene: Scene, caplog: pytest.LogCaptureFixture
) -> None:
    channel = scene.channel_without(send_messages=True)
    asked = await scene.mia.send(channel, "!news xiaomi")
    assert channel.last_message is not None
    assert channel.last_message.id == asked.id
    assert [str(one.emoji) for one in channel.last_message.reactions] == ["🔇"]
    assert "no permission to write" in caplog.text
    assert "xiaomi" not in caplog.text


async def test_an_unexpected_error_gives_a_sentence_and_a_traceback_without_the_text(
    scene: Scene, feed: Feed, caplog: pytest.LogCaptureFixture
) -> None:
    feed.fails = RuntimeError("boom")
    await scene.mia.send(scene.channel, "!news Xiaomi Corp")
    assert "Der Betreiber findet es im Protokoll als id" in scene.said
    record = next(one for one in caplog.records if one.exc_info)
    assert record.levelno == logging.ERROR
    assert "Xiaomi Corp" not in caplog.text


async def test_a_known_error_is_told_in_the_readers_language(scene: Scene, feed: Feed) -> None:
    feed.fails = SourceDown(source="Yahoo", reason="refused")
    await scene.mia.send(scene.channel, "!news xiaomi")
    assert "Yahoo ist nicht erreichbar." in scene.said
    result = await scene.mia.slash(scene.channel, "news", company="xiaomi")
    assert result.response is not None
    assert "Yahoo cannot be reached." in said(result.response.message)


async def test_seven_cold_questions_in_a_row_are_too_many(scene: Scene, feed: Feed) -> None:
    for _ in range(7):
        await scene.mia.send(scene.channel, "!news xiaomi")
    assert "in 4 Sekunden kannst du wieder fragen" in scene.said
    feed.warm = True
    await scene.mia.send(scene.channel, "!news xiaomi")
    assert "in 4 Sekunden" not in scene.said or feed.asked == 6


async def test_other_bots_and_other_peoples_commands_are_not_ours(scene: Scene) -> None:
    robot = scene.guild.add_member(scene.env.create_user("robot", bot=True))
    for who, text in ((robot, "!news xiaomi"), (scene.mia, "!play xiaomi"), (scene.mia, "news")):
        sent = await who.send(scene.channel, text)
        assert scene.last.id == sent.id


async def test_the_menu_finds_the_company_of_a_message(scene: Scene) -> None:
    message = await scene.mia.send(scene.channel, "Ich habe heute 3CP.F nachgekauft")
    result = await scene.max.context_menu(scene.channel, "Look up company", message)
    assert result.ephemeral
    assert result.response is not None
    assert "Xiaomi Corp." in said(result.response.message)
    nothing = await scene.mia.send(scene.channel, "guten morgen")
    result = await scene.max.context_menu(scene.channel, "Look up company", nothing)
    assert result.response is not None
    assert "no company in that message" in said(result.response.message)


async def test_cashtags_are_answered_only_where_that_is_on(scene: Scene) -> None:
    sent = await scene.mia.send(scene.channel, "was macht $AAPL heute?")
    assert scene.last.id == sent.id
    await scene.max.send(scene.channel, "!settings cashtags on")
    await scene.mia.send(scene.channel, "was macht $AAPL heute?")
    assert "Apple Inc." in scene.said
    sent = await scene.mia.send(scene.channel, "das kostet $5 oder $QQQQQ")
    assert scene.last.id == sent.id
