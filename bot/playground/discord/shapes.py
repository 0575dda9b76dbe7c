"""People and places on the wire: users, members, roles, channels, servers, applications.

Discord's API v10 objects as JSON; pure functions. Messages are in `wire`.
"""

from datetime import datetime

from bot.playground.discord.models import (
    Application,
    Channel,
    ChannelKind,
    Guild,
    Member,
    Role,
    User,
)
from bot.playground.discord.refusals import Json


def stamp(moment: datetime) -> str:
    """ISO 8601 with microseconds and offset, as Discord writes it; `moment` is aware."""
    return moment.isoformat(timespec="microseconds")


def maybe_stamp(moment: datetime | None) -> str | None:
    return None if moment is None else stamp(moment)


def maybe_id(snowflake: int | None) -> str | None:
    return None if snowflake is None else str(snowflake)


def user(who: User) -> Json:
    described: Json = {
        "id": str(who.id),
        "username": who.username,
        "discriminator": "0000" if who.bot else "0",
        "global_name": who.global_name,
        "avatar": None,
        "public_flags": 0,
        "flags": 0,
        "primary_guild": None,
    }
    if who.bot:
        described["bot"] = True
    return described


def own_user(who: User) -> Json:
    return user(who) | {"mfa_enabled": True, "locale": "en-US", "verified": True, "email": None}


def member(who: Member, *, with_user: bool = True) -> Json:
    described: Json = {
        "avatar": None,
        "banner": None,
        "communication_disabled_until": maybe_stamp(who.timeout_until),
        "flags": 0,
        "joined_at": stamp(who.joined),
        "nick": who.nick,
        "pending": False,
        "premium_since": None,
        "roles": [str(role) for role in who.roles],
        "mute": False,
        "deaf": False,
    }
    if with_user:
        described["user"] = user(who.user)
    return described


def role(what: Role) -> Json:
    return {
        "id": str(what.id),
        "name": what.name,
        "permissions": str(what.permissions),
        "position": what.position,
        "color": what.color,
        "colors": {
            "primary_color": what.color,
            "secondary_color": None,
            "tertiary_color": None,
        },
        "hoist": False,
        "managed": what.managed,
        "mentionable": what.mentionable,
        "icon": None,
        "unicode_emoji": None,
        "flags": 0,
    }


def channel(what: Channel) -> Json:
    described: Json = {"id": str(what.id), "type": int(what.kind), "flags": 0}
    if what.kind is not ChannelKind.CATEGORY:
        described["last_message_id"] = maybe_id(what.last_message_id)
    if what.kind is ChannelKind.DIRECT:
        return described
    described |= {
        "guild_id": str(what.guild_id),
        "name": what.name,
        "parent_id": maybe_id(what.parent_id),
        "rate_limit_per_user": what.slowmode,
    }
    if what.is_thread:
        return described | _thread(what)
    return (
        described
        | {
            "topic": what.topic,
            "position": what.position,
            "nsfw": what.nsfw,
            "permission_overwrites": [
                {
                    "id": str(overwrite.id),
                    "type": 1 if overwrite.member else 0,
                    "allow": str(overwrite.allow),
                    "deny": str(overwrite.deny),
                }
                for overwrite in what.overwrites
            ],
        }
        | (_forum() if what.kind is ChannelKind.FORUM else {})
    )


def direct_channel(what: Channel, viewer: int) -> Json:
    """A channel of two as one of them sees it: the other is the recipient."""
    others = [user(who) for who in what.recipients if who.id != viewer]
    return channel(what) | {"recipients": others}


def channel_for(what: Channel, viewer: int) -> Json:
    return direct_channel(what, viewer) if what.kind is ChannelKind.DIRECT else channel(what)


def _forum() -> Json:
    return {
        "available_tags": [],
        "default_reaction_emoji": None,
        "default_sort_order": None,
        "default_forum_layout": 0,
    }


def _thread(what: Channel) -> Json:
    changed = "" if what.changed is None else stamp(what.changed)
    return {
        "owner_id": str(what.owner_id),
        "thread_metadata": {
            "archived": what.archived,
            "archive_timestamp": changed,
            "auto_archive_duration": what.auto_archive_minutes,
            "locked": what.locked,
            "create_timestamp": changed,
        }
        | ({"invitable": True} if what.kind is ChannelKind.PRIVATE_THREAD else {}),
        "message_count": what.sent,
        "member_count": min(len(what.members), 50),
        "total_message_sent": what.sent,
    }


def thread_member(thread: Channel, user_id: int) -> Json:
    joined = "" if thread.changed is None else stamp(thread.changed)
    return {"id": str(thread.id), "user_id": str(user_id), "join_timestamp": joined, "flags": 0}


def guild(what: Guild) -> Json:
    """The server's own fields, without channels and members."""
    return {
        "id": str(what.id),
        "name": what.name,
        "icon": None,
        "description": what.description,
        "home_header": None,
        "splash": None,
        "discovery_splash": None,
        "features": [],
        "banner": None,
        "owner_id": str(what.owner_id),
        "application_id": None,
        "region": "deprecated",
        "afk_channel_id": None,
        "afk_timeout": 300,
        "system_channel_id": None,
        "system_channel_flags": 0,
        "widget_enabled": False,
        "widget_channel_id": None,
        "verification_level": 0,
        "roles": [role(each) for each in what.roles.values()],
        "default_message_notifications": 1,
        "mfa_level": 0,
        "explicit_content_filter": 0,
        "max_presences": None,
        "max_members": 500_000,
        "max_stage_video_channel_users": 50,
        "max_video_channel_users": 25,
        "vanity_url_code": None,
        "premium_tier": 0,
        "premium_subscription_count": 0,
        "preferred_locale": what.locale,
        "rules_channel_id": None,
        "safety_alerts_channel_id": None,
        "public_updates_channel_id": None,
        "premium_progress_bar_enabled": False,
        "nsfw": False,
        "nsfw_level": 0,
        "emojis": [],
        "stickers": [],
        "incidents_data": None,
    }


def application(what: Application, guild_count: int) -> Json:
    """The application as its bot may read it."""
    return {
        "id": str(what.id),
        "name": what.name,
        "icon": None,
        "description": "",
        "summary": "",
        "type": None,
        "bot": user(what.user),
        "bot_public": True,
        "bot_require_code_grant": False,
        "verify_key": "0" * 64,
        "flags": flags(what),
        "flags_new": str(flags(what)),
        "redirect_uris": [],
        "interactions_endpoint_url": None,
        "role_connections_verification_url": None,
        "owner": user(what.owner),
        "approximate_guild_count": guild_count,
        "approximate_user_install_count": 0,
        "approximate_user_authorization_count": 0,
        "explicit_content_filter": 0,
        "team": None,
        "eligible_oauth2_scopes": [],
    }


def flags(what: Application) -> int:
    """The application's public flags that tell which privileged intents are on (limited form)."""
    described = 0
    for intent, flag in ((1 << 8, 1 << 13), (1 << 1, 1 << 15), (1 << 15, 1 << 19)):
        if what.privileged & intent:
            described |= flag
    return described
