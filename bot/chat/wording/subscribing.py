"""The sentences around subscriptions, as one typed form that each language fills in."""

from collections.abc import Mapping
from dataclasses import dataclass


@dataclass(frozen=True, slots=True, kw_only=True)
class SubscribingWords:
    """Sentences of one language."""

    # what is subscribed, in words; by Kind
    kinds: Mapping[str, str]  # in a menu
    kind_notes: Mapping[str, str]  # below it
    wants: Mapping[str, str]  # with its figures
    levels: Mapping[str, str]  # a level with a direction, by it
    after_close: str
    at: str
    every_day: str
    workdays: str
    days: tuple[str, str, str, str, str, str, str]  # short, Monday first
    days_between: str
    zone: str

    # the form
    title: str
    intro: str
    listing: str
    unlisted: str
    ask_what: str
    ask_where: str
    ask_whom: str
    ask_when: str
    other_time: str
    subscribe: str
    details: str
    cancel: str
    cancelled: str
    where: str
    whom: str
    when: str

    # its page of figures
    details_title: str
    change_title: str
    field_percent: str
    hint_percent: str
    field_level: str
    hint_level: str
    field_direction: str
    directions: Mapping[str, str]  # "both", and by Direction
    field_time: str
    hint_time: str
    field_days: str
    hint_days: str
    field_where: str
    field_whom: str

    # what came of it
    subscribed: str
    already: str
    already_resting: str
    first_note: str
    post_intro: str

    # the list
    list_title: str
    list_here: str
    list_empty: str
    list_choose: str
    list_page: str
    active: str
    paused: str
    lost: str
    sent: str
    never_sent: str
    failed: str
    next: str
    preview: str
    pause: str
    resume: str
    change: str
    remove: str
    remove_ask: str
    remove_yes: str
    removed: str
    back: str
    show_all: str
    preview_none: str
    reasons: Mapping[str, str]  # why it is lost or paused, or why the last one failed
    reason_other: str

    # refusals
    channel_gone: str
    channel_elsewhere: str
    not_a_place: str
    locked: str
    bot_lacks: str
    you_lack: str
    role_gone: str
    role_everyone: str
    role_yours: str
    role_mine: str
    permissions: Mapping[str, str]

    # the setting
    subscribers_none: str
    bad_role: str
