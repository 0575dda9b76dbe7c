"""Where may it be posted, and whom may it mention? Checked when it is chosen, and said at once."""

import discord

from bot.chat.cards.escape import clip, escape, plain
from bot.chat.forms.rights import Standing
from bot.chat.troubles import BadChoice
from bot.chat.wording.catalogue import Wording
from bot.instruments.models import Instrument

Place = discord.TextChannel | discord.Thread | discord.ForumChannel
_THREAD_NAME = 100
_READ = ("view_channel",)
_POST = ("embed_links", "read_message_history")  # the latter to see after a crash what was posted


async def find_place(standing: Standing, channel: int, wording: Wording) -> Place:
    """The channel, thread or forum of this server. Raises BadChoice."""
    words = wording.subscribing
    found = standing.guild.get_channel_or_thread(channel)
    if found is None:
        try:
            # A thread that is archived, or that the bot has not joined, is not in memory.
            found = await standing.guild.fetch_channel(channel)
        except discord.InvalidData:
            raise BadChoice(sentence=words.channel_elsewhere) from None
        except discord.HTTPException:
            raise BadChoice(sentence=words.channel_gone) from None
    if not isinstance(found, discord.TextChannel | discord.Thread | discord.ForumChannel):
        raise BadChoice(sentence=words.not_a_place.format(channel=f"<#{channel}>"))
    return found


def check_place(place: Place, standing: Standing, wording: Wording) -> None:
    """Whether the bot can post there, and the person could. Raises BadChoice."""
    words = wording.subscribing
    mine = _permissions(place, standing.guild.me, wording)
    theirs = _permissions(place, standing.member, wording)
    needed = (*_READ, *_writing(place), *_POST)
    if missing := [name for name in needed if not getattr(mine, name)]:
        raise _lacking(words.bot_lacks, place, missing, wording)
    if missing := [name for name in (*_READ, *_writing(place)) if not getattr(theirs, name)]:
        raise _lacking(words.you_lack, place, missing, wording)
    if isinstance(place, discord.Thread) and place.locked and not mine.manage_threads:
        raise BadChoice(sentence=words.locked.format(channel=place.mention))


def check_role(role: int, place: Place, standing: Standing, wording: Wording) -> None:
    """Whether the person may mention it there, and Discord lets the bot. Raises BadChoice."""
    words = wording.subscribing
    found = standing.guild.get_role(role)
    if found is None:
        raise BadChoice(sentence=words.role_gone)
    if found.is_default():
        raise BadChoice(sentence=words.role_everyone)
    if found.mentionable:
        return
    details = {"role": escape(f"@{found.name}", 60), "channel": place.mention}
    if not _permissions(place, standing.member, wording).mention_everyone:
        raise BadChoice(sentence=words.role_yours.format(**details))
    if not _permissions(place, standing.guild.me, wording).mention_everyone:
        raise BadChoice(sentence=words.role_mine.format(**details))


async def delivery_channel(
    place: Place, instrument: Instrument, used: set[int], wording: Wording
) -> int:
    """The id of where it is posted: in a forum a post named after the company, the one of `used`
    that is there already or a new one. Raises BadChoice."""
    if not isinstance(place, discord.ForumChannel):
        return place.id
    for thread in place.threads:
        if thread.id in used:
            return thread.id
    words = wording.subscribing
    name = clip(plain(instrument.name, _THREAD_NAME), _THREAD_NAME)
    # A forum may insist on a tag; any that everybody may use will do.
    tags = [tag for tag in place.available_tags if not tag.moderated][:1]
    try:
        made = await place.create_thread(
            name=name,
            embed=discord.Embed(description=words.post_intro.format(name=escape(name))),
            applied_tags=tags if place.flags.require_tag else [],
            allowed_mentions=discord.AllowedMentions.none(),
        )
    except discord.Forbidden:
        raise _lacking(words.bot_lacks, place, ["send_messages"], wording) from None
    except discord.HTTPException:
        raise BadChoice(sentence=words.not_a_place.format(channel=place.mention)) from None
    return made.thread.id


def _writing(place: Place) -> tuple[str, ...]:
    match place:
        case discord.Thread():
            return ("send_messages_in_threads",)
        case discord.ForumChannel():
            return ("send_messages", "send_messages_in_threads")
        case _:
            return ("send_messages",)


def _permissions(place: Place, member: discord.Member, wording: Wording) -> discord.Permissions:
    try:
        return place.permissions_for(member)
    except discord.ClientException:  # a thread whose channel the bot does not see
        raise BadChoice(sentence=wording.subscribing.channel_gone) from None


def _lacking(template: str, place: Place, missing: list[str], wording: Wording) -> BadChoice:
    names = wording.subscribing.permissions
    forum = isinstance(place, discord.ForumChannel)
    told = [
        names["create_posts"] if forum and name == "send_messages" else names[name]
        for name in missing
    ]
    return BadChoice(sentence=template.format(channel=place.mention, permissions=", ".join(told)))
