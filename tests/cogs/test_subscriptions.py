"""`subscribe` and `subscriptions`: one command, the form, the list, and who may do what."""

from collections.abc import Callable
from dataclasses import replace
from datetime import time
from decimal import Decimal
from typing import Any

import discord
import pytest

from bot.chat.client import Parkett
from bot.errors import SourceDown
from bot.store import Store
from bot.store.rows import SubscriptionRow
from bot.updates.models import State, Subscription
from bot.updates.payloads.subscriptions import subscription_of
from tests.cogs.conftest import Scene, buttons, labels, said
from tests.cogs.feed import NOW, Feed

WORKDAYS = frozenset(range(5))


@pytest.fixture
def keep(scene: Scene, store: Store) -> Callable[[], Any]:
    async def kept() -> list[Subscription]:
        rows = await store.subscriptions.of_guild(scene.guild.id)
        return [subscription_of(row) for row in rows]

    return kept


Kept = Callable[[], Any]


def menus(message: Any) -> dict[str, Any]:
    """The select menus, by the last part of their ids."""
    rows = [row for row in message.components if isinstance(row, discord.ActionRow)]
    found = [one for row in rows for one in row.children if isinstance(one, discord.SelectMenu)]
    return {str(one.custom_id).rpartition("|")[2]: one for one in found}


def press_of(message: Any, act: str) -> str:
    """The id of the button or menu that does it."""
    ids = [one.custom_id for one in (*buttons(message), *menus(message).values())]
    return next(one for one in ids if one and act in one.split("|"))


def page(result: Any) -> dict[str, Any]:
    """The fields of the page of questions that came, by their ids."""
    return {one["component"]["custom_id"]: one["component"] for one in result.modal["components"]}


def filled(field: dict[str, Any]) -> Any:
    """What stands in a field of it, or what is chosen there."""
    chosen = (one["value"] for one in field.get("options", ()) if one.get("default"))
    return field.get("value", next(chosen, None))


def body(scene: Scene) -> list[str]:
    """The lines of the last card."""
    return (scene.last.embeds[0].description or "").split("\n")


class TestTyped:
    async def test_one_command_does_it_all(self, scene: Scene, keep: Kept) -> None:
        role = scene.guild.create_role("Anleger", mentionable=True)
        other = scene.guild.create_text_channel("kurse")
        text = f"!abo xiaomi kurs 18:30 mo-fr <#{other.id}> <@&{role.id}>"
        await scene.max.send(scene.channel, text)
        [one] = await keep()
        assert (one.kind, one.symbol, one.channel, one.role) == (
            "close",
            "3CP.F",
            other.id,
            role.id,
        )
        assert (one.at, one.days, one.creator) == (time(18, 30), WORKDAYS, scene.max.id)
        for part in ("Abonniert: Xiaomi", "Kurs um 18:30, Mo–Fr", f"<#{other.id}>", "Frankfurt"):
            assert part in scene.said
        assert not scene.last.role_mentions

    @pytest.mark.parametrize(
        ("typed", "kind", "told"),
        [
            ("subscribe xiaomi move 5", "move", "Bewegungen um ±5 %"),
            ("abo xiaomi 2,5 %", "move", "±2,5 %"),
            ("abo xiaomi 2,60 €", "level", "wenn der Kurs 2,60 € kreuzt"),
            ("abo xiaomi über 2,60 €", "level", "wenn der Kurs über 2,60 € steigt"),
            ("abo xiaomi fällt auf 2,60", "level", "wenn der Kurs unter 2,60 € fällt"),
            ("subscribe xiaomi > 2.60", "level", "wenn der Kurs über 2,60 € steigt"),
            ("abo xiaomi über 20 HKD", "level", "20,00 HK$"),
            ("abo xiaomi 52w-hoch", "high", "52-Wochen-Hoch"),
            ("abo deutsche firma siemens", "", "kenne ich nicht"),
            ("abo xiaomi news", "news", "Neuigkeiten"),
        ],
    )
    async def test_what_is_understood_is_said(
        self, scene: Scene, keep: Kept, typed: str, kind: str, told: str
    ) -> None:
        await scene.max.send(scene.channel, f"!{typed}")
        assert told in scene.said
        assert [one.kind for one in await keep()] == ([kind] if kind else [])

    @pytest.mark.parametrize(
        ("typed", "told"),
        [
            ("abo xiaomi move 0", "0,5"),
            ("abo xiaomi move 1000", "keine Bewegung"),
            ("abo xiaomi kurs mo-xx", "weder Uhrzeit noch Tage"),
            ("abo xiaomi news 18:30", "gelten für den täglichen Kurs"),
            ("abo xiaomi move abc", "„abc“ verstehe ich"),
            ("abo xiaomi über 3 USD", "wird nicht in USD gehandelt"),
            ("abo xiaomi news @everyone", "nie alle"),
            ("abo xiaomi news <#123456789012345678>", "Diesen Kanal sehe ich nicht"),
            ("abo xiaomi news <@&123456789012345678>", "Rolle gibt es auf diesem Server nicht"),
        ],
    )
    async def test_what_cannot_be_is_refused_in_a_sentence(
        self, scene: Scene, keep: Kept, typed: str, told: str
    ) -> None:
        await scene.max.send(scene.channel, f"!{typed}")
        assert told in scene.said
        assert not scene.last.mention_everyone
        assert await keep() == []

    async def test_the_same_wish_twice_is_said(self, scene: Scene, keep: Kept) -> None:
        await scene.max.send(scene.channel, "!abo xiaomi move 5")
        await scene.max.send(scene.channel, "!abo xiaomi move 5,0 news")
        assert "Dort schon abonniert: Bewegungen um ±5 %" in scene.said
        assert {one.kind for one in await keep()} == {"move", "news"}

    async def test_above_and_below_are_two_and_both_ways_a_third(
        self, scene: Scene, keep: Kept
    ) -> None:
        await scene.max.send(scene.channel, "!abo xiaomi über 2,60 und unter 2,60")
        await scene.max.send(scene.channel, "!abo xiaomi marke 2,60")
        assert {one.direction for one in await keep()} == {"up", "down", None}
        await scene.max.send(scene.channel, "!abo xiaomi steigt auf 2,60")
        assert "Dort schon abonniert: wenn der Kurs über 2,60 € steigt" in scene.said
        assert len(await keep()) == 3
        await scene.max.send(scene.channel, "!abos")
        for told in ("über 2,60 € steigt", "unter 2,60 € fällt", "2,60 € kreuzt"):
            assert told in scene.said

    async def test_the_limit_of_a_server_is_said(self, scene: Scene, keep: Kept) -> None:
        for percent in range(1, 11):
            await scene.max.send(scene.channel, f"!abo xiaomi move {percent}")
        await scene.max.send(scene.channel, "!abo xiaomi move 11")
        assert "darf 10 Abos haben" in scene.said
        assert len(await keep()) == 10

    async def test_a_doubtful_company_is_asked_back_and_then_subscribed(
        self, scene: Scene, keep: Kept
    ) -> None:
        await scene.max.send(scene.channel, "!abo merck move 7")
        question = scene.last
        assert "kann mehrere Firmen meinen" in scene.said
        label = next(one for one in labels(question) if "KGaA" in one)
        await scene.max.click(question, label=label)
        [one] = await keep()
        assert (one.instrument, one.percent) == ("DE0006599905", 7)


class TestWhoMay:
    async def test_only_managers_and_the_chosen_role_on_both_paths(
        self, scene: Scene, keep: Kept
    ) -> None:
        role = scene.guild.create_role("Anleger")
        await scene.mia.send(scene.channel, "!abo xiaomi news")
        assert "„Server verwalten“" in scene.said
        refused = await scene.mia.slash(scene.channel, "subscribe", company="xiaomi", what="news")
        assert refused.ephemeral
        assert "Manage Server" in said(refused.response.message)
        await scene.max.send(scene.channel, f"!settings subscribers <@&{role.id}>")
        await scene.mia.send(scene.channel, "!abo xiaomi news")
        assert "oder die Rolle „Anleger“" in scene.said
        assert await keep() == []
        ina = scene.guild.add_member(scene.env.create_user("ina"), roles=[role])
        await ina.send(scene.channel, "!abo xiaomi news")
        await ina.slash(scene.channel, "subscribe", company="xiaomi", what="high")
        assert {one.kind for one in await keep()} == {"news", "high"}

    async def test_every_press_is_checked_again(self, scene: Scene, keep: Kept) -> None:
        await scene.max.send(scene.channel, "!abo xiaomi")
        form = scene.last
        for act, values in (("what", ["news"]), ("when", ["18:00"])):
            refused = await scene.mia.select(form, values, custom_id=press_of(form, act))
            assert "Manage Server" in said(refused.response.message)
        refused = await scene.mia.click(form, custom_id=press_of(form, "figures"))
        assert "Manage Server" in said(refused.response.message)
        await scene.max.send(scene.channel, "!abo xiaomi news")
        await scene.max.send(scene.channel, "!abos")
        [one] = await keep()
        listed = scene.last
        refused = await scene.mia.select(listed, [one.id], custom_id=press_of(listed, "choose"))
        assert "Manage Server" in said(refused.response.message)
        await scene.max.select(listed, [one.id], custom_id=press_of(listed, "choose"))
        for act in ("preview", "pause", "change", "remove"):
            refused = await scene.mia.click(scene.last, custom_id=press_of(scene.last, act))
            assert "Manage Server" in said(refused.response.message)
        assert [kept.state for kept in await keep()] == [State.ACTIVE]

    async def test_a_role_is_mentioned_only_by_who_may(self, scene: Scene, keep: Kept) -> None:
        closed = scene.guild.create_role("Vorstand")
        await scene.max.send(scene.channel, f"!abo xiaomi news <@&{closed.id}>")
        assert "Du darfst @Vorstand" in scene.said
        everyone = scene.guild.id
        await scene.max.send(scene.channel, f"!abo xiaomi news <@&{everyone}>")
        assert "erwähne nie alle" in scene.said
        assert await keep() == []
        loud = scene.guild.create_role(
            "Laut", permissions=discord.Permissions(mention_everyone=True, manage_guild=True)
        )
        leo = scene.guild.add_member(scene.env.create_user("leo"), roles=[loud])
        await leo.send(scene.channel, f"!abo xiaomi news <@&{closed.id}>")
        assert [one.role for one in await keep()] == [closed.id]

    async def test_the_bot_says_what_it_lacks_in_the_channel(
        self, scene: Scene, keep: Kept
    ) -> None:
        narrow = scene.channel_without(embed_links=True, read_message_history=True)
        await scene.max.send(scene.channel, f"!abo xiaomi news <#{narrow.id}>")
        assert "fehlt mir: Links einbetten, Nachrichtenverlauf anzeigen" in scene.said
        assert await keep() == []

    async def test_nobody_posts_where_they_could_not_write_themselves(
        self, scene: Scene, keep: Kept
    ) -> None:
        hidden = scene.guild.create_text_channel(
            "vorstand",
            overwrites={scene.max: discord.PermissionOverwrite(send_messages=False)},
        )
        await scene.max.send(scene.channel, f"!abo xiaomi news <#{hidden.id}>")
        assert "darfst du das selbst nicht: Nachrichten senden" in scene.said
        assert await keep() == []

    async def test_a_channel_of_another_server_is_refused(self, scene: Scene, keep: Kept) -> None:
        other = scene.env.create_guild().create_text_channel("fremd")
        await scene.max.send(scene.channel, f"!abo xiaomi news <#{other.id}>")
        assert "anderen Server" in scene.said
        assert await keep() == []

    async def test_not_in_a_direct_message(self, scene: Scene) -> None:
        await scene.max.send_dm("!abo xiaomi news")
        answer = scene.max.user.dm_channel.last_message
        assert answer is not None
        assert "auf einem Server" in said(answer)

    async def test_who_presses_without_end_has_to_wait(self, scene: Scene, keep: Kept) -> None:
        for _ in range(13):
            await scene.max.send(scene.channel, "!abos")
        assert "Einen Moment" in scene.said


class TestForm:
    async def test_from_a_company_to_three_subscriptions(self, scene: Scene, keep: Kept) -> None:
        role = scene.guild.create_role("Anleger", mentionable=True)
        other = scene.guild.create_text_channel("kurse")
        opened = await scene.max.slash(scene.channel, "subscribe", company="xiaomi")
        assert opened.ephemeral
        form = opened.response.message
        assert "Subscribe: Xiaomi Corp." in said(form)
        [go] = [one for one in buttons(form) if one.label == "Subscribe"]
        assert go.disabled, "there is nothing to subscribe yet"
        kinds = [one.type.name for one in menus(form).values()]
        assert kinds == ["select", "channel_select", "role_select", "select"]
        assert [one.id for one in menus(form)["where"].default_values] == [scene.channel.id]

        await scene.max.select(form, ["news", "move"], custom_id=press_of(form, "what"))
        await scene.max.select(form, [other], custom_id=press_of(form, "where"))
        await scene.max.select(form, [role], custom_id=press_of(form, "whom"))
        changed = await scene.max.select(form, ["18:00"], custom_id=press_of(form, "when"))
        form = (
            changed.edited[-1] if getattr(changed, "edited", None) else await refetch(scene, form)
        )
        for part in ("news as it happens", "moves of ±5%", "price at 18:00", f"<#{other.id}>"):
            assert part in said(form)
        chosen = [one.value for one in menus(form)["what"].options if one.default]
        assert chosen == ["news", "close", "move"]

        await scene.max.click(form, custom_id=press_of(form, "go"))
        kept = await keep()
        assert {one.kind for one in kept} == {"news", "move", "close"}
        assert {(one.channel, one.role) for one in kept} == {(other.id, role.id)}
        done = await refetch(scene, form)
        assert "Subscribed: Xiaomi Corp." in said(done)
        assert not menus(done)
        assert not buttons(done)

    async def test_figures_are_asked_on_a_page(self, scene: Scene, keep: Kept) -> None:
        await scene.max.send(scene.channel, "!abo xiaomi über")
        form = scene.last
        assert "wenn der Kurs über ? steigt" in said(form)
        asked = await scene.max.click(form, custom_id=press_of(form, "go"))
        assert set(page(asked)) == {"percent", "level", "direction", "time", "days"}
        wrong = await scene.max.submit_modal(asked, {"level": "viel"})
        assert wrong.ephemeral
        assert "is no price" in said(wrong.response.message)
        asked = await scene.max.click(form, custom_id=press_of(form, "figures"))
        answers: dict[str, Any] = {
            "level": "2.61 €",
            "percent": "7.5",
            "time": "18:30",
            "days": "Mo-Fr",
        }
        await scene.max.submit_modal(asked, answers)
        for part in ("über 2,61 €", "±7,5 %", "um 18:30, Mo–Fr"):
            assert part in scene.said
        again = await scene.max.click(form, custom_id=press_of(form, "figures"))
        assert {name: filled(field) for name, field in page(again).items()} == {
            "level": "2.61 EUR",
            "direction": "up",
            "percent": "7.5",
            "time": "18:30",
            "days": "Mon-Fri",
        }
        answers |= {"level": "2.61 EUR", "direction": ["down"]}
        await scene.max.submit_modal(again, answers)
        assert "wenn der Kurs unter 2,61 € fällt" in scene.said
        await scene.max.click(form, custom_id=press_of(form, "go"))
        level, move, close = sorted(
            await keep(), key=lambda one: "level move close".index(one.kind)
        )
        assert (level.level, level.currency, level.direction) == (Decimal("2.61"), "EUR", "down")
        assert move.percent == Decimal("7.5")
        assert (close.at, close.days) == (time(18, 30), WORKDAYS)

    async def test_another_time_is_asked_and_leaving_subscribes_nothing(
        self, scene: Scene, keep: Kept
    ) -> None:
        await scene.max.send(scene.channel, "!abo xiaomi kurs 7:15 sa #")
        assert "verstehe ich" in scene.said
        await scene.max.send(scene.channel, "!abo xiaomi")
        form = scene.last
        asked = await scene.max.select(form, ["other"], custom_id=press_of(form, "when"))
        await scene.max.submit_modal(asked, {"time": "7:15"})
        assert "Kurs um 07:15, täglich" in scene.said
        await scene.max.select(scene.last, [], custom_id=press_of(form, "whom"))
        await scene.max.click(scene.last, label="Abbrechen")
        assert "Nichts wurde abonniert" in scene.said
        assert await keep() == []

    async def test_it_goes_on_after_a_restart(
        self, scene: Scene, keep: Kept, make_bot: Callable[..., Parkett]
    ) -> None:
        await scene.max.send(scene.channel, "!abo xiaomi")
        form = scene.last
        await scene.max.select(form, ["level"], custom_id=press_of(form, "what"))
        asked = await scene.max.click(form, custom_id=press_of(form, "figures"))
        await scene.env.restart_bot(make_bot())
        await scene.max.submit_modal(asked, {"level": "3"})
        await scene.env.restart_bot(make_bot())
        await scene.max.click(form, custom_id=press_of(form, "go"))
        assert "Abonniert: Xiaomi" in scene.said
        assert [one.level for one in await keep()] == [3]

    async def test_a_form_that_is_no_longer_kept_says_so(
        self, scene: Scene, keep: Kept, store: Store
    ) -> None:
        await scene.max.send(scene.channel, "!abo xiaomi")
        form = scene.last
        await store.cards.purge(NOW.replace(year=2022))
        told = await scene.max.select(form, ["news"], custom_id=press_of(form, "what"))
        assert "too old" in said(told.response.message)
        assert await keep() == []


class TestList:
    @pytest.fixture(autouse=True)
    async def subscribed(self, scene: Scene) -> None:
        await scene.max.send(scene.channel, "!abo xiaomi move 5")
        await scene.max.send(scene.channel, "!abo xiaomi kurs")

    async def opened(self, scene: Scene, keep: Kept, kind: str) -> tuple[Any, Subscription]:
        """The list, turned to that subscription."""
        one = next(each for each in await keep() if each.kind == kind)
        await scene.max.send(scene.channel, "!abos")
        listed = scene.last
        await scene.max.select(listed, [one.id], custom_id=press_of(listed, "choose"))
        return scene.last, one

    async def test_what_where_when_and_how_it_is(
        self, scene: Scene, keep: Kept, store: Store
    ) -> None:
        move = next(one for one in await keep() if one.kind == "move")
        await store.subscriptions.change(
            move.id, last_sent=NOW, last_failure="missing_permissions", failed_at=NOW
        )
        await scene.max.send(scene.channel, "!abos")
        assert body(scene) == [
            f"-# <#{scene.channel.id}>",
            "",
            "**Xiaomi Corp.**",
            "• Kurs nach Börsenschluss · nächstes Mal 22:20",
            "• Bewegungen um ±5\xa0% an einem Handelstag · zuletzt gesendet 11:00",
            "-# ⚠️ letzter Fehler 11:00: mir fehlt dort eine Berechtigung",
        ]

    async def test_only_what_is_not_the_same_for_all_is_said(
        self, scene: Scene, keep: Kept, store: Store
    ) -> None:
        here, other = scene.channel, scene.guild.create_text_channel("kurse")
        role = scene.guild.create_role("Anleger", mentionable=True)
        await scene.max.send(here, f"!abo byd news <#{here.id}>")
        await scene.max.send(here, f"!abo byd move 4 <#{other.id}> <@&{role.id}>")
        paused = next(one for one in await keep() if one.kind == "close")
        await store.subscriptions.change(paused.id, state="paused", reason="somebody")
        await scene.max.send(here, "!abos")
        listed = body(scene)
        assert listed == [
            "**BYD Co. Ltd.**",
            f"• Neuigkeiten, sobald es sie gibt · <#{here.id}>",
            f"• Bewegungen um ±4\xa0% an einem Handelstag · <#{other.id}> · Erwähnt <@&{role.id}>",
            "",
            f"**Xiaomi Corp.** · <#{here.id}>",
            "⏸ Kurs nach Börsenschluss · pausiert",
            "• Bewegungen um ±5\xa0% an einem Handelstag",
        ]
        await scene.mia.send(here, "!abos")
        assert body(scene)[:3] == [
            "**BYD Co. Ltd.**",
            "• Neuigkeiten, sobald es sie gibt",
            "",
        ]

    async def test_a_preview_is_what_would_be_posted_and_only_for_one(
        self, scene: Scene, keep: Kept, feed: Feed
    ) -> None:
        opened, _ = await self.opened(scene, keep, "move")
        shown = await scene.max.click(opened, label="Vorschau")
        assert shown.ephemeral
        card = said(shown.response.message)
        for part in ("Xiaomi Corp. fällt um 2,0 %", "Frankfurt", "2,50 €", "Zuvor gemeldet"):
            assert part in card
        assert labels(shown.response.message) == ["Verwalten"]
        feed.fails = SourceDown(source="Yahoo", reason="refused")
        failed = await scene.max.click(opened, label="Vorschau")
        assert "nothing to show right now: Yahoo cannot be reached" in said(failed.response.message)

    @pytest.mark.parametrize(("kind", "files"), [("close", 1), ("move", 1), ("level", 0)])
    async def test_the_preview_of_a_daily_price_and_of_a_move_shows_the_chart(
        self, scene: Scene, keep: Kept, kind: str, files: int
    ) -> None:
        await scene.max.send(scene.channel, "!abo xiaomi level 2,7")
        opened, _ = await self.opened(scene, keep, kind)
        shown = await scene.max.click(opened, label="Vorschau")
        assert len(shown.response.message.attachments) == files

    async def test_pause_resume_and_remove(self, scene: Scene, keep: Kept) -> None:
        opened, one = await self.opened(scene, keep, "move")
        await scene.max.click(opened, label="Pausieren")
        assert "⏸ pausiert" in scene.said
        await scene.max.click(scene.last, label="Fortsetzen")
        assert "▶ aktiv" in scene.said
        await scene.max.click(scene.last, label="Entfernen")
        assert "Dieses Abo entfernen?" in scene.said
        assert len(await keep()) == 2
        await scene.max.click(scene.last, label="Ja, entfernen")
        assert "Entfernt: Bewegungen" in scene.said
        assert one.id not in {each.id for each in await keep()}
        gone = await scene.max.click(scene.last, label="◀ Alle")
        assert "Kurs nach Börsenschluss" in scene.said
        assert gone is not None

    async def test_a_change_of_everything(self, scene: Scene, keep: Kept) -> None:
        role = scene.guild.create_role("Anleger", mentionable=True)
        other = scene.guild.create_text_channel("kurse")
        opened, one = await self.opened(scene, keep, "close")
        asked = await scene.max.click(opened, label="Ändern")
        assert set(page(asked)) == {"where", "whom", "time", "days"}
        answers = {"where": [other], "whom": [role], "time": "18.30 Uhr", "days": "mo, mi"}
        await scene.max.submit_modal(asked, answers)
        assert "Kurs um 18:30, Mo, Mi" in scene.said
        changed = next(each for each in await keep() if each.id == one.id)
        assert (changed.channel, changed.role) == (other.id, role.id)
        assert (changed.at, changed.days) == (time(18, 30), frozenset({0, 2}))

    async def test_a_level_changes_its_direction_and_its_preview_says_so(
        self, scene: Scene, keep: Kept
    ) -> None:
        await scene.max.send(scene.channel, "!abo xiaomi 2,60 €")
        opened, one = await self.opened(scene, keep, "level")
        shown = await scene.max.click(opened, label="Vorschau")
        assert "fällt unter 2,60 €" in said(shown.response.message), "it stands at 2.50"
        asked = await scene.max.click(opened, label="Ändern")
        assert set(page(asked)) == {"where", "whom", "level", "direction"}
        assert filled(page(asked)["direction"]) == "both"
        answers = {"where": [scene.channel], "level": "2.60 EUR", "direction": ["up"]}
        await scene.max.submit_modal(asked, answers)
        assert "wenn der Kurs über 2,60 € steigt" in scene.said
        [changed] = [each for each in await keep() if each.id == one.id]
        assert (changed.direction, changed.level) == ("up", Decimal("2.60"))
        shown = await scene.max.click(scene.last, label="Vorschau")
        assert "steigt über 2,60 €" in said(shown.response.message)

    async def test_a_change_is_checked_like_a_new_one(self, scene: Scene, keep: Kept) -> None:
        opened, one = await self.opened(scene, keep, "move")
        closed = scene.guild.create_role("Vorstand")
        for answers, told in (
            ({"where": [scene.channel], "percent": "1000"}, "no move to watch for"),
            ({"where": [scene.channel], "whom": [closed], "percent": "5"}, "You may not mention"),
            (
                {"where": [scene.channel_without(send_messages=True)], "percent": "5"},
                "I lack: Send Messages",
            ),
        ):
            asked = await scene.max.click(opened, label="Ändern")
            refused = await scene.max.submit_modal(asked, answers)
            assert told in said(refused.followups[-1].message)
        assert next(each for each in await keep() if each.id == one.id) == one

    async def test_what_is_gone_meanwhile_is_said(
        self, scene: Scene, keep: Kept, store: Store
    ) -> None:
        opened, one = await self.opened(scene, keep, "move")
        await store.subscriptions.remove(one.id)
        told = await scene.max.click(opened, label="Pausieren")
        assert "no longer exists" in said(told.response.message)

    async def test_everybody_may_look_at_their_own_channel(self, scene: Scene) -> None:
        other = scene.guild.create_text_channel("leitung")
        await scene.max.send(scene.channel, f"!abo byd news <#{other.id}>")
        await scene.mia.send(scene.channel, "!abos")
        assert "Xiaomi" in scene.said
        assert "BYD" not in scene.said
        await scene.max.send(scene.channel, "!abos")
        assert "BYD" in scene.said
        told = await scene.mia.slash(scene.channel, "subscriptions")
        assert told.ephemeral
        assert "BYD" not in said(told.response.message)

    async def test_the_button_of_a_post_opens_the_list_of_its_channel(
        self, scene: Scene, keep: Kept
    ) -> None:
        other = scene.guild.create_text_channel("leitung")
        await scene.max.send(scene.channel, f"!abo byd news <#{other.id}>")
        opened, _ = await self.opened(scene, keep, "close")
        shown = await scene.max.click(opened, label="Vorschau")
        listed = await scene.max.click(shown.response.message, label="Verwalten")
        assert listed.ephemeral
        assert "Subscriptions of this channel" in said(listed.response.message)
        assert "BYD" not in said(listed.response.message)
        await scene.max.click(listed.response.message, label="Whole server")
        assert "BYD" in said(await refetch(scene, listed.response.message))

    async def test_many_are_paged(self, scene: Scene, store: Store) -> None:
        for number in range(20):
            await store.subscriptions.add(row(scene, number), (), limit=100)
        await scene.max.send(scene.channel, "!abos")
        listed = scene.last
        assert "1–10 von 22" in said(listed)
        await scene.max.click(listed, label="weiter ▶")
        await scene.max.click(scene.last, label="weiter ▶")
        assert "21–22 von 22" in scene.said
        assert len(menus(scene.last)["2"].options) == 2

    async def test_a_page_of_all_that_can_be_said_is_not_cut(
        self, scene: Scene, store: Store
    ) -> None:
        for number in range(10):
            one = row(scene, number)
            last = {"last_failure": "missing_permissions", "failed_at": NOW, "last_sent": NOW}
            full = replace(
                one,
                channel=10**18 + number,
                instrument=f"A company whose name is as long as names are cut to, No. {number}",
                settings={**one.settings, "role": str(10**18 + number)},
            )
            await store.subscriptions.add(full, (), limit=100)
            await store.subscriptions.change(
                full.id, state="lost", reason="missing_permissions", **last
            )
        await scene.max.send(scene.channel, "!abos")
        listed = body(scene)
        assert sum(line.startswith("⚠️") for line in listed) == 10
        assert sum("zuletzt gesendet" in line for line in listed) == 10
        assert "…" not in "".join(listed)

    async def test_a_deleted_channel_rests_and_says_why(self, scene: Scene, keep: Kept) -> None:
        other = scene.guild.create_text_channel("kurse")
        await scene.max.send(scene.channel, f"!abo byd news <#{other.id}>")
        channel = scene.env.bot.get_channel(other.id)
        assert isinstance(channel, discord.TextChannel)
        await channel.delete()
        await scene.env.settle()
        byd = next(one for one in await keep() if one.kind == "news")
        assert (byd.state, byd.reason) == (State.LOST, "deleted")
        opened, _ = await self.opened(scene, keep, "news")
        assert "der Kanal wurde gelöscht" in said(opened)
        told = await scene.max.click(opened, label="Fortsetzen")
        assert "I see no such channel" in said(told.followups[-1].message)
        asked = await scene.max.click(opened, label="Ändern")
        await scene.max.submit_modal(asked, {"where": [scene.channel]})
        assert "▶ aktiv" in scene.said


class TestElsewhere:
    async def test_a_forum_gets_one_post_for_the_company(self, scene: Scene, keep: Kept) -> None:
        forum = scene.guild.create_forum_channel("firmen")
        await scene.max.send(scene.channel, f"!abo xiaomi news <#{forum.id}>")
        [news] = await keep()
        thread = scene.env.bot.get_channel(news.channel)
        assert isinstance(thread, discord.Thread)
        assert (thread.name, thread.parent_id) == ("Xiaomi Corp.", forum.id)
        await scene.max.send(scene.channel, f"!abo xiaomi move 5 news <#{forum.id}>")
        assert "Dort schon abonniert" in scene.said
        assert {one.channel for one in await keep()} == {thread.id}

    @pytest.mark.parametrize("gone", ["thread", "forum"])
    async def test_what_is_posted_in_a_deleted_thread_rests(
        self, scene: Scene, keep: Kept, gone: str
    ) -> None:
        forum = scene.guild.create_forum_channel("firmen")
        await scene.max.send(scene.channel, f"!abo xiaomi news <#{forum.id}>")
        [one] = await keep()
        deleted: Any = scene.env.bot.get_channel(one.channel if gone == "thread" else forum.id)
        await deleted.delete()
        for _ in range(1_000):  # the deletions of forum and thread are told side by side
            if (await keep())[0].state is State.LOST:
                break
        assert [(one.state, one.reason) for one in await keep()] == [(State.LOST, "deleted")]

    async def test_no_post_is_made_for_what_cannot_be(self, scene: Scene, keep: Kept) -> None:
        forum = scene.guild.create_forum_channel("firmen")
        await scene.max.send(scene.channel, f"!abo xiaomi über 3 USD <#{forum.id}>")
        assert "nicht in USD" in scene.said
        assert not scene.env.bot.get_channel(forum.id).threads  # type: ignore[union-attr]

    async def test_slash_options_are_one_command_too(self, scene: Scene, keep: Kept) -> None:
        other = scene.guild.create_text_channel("kurse")
        told = await scene.max.slash(
            scene.channel,
            "subscribe",
            company="KYG9830T1067",
            what="close",
            when="18:30 weekdays",
            where=other,
        )
        assert told.ephemeral
        assert "price at 18:30, Mon–Fri" in said(told.response.message)
        [one] = await keep()
        assert (one.channel, one.at, one.days) == (other.id, time(18, 30), WORKDAYS)
        told = await scene.max.slash(
            scene.channel, "subscribe", company="xiaomi", what="level", value="below 2.10"
        )
        assert "when the price falls below €2.10" in said(told.response.message)
        wrong = await scene.max.slash(
            scene.channel, "subscribe", company="xiaomi", what="news", value="7"
        )
        assert "“7”" in said(wrong.response.message)

    async def test_a_place_that_is_in_nobodys_memory_is_asked_for(
        self, scene: Scene, keep: Kept
    ) -> None:
        other = scene.guild.create_text_channel("kurse")
        guild = scene.env.bot.get_guild(scene.guild.id)
        assert guild is not None
        guild._channels.pop(other.id)  # as an archived thread is not there
        told = await scene.max.slash(
            scene.channel, "subscribe", company="xiaomi", what="news", where=other
        )
        assert "Subscribed" in said(told.response.message)
        assert [one.channel for one in await keep()] == [other.id]

    async def test_times_follow_the_servers_timezone(self, scene: Scene, keep: Kept) -> None:
        await scene.max.send(scene.channel, "!abo xiaomi kurs 18:30")
        await scene.max.send(scene.channel, "!settings timezone New York")
        assert [one.timezone for one in await keep()] == ["America/New_York"]

    async def test_data_delete_and_leaving_forget_them(self, scene: Scene, keep: Kept) -> None:
        await scene.max.send(scene.channel, "!abo xiaomi news")
        await scene.max.send(scene.channel, "!data delete")
        assert "Abos dieses Servers" in scene.said
        await scene.max.click(scene.last, label="Alles löschen")
        assert await keep() == []
        await scene.max.send(scene.channel, "!abo xiaomi news")
        assert len(await keep()) == 1
        guild = scene.env.bot.get_guild(scene.guild.id)
        assert guild is not None
        await guild.leave()
        await scene.env.settle()
        assert await keep() == []


async def refetch(scene: Scene, message: Any) -> Any:
    """The message as it is now, the ephemeral one too."""
    from simcord.results import to_discord_message

    stored = scene.env.backend.get_message(message.channel.id, message.id)
    return to_discord_message(scene.env, stored)


def row(scene: Scene, number: int) -> SubscriptionRow:
    return SubscriptionRow(
        id=f"many{number}",
        guild=scene.guild.id,
        channel=scene.channel.id,
        creator=scene.max.id,
        instrument="KYG9830T1067",
        kind="level",
        created=NOW,
        symbol="3CP.F",
        mic="XFRA",
        threshold=number + 1.0,
        settings={"level": str(number + 1), "currency": "EUR"},
    )
