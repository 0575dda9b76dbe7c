"""What can go wrong between the bot and Discord, as errors that a person can read."""

from bot.errors import InputError, ParkettError


class NotAllowed(InputError):
    """The person lacks the permission Manage Server."""

    code = "not_allowed"
    template = "That needs the permission “Manage Server”."


class NeedsRole(InputError):
    """The person may not subscribe. details: role, the name of the one that may."""

    code = "needs_role"
    template = "That needs the permission “Manage Server” or the role “{role}”."


class FormGone(InputError):
    """A form whose answers are no longer kept."""

    code = "form_gone"
    template = "This form is too old. Please type the command again."


class OnlyInServer(InputError):
    """Asked in a direct message, where there is no server to settle anything for."""

    code = "only_in_server"
    template = "That works in a server, not in a direct message."


class BadChoice(InputError):
    """A value that a setting does not take. details: sentence, already in the reader's language."""

    code = "bad_choice"
    template = "{sentence}"


class TooSoon(InputError):
    """details: seconds until this member may ask again."""

    code = "cooldown"
    template = "One moment: you may ask again in {seconds} seconds."


class DiscordError(ParkettError):
    """Discord itself cannot be used; the bot cannot run."""

    code = "discord"
    template = "Discord cannot be used: {reason}."


class TokenMissing(DiscordError):
    code = "token_missing"
    template = (
        "There is no Discord token: set DISCORD_TOKEN to the bot token from"
        " https://discord.com/developers/applications."
    )


class TokenRefused(DiscordError):
    code = "token_refused"
    template = (
        "Discord refuses the token in DISCORD_TOKEN: it is wrong or was reset. Copy the current"
        " one from https://discord.com/developers/applications."
    )


class DiscordDown(DiscordError):
    code = "discord_down"
    template = "Discord cannot be reached at {address}: {reason}."
