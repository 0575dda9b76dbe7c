"""Every sentence that people read in Discord, as one typed form that each language fills in.

A language that lacks a sentence does not pass the type checker, nor can it be built. Braces are
placeholders; their names are part of the agreement and a test compares them between languages.
"""

from collections.abc import Mapping
from dataclasses import dataclass

from bot.chat.wording.numbers import Numbers
from bot.chat.wording.subscribing import SubscribingWords
from bot.chat.wording.updates import UpdateWords


@dataclass(frozen=True, slots=True, kw_only=True)
class CommandWords:
    """One command as help shows it. name: the slash name in this language (lower case).

    options: for each parameter, by its name in the code: (name, description) in this language.
    """

    name: str
    about: str
    example: str
    options: Mapping[str, tuple[str, str]]


@dataclass(frozen=True, slots=True, kw_only=True)
class Wording:
    """One language. `code` is ISO 639-1."""

    code: str
    numbers: Numbers
    commands: Mapping[str, CommandWords]  # by qualified name: "news", "settings venue"
    errors: Mapping[str, str]  # by `ParkettError.code`
    reasons: Mapping[str, str]  # why an identifier is not one, by the code of `Invalid.reason`
    menu_lookup: str
    updates: UpdateWords
    subscribing: SubscribingWords

    # price lines
    states: Mapping[str, str]  # by QuoteState
    delayed_by: str
    fetched: str
    remembered: str
    remembered_line: str
    no_quotes: str
    quotes_pending: str
    below_high: str
    at_high: str
    above_high: str
    converted: str
    venues: Mapping[str, str]  # MIC → the venue's name where this language has its own
    home: str
    previous_close: str
    day_range: str
    year_range: str
    volume: str
    period_change: str
    no_chart: str
    periods: Mapping[str, str]  # by Period, long
    short_periods: Mapping[str, str]  # by Period, on a button

    # stories
    via: str
    more_sources_one: str
    more_sources: str
    more_reports_one: str
    more_reports: str
    undated: str
    updated: str
    written: str
    tones: Mapping[str, str]
    nothing_found: str
    nothing_left: str
    news_down: str
    news_pending: str
    more_stories: str

    # sources
    failed: str
    failed_because: Mapping[str, str]  # by code of the error, short
    pending: str
    waiting: str
    sources: str
    disclaimer: str

    # foot
    found: str
    beyond: str
    dropped: Mapping[str, tuple[str, str]]  # by DropReason: (one, several)
    left_out_title: str
    left_out_none: str
    left_out_gone: str
    left_out_page: str
    reason_of: Mapping[str, str]  # by DropReason, beside one item
    page_back: str
    page_on: str

    # comparison
    compare_title: str
    compare_head: tuple[str, str, str]
    compare_missing: str
    compare_too_few: str
    compare_doubts: str
    compare_too_many: str

    # asking back
    ambiguous_title: str
    ambiguous: str
    unknown_title: str
    unknown: str
    unknown_silent: str
    unknown_nearest: str
    invalid_title: str
    example: str
    nothing_named: str
    gone: str

    # settings
    settings_title: str
    settings_names: Mapping[str, str]
    settings_changed: str
    settings_hint: str
    on: str
    off: str
    quiet_none: str
    bad_language: str
    bad_currency: str
    bad_venue: str
    bad_timezone: str
    bad_prefix: str
    bad_switch: str
    bad_quiet: str
    nearest: str
    languages: Mapping[str, str]

    # about the bot
    help_title: str
    help_text: str
    help_usage: str
    help_unknown: str
    about_title: str
    about: str
    privacy_title: str
    privacy: str
    delete_title: str
    delete_ask: str
    delete_yes: str
    deleted: str

    # trouble
    error_title: str
    unexpected: str
    mention_hint: str
