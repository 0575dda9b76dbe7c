"""Why a wish cannot be granted, as errors that a person can read."""

from bot.errors import InputError


class NotUnderstood(InputError):
    """details: word, that means nothing to us where it stands."""

    code = "not_understood"
    template = "“{word}” is not understood there."


class BadPercent(InputError):
    """details: value as it was typed, least and most (percent)."""

    code = "bad_percent"
    template = "“{value}” is no move to watch for: {least} to {most} percent are."


class BadLevel(InputError):
    """details: value as it was typed."""

    code = "bad_level"
    template = "“{value}” is no price."


class LevelMissing(InputError):
    code = "level_missing"
    template = "A level needs its price, for example “above 2.60”."


class BadWhen(InputError):
    """A time of day or weekdays that are none. details: value as it was typed."""

    code = "bad_when"
    template = "“{value}” is no time and no days. Accepted: 18:30, mon-fri, daily."


class OnlyCloseHasTimes(InputError):
    """A time or days with wishes that come when they happen."""

    code = "only_close_has_times"
    template = "A time and days are for the price after the close; the rest comes as it happens."


class EverybodyMentioned(InputError):
    code = "everybody_mentioned"
    template = "I never mention everyone, nor here: choose a role."


class NothingWanted(InputError):
    code = "nothing_wanted"
    template = "Nothing was chosen: what should come?"


class NotListedIn(InputError):
    """details: name of the company, currency that was typed, accepted ("EUR (Frankfurt), …")."""

    code = "not_listed_in"
    template = "{name} is not traded in {currency}; possible: {accepted}."


class TooManySubscriptions(InputError):
    """details: limit of the server."""

    code = "too_many_subscriptions"
    template = "This server has its {limit} subscriptions already: remove one first."


class SubscriptionGone(InputError):
    code = "subscription_gone"
    template = "That subscription no longer exists."


class AlreadySubscribed(InputError):
    code = "already_subscribed"
    template = "That is subscribed there already."


class NotListed(InputError):
    """details: name of the company."""

    code = "not_listed"
    template = "I know no exchange where {name} is traded: only news can be subscribed."
