"""What discord.py makes of our objects, and we of its requests, beyond plain messages."""

import datetime
import io

import discord
import pytest
from discord import app_commands

from bot.playground.discord.models import ChannelKind
from bot.playground.discord.permissions import Can
from tests.loopback import Place


class Quiet(discord.Client):
    def __init__(self) -> None:
        super().__init__(intents=discord.Intents.default(), guild_ready_timeout=0.01)
        self.tree = app_commands.CommandTree(self)


async def test_a_thread_lives_and_ends(place: Place) -> None:
    place.discord.allow(place.general, place.bot.user, Can.MANAGE_THREADS)
    client = Quiet()
    async with place.connected(client):
        channel = client.get_channel(place.general.id)
        message = await channel.send("about Xiaomi")
        thread = await message.create_thread(name="Xiaomi", auto_archive_duration=60)
        await thread.send("in here")
        assert [each.content async for each in thread.history()] == ["in here"]
        await thread.edit(archived=True)
        assert place.discord.state.channel(thread.id).archived
        await thread.delete()
        with pytest.raises(discord.NotFound):
            await thread.send("gone")


async def test_a_forum_gets_a_post(place: Place) -> None:
    forum = place.discord.add_channel(place.guild, "ideas", ChannelKind.FORUM)
    client = Quiet()
    async with place.connected(client):
        made = await client.get_channel(forum.id).create_thread(
            name="Week 42", content="the column", file=discord.File(io.BytesIO(b"x"), "a.txt")
        )
    assert made.message.content == "the column"
    assert [each.filename for each in made.message.attachments] == ["a.txt"]


async def test_a_poll_is_voted_in_and_closed(place: Place) -> None:
    client = Quiet()
    async with place.connected(client):
        poll = discord.Poll("Up or down?", duration=datetime.timedelta(hours=24))
        poll.add_answer(text="up", emoji="📈")
        poll.add_answer(text="down")
        message = await client.get_channel(place.general.id).send(poll=poll)
        await place.discord.vote(message_json(message), place.bob, 1)
        assert [each.name async for each in message.poll.get_answer(1).voters()] == ["bob"]
        await message.end_poll()
        again = await message.channel.fetch_message(message.id)
    assert again.poll.is_finalised()
    assert [each.vote_count for each in again.poll.answers] == [1, 0]


async def test_pins_history_and_reactions(place: Place) -> None:
    place.discord.allow(place.general, place.bot.user, Can.PIN_MESSAGES | Can.MANAGE_MESSAGES)
    client = Quiet()
    async with place.connected(client):
        channel = client.get_channel(place.general.id)
        sent = [await channel.send(str(number)) for number in range(5)]
        await sent[1].pin()
        assert [each.content async for each in channel.pins()] == ["1"]
        before = [each.content async for each in channel.history(before=sent[3], limit=2)]
        after = [each.content async for each in channel.history(after=sent[3])]
        around = [each.content async for each in channel.history(around=sent[2], limit=3)]
        assert (before, after, sorted(around)) == (["2", "1"], ["4"], ["1", "2", "3"])
        await sent[0].add_reaction("👍")
        await sent[0].remove_reaction("👍", client.user)
        await sent[0].add_reaction("👎")
        await sent[0].clear_reactions()
        await channel.delete_messages(sent[:4])
        assert [each.content async for each in channel.history()] == ["4"]


async def test_a_layout_with_a_picture(place: Place) -> None:
    view = discord.ui.LayoutView(timeout=None)
    box = discord.ui.Container(accent_color=0xFF6900)
    box.add_item(discord.ui.TextDisplay("# Xiaomi"))
    more = discord.ui.Button(label="More", custom_id="more")
    box.add_item(discord.ui.Section("2.50 €", accessory=more))
    gallery = discord.ui.MediaGallery()
    gallery.add_item(media="attachment://chart.png")
    box.add_item(gallery)
    view.add_item(box)
    client = Quiet()
    async with place.connected(client):
        sent = await client.get_channel(place.general.id).send(
            view=view, file=discord.File(io.BytesIO(b"x"), "chart.png")
        )
        with pytest.raises(discord.HTTPException):
            await sent.edit(content="text")
    stored = place.discord.state.message(place.general.id, sent.id)
    assert stored.flags & 1 << 15
    item = stored.components[0]["components"][2]["items"][0]
    assert item["media"]["url"].startswith(place.discord.cdn_url)
    assert sent.attachments == []


async def test_direct_messages_and_who_is_who(place: Place) -> None:
    client = Quiet()
    async with place.connected(client):
        bob = await client.fetch_user(place.bob.id)
        sent = await bob.send("psst")
        assert sent.guild is None
        member = await client.get_guild(place.guild.id).fetch_member(place.bob.id)
        assert member.display_name == "Bob"
        info = await client.application_info()
        assert (info.name, info.owner.name) == ("Parkett", "ann")
        with pytest.raises(discord.NotFound):
            await client.fetch_user(1)
        guild = await client.fetch_guild(place.guild.id, with_counts=True)
        assert guild.approximate_member_count == 3
        assert [each.name for each in await guild.fetch_channels()] == ["general", "trading"]


async def test_commands_are_kept_by_scope(place: Place) -> None:
    client = Quiet()
    group = app_commands.Group(name="feeds", description="Feeds")

    @group.command(description="Adds one")
    @app_commands.describe(address="Where it is", kind="What it is")
    @app_commands.choices(kind=[app_commands.Choice(name="RSS", value=1)])
    async def add(
        interaction: discord.Interaction, address: str, kind: int, who: discord.Member | None
    ) -> None:
        name = who.display_name if who else "nobody"
        await interaction.response.send_message(f"{address} {kind} {name}")

    async with place.connected(client):
        client.tree.add_command(group)
        here = discord.Object(place.guild.id)
        client.tree.copy_global_to(guild=here)
        assert len(await client.tree.sync(guild=here)) == 1
        assert await client.tree.fetch_commands() == []
        fetched = await client.tree.fetch_commands(guild=here)
        assert fetched[0].options[0].name == "add"
        values = {"address": "https://x.example", "kind": 1, "who": str(place.bob.id)}
        await place.discord.slash(place.general, place.ann, "feeds add", values)
        told = await place.discord.wait_for("message_create")
        await fetched[0].delete()
        assert await client.tree.fetch_commands(guild=here) == []
    assert told["content"] == "https://x.example 1 Bob"
    assert told["interaction"]["name"] == "feeds add"


def message_json(message: discord.Message) -> dict[str, str]:
    return {"id": str(message.id), "channel_id": str(message.channel.id)}
