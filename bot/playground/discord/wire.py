"""Messages on the wire: Discord's API v10 objects as JSON. Pure functions.

What a reader may not see is left out by the caller: `viewer` is the user for whom a message is
written (`me` of reactions and polls).
"""

from bot.playground.discord import shapes
from bot.playground.discord.models import Attachment, Message, Poll
from bot.playground.discord.refusals import Json
from bot.playground.discord.state import State

MAX_UPLOAD = 10 * 1024 * 1024  # bytes of one file without boosts


def attachment(what: Attachment) -> Json:
    described: Json = {
        "id": str(what.id),
        "filename": what.filename,
        "size": len(what.body),
        "url": what.url,
        "proxy_url": what.url,
        "content_type": what.content_type,
    }
    if what.description is not None:
        described["description"] = what.description
    if what.size is not None:
        described["width"], described["height"] = what.size
    if what.ephemeral:
        described["ephemeral"] = True
    return described


def message(state: State, what: Message, viewer: int | None = None, *, deep: bool = True) -> Json:
    """The whole message. `deep`: with the message that it answers."""
    described: Json = {
        "id": str(what.id),
        "channel_id": str(what.channel_id),
        "author": shapes.user(what.author),
        "type": what.kind,
        "content": what.content,
        "timestamp": shapes.stamp(what.created),
        "edited_timestamp": shapes.maybe_stamp(what.edited),
        "tts": what.tts,
        "mention_everyone": what.mention_everyone,
        "mentions": [shapes.user(state.users[each]) for each in what.mentions],
        "mention_roles": [str(each) for each in what.mention_roles],
        "attachments": [attachment(each) for each in what.attachments],
        "embeds": what.embeds,
        "components": what.components,
        "pinned": what.pinned is not None,
        "flags": what.flags,
    }
    if what.nonce is not None:
        described["nonce"] = what.nonce
    if what.application_id is not None:
        described["application_id"] = str(what.application_id)
    if what.webhook_id is not None:
        described["webhook_id"] = str(what.webhook_id)
    if what.interaction is not None:
        described["interaction_metadata"] = what.interaction
        if what.command is not None:
            described["interaction"] = {
                "id": what.interaction["id"],
                "type": 2,
                "name": what.command,
                "user": what.interaction["user"],
            }
    if what.reactions:
        described["reactions"] = [
            reaction(emoji, users, viewer) for emoji, users in what.reactions.items()
        ]
    if what.poll is not None:
        described["poll"] = poll(what.poll, viewer)
    if what.thread_id is not None and what.thread_id in state.channels:
        described["thread"] = shapes.channel(state.channels[what.thread_id])
    if what.reference is not None:
        described["message_reference"] = what.reference
        if deep and what.kind == 19:
            described["referenced_message"] = _referenced(state, what.reference, viewer)
    return described


def _referenced(state: State, reference: Json, viewer: int | None) -> Json | None:
    found = state.find_message(int(reference["channel_id"]), int(reference["message_id"]))
    return None if found is None else message(state, found, viewer, deep=False)


def emoji(name: str) -> Json:
    """An emoji from its key: a character, or `name:id` for one of a server."""
    text, _, custom = name.partition(":")
    return {"id": custom or None, "name": text}


def reaction(name: str, users: list[int], viewer: int | None) -> Json:
    return {
        "emoji": emoji(name),
        "count": len(users),
        "count_details": {"burst": 0, "normal": len(users)},
        "burst_colors": [],
        "me_burst": False,
        "me": viewer in users,
    }


def poll(what: Poll, viewer: int | None) -> Json:
    return {
        "question": {"text": what.question},
        "answers": what.answers,
        "expiry": shapes.stamp(what.expires),
        "allow_multiselect": what.multiple,
        "layout_type": 1,
        "results": {
            "is_finalized": what.closed,
            "answer_counts": [
                {"id": number, "count": len(users), "me_voted": viewer in users}
                for number, users in what.votes.items()
            ],
        },
    }
