"""Reactions and votes: the same for bots and persons."""

from bot.playground.discord import refusals, shapes, wire
from bot.playground.discord.events import Event, Hub
from bot.playground.discord.models import Message, Poll, User
from bot.playground.discord.refusals import Json, Refusal
from bot.playground.discord.state import State

MOST_EMOJI = 20  # different ones on one message


class Reacting:
    def __init__(self, state: State, hub: Hub) -> None:
        self._state = state
        self._hub = hub

    def add(self, message: Message, emoji: str, user: User) -> None:
        """Raises Refusal 10014 for what is no emoji, 30010 for too many different ones."""
        if not _is_emoji(emoji):
            raise refusals.unknown(10014)
        if emoji not in message.reactions and len(message.reactions) >= MOST_EMOJI:
            raise Refusal(400, 30010, "Maximum number of reactions reached (20)")
        users = message.reactions.setdefault(emoji, [])
        if user.id not in users:
            users.append(user.id)
            extra = {"message_author_id": str(message.author.id), "burst": False, "type": 0}
            self._tell("MESSAGE_REACTION_ADD", message, emoji, user, extra)

    def remove(self, message: Message, emoji: str, user: User) -> None:
        users = message.reactions.get(emoji, [])
        if user.id not in users:
            return
        users.remove(user.id)
        if not users:
            del message.reactions[emoji]
        extra = {"burst": False, "type": 0}
        self._tell("MESSAGE_REACTION_REMOVE", message, emoji, user, extra)

    def clear(self, message: Message, emoji: str | None = None) -> None:
        """All reactions, or all with one emoji."""
        if emoji is None:
            message.reactions.clear()
            self._publish("MESSAGE_REACTION_REMOVE_ALL", message, {})
        elif message.reactions.pop(emoji, None):
            about: Json = {"emoji": wire.emoji(emoji)}
            self._publish("MESSAGE_REACTION_REMOVE_EMOJI", message, about)

    def vote(self, message: Message, answers: set[int], user: User) -> None:
        """The person's votes are these and no others. Raises Refusal 520001 and the like."""
        poll = open_poll(message)
        if self._state.clock() >= poll.expires or poll.closed:
            raise Refusal(403, 520001, "Poll expired")
        if not answers <= set(poll.votes) or (len(answers) > 1 and not poll.multiple):
            raise Refusal(400, 50035, "Invalid Form Body")
        for number, users in poll.votes.items():
            name = None
            if number in answers and user.id not in users:
                users.add(user.id)
                name = "MESSAGE_POLL_VOTE_ADD"
            elif number not in answers and user.id in users:
                users.discard(user.id)
                name = "MESSAGE_POLL_VOTE_REMOVE"
            if name is not None:
                about: Json = {"user_id": str(user.id), "answer_id": number}
                self._publish(name, message, about)

    def _tell(self, name: str, message: Message, emoji: str, user: User, extra: Json) -> None:
        about: Json = {"user_id": str(user.id), "emoji": wire.emoji(emoji), **extra}
        guild = None if message.guild_id is None else self._state.guilds[message.guild_id]
        if guild is not None and name.endswith("_ADD") and user.id in guild.members:
            about["member"] = shapes.member(guild.members[user.id])
        self._publish(name, message, about)

    def _publish(self, name: str, message: Message, about: Json) -> None:
        about |= {"channel_id": str(message.channel_id), "message_id": str(message.id)}
        if message.guild_id is not None:
            about["guild_id"] = str(message.guild_id)
        guild_id, channel_id = message.guild_id, message.channel_id
        seen_by = message.seen_by
        self._hub.publish(
            Event(name, about, guild_id=guild_id, channel_id=channel_id, person=seen_by)
        )
        if "REMOVE_" in name or "POLL" in name:
            whole = wire.message(self._state, message)
            self._hub.publish(Event("message_changed", whole, guild_id, channel_id, person=seen_by))


def open_poll(message: Message) -> Poll:
    if message.poll is None:
        raise Refusal(400, 520000, "This message does not have a poll")
    return message.poll


def _is_emoji(text: str) -> bool:
    """`name:id`, or something that is not plain text."""
    name, colon, custom = text.partition(":")
    if colon:
        return bool(name) and custom.isdigit()
    return bool(text) and len(text) <= 16 and not text.isascii()
