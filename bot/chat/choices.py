"""What a person may choose for a server: each value parsed, or refused with what is accepted."""

import re
from collections.abc import Callable, Iterable, Mapping
from datetime import time
from functools import cache
from zoneinfo import available_timezones

from rapidfuzz import fuzz, process

from bot.audience import Audience
from bot.chat.cards.escape import escape, plain
from bot.chat.troubles import BadChoice
from bot.chat.wording.catalogue import Wording
from bot.instruments.venues import VENUES, by_mic, by_word

# Those the ECB publishes a rate for, and the euro.
CURRENCIES = (
    "EUR",
    "USD",
    "GBP",
    "CHF",
    "JPY",
    "HKD",
    "CNY",
    "AUD",
    "BRL",
    "CAD",
    "CZK",
    "DKK",
    "HUF",
    "IDR",
    "ILS",
    "INR",
    "ISK",
    "KRW",
    "MXN",
    "MYR",
    "NOK",
    "NZD",
    "PHP",
    "PLN",
    "RON",
    "SEK",
    "SGD",
    "THB",
    "TRY",
    "ZAR",
)
_COMMON_VENUES = ("XFRA", "XETR", "XGAT", "XSTU", "XNAS", "XNYS", "XHKG", "XLON", "XSWX")
_ON = frozenset({"on", "an", "ein", "yes", "ja", "true", "1"})
_OFF = frozenset({"off", "aus", "no", "nein", "false", "0", "none", "keine", "-"})
_FORBIDDEN_IN_PREFIX = frozenset("@#/<>`*_~|\\$")
_HOURS = re.compile(r"(\d{1,2})(?:[:.](\d{2}))?\s*(?:-|–|to|bis)\s*(\d{1,2})(?:[:.](\d{2}))?")
_ROLE = re.compile(r"(?:<@&)?(\d{15,20})>?")

Change = tuple[str, object]  # a field of Audience and its new value


def parse_languages(text: str, wording: Wording) -> Change:
    """ "de en", "German, English": codes or names, at most five, in that order."""
    known = wording.languages
    by_name = {name.casefold(): code for code, name in known.items()}
    by_name |= {"deutsch": "de", "german": "de", "englisch": "en", "english": "en"}
    by_name |= {"chinesisch": "zh", "chinese": "zh", "中文": "zh"}
    codes: list[str] = []
    for word in plain(text, 80).casefold().replace(",", " ").split():
        code = word if word in known else by_name.get(word)
        if code is None:
            accepted = ", ".join(f"{one} ({name})" for one, name in known.items())
            raise _refused(wording.bad_language, word, accepted=accepted)
        if code not in codes:
            codes.append(code)
    if not codes:
        accepted = ", ".join(f"{one} ({name})" for one, name in known.items())
        raise _refused(wording.bad_language, text, accepted=accepted)
    return "languages", tuple(codes[:5])


def parse_currency(text: str, wording: Wording) -> Change:
    """ISO 4217, or the sign of a few."""
    signs = {"€": "EUR", "$": "USD", "US$": "USD", "£": "GBP", "¥": "JPY", "HK$": "HKD"}
    word = plain(text, 40).upper()
    code = signs.get(word, word)
    if code not in CURRENCIES:
        raise _refused(wording.bad_currency, text, accepted=", ".join(CURRENCIES))
    return "currency", code


def parse_venue(text: str, wording: Wording) -> Change:
    """A venue by its name in either language or its MIC."""
    word = plain(text, 60)
    venue = by_word(word)
    if venue is None:
        wanted = word.casefold()
        mic = next((mic for mic, name in wording.venues.items() if name.casefold() == wanted), "")
        venue = by_mic(mic) if mic else None
    if venue is None:
        names = [one.name for one in VENUES]
        near = _near(word, names, wording)
        common = [one for mic in _COMMON_VENUES if (one := by_mic(mic))]
        accepted = ", ".join(f"{one.name} ({one.mic})" for one in common) + ", …"
        raise _refused(wording.bad_venue, text, near, accepted=accepted)
    return "venue", venue.mic


def parse_timezone(text: str, wording: Wording) -> Change:
    """An IANA name in any case; the town alone does where only one has it."""
    word = plain(text, 60).replace(" ", "_")
    zones = _zones()
    by_lower = {name.lower(): name for name in zones}
    if found := by_lower.get(word.lower()):
        return "timezone", found
    towns = [name for name in zones if name.rpartition("/")[2].lower() == word.lower()]
    if len(towns) == 1:
        return "timezone", towns[0]
    raise _refused(wording.bad_timezone, text, _near(word, towns or zones, wording))


def parse_prefix(text: str, wording: Wording) -> Change:
    """One to five characters that do not make every second message a command."""
    prefix = text.strip()
    harmless = (
        0 < len(prefix) <= 5
        and plain(prefix) == prefix
        and " " not in prefix
        and not _FORBIDDEN_IN_PREFIX & set(prefix)
        and not prefix.isalnum()
    )
    if not harmless:
        raise _refused(wording.bad_prefix, text)
    return "prefix", prefix


def parse_switch(text: str, wording: Wording) -> Change:
    """on or off, in either language."""
    word = plain(text, 20).casefold()
    if word not in _ON | _OFF:
        raise _refused(wording.bad_switch, text)
    return "cashtags", word in _ON


def parse_quiet(text: str, wording: Wording) -> Change:
    """ "22:00-07:00" in the server's timezone, or off."""
    word = plain(text, 40).casefold()
    if word in _OFF:
        return "quiet", None
    found = _HOURS.fullmatch(word)
    try:
        hours = [int(part or 0) for part in found.groups()] if found else []
        start, end = time(hours[0], hours[1]), time(hours[2], hours[3])
    except (IndexError, ValueError):
        raise _refused(wording.bad_quiet, text) from None
    if start == end:
        raise _refused(wording.bad_quiet, text)
    return "quiet", (start, end)


def parse_subscribers(text: str, roles: Mapping[int, str], wording: Wording) -> Change:
    """A role of the server by mention, id or name, or off. roles: their names by id."""
    word = plain(text, 100)
    if word.casefold() in _OFF:
        return "subscribers", None
    mention = _ROLE.fullmatch(word)
    number = int(mention[1]) if mention else 0
    if number in roles:
        return "subscribers", number
    named = [one for one, name in roles.items() if name.casefold() == word.lstrip("@").casefold()]
    if len(named) != 1:
        raise _refused(wording.subscribing.bad_role, text, _near(word, roles.values(), wording))
    return "subscribers", named[0]


PARSERS: dict[str, Callable[[str, Wording], Change]] = {
    "language": parse_languages,
    "currency": parse_currency,
    "venue": parse_venue,
    "timezone": parse_timezone,
    "prefix": parse_prefix,
    "cashtags": parse_switch,
    "quiet": parse_quiet,
}


def shown(audience: Audience, wording: Wording) -> dict[str, str]:
    """Each setting's value as people read it, by the name of its field."""
    venue = by_mic(audience.venue)
    name = wording.venues.get(audience.venue) or (venue.name if venue else audience.venue)
    quiet = audience.quiet
    role = audience.subscribers
    return {
        "languages": ", ".join(wording.languages.get(one, one) for one in audience.languages),
        "currency": audience.currency,
        "venue": f"{name} ({audience.venue})",
        "timezone": audience.timezone,
        "prefix": f"`{audience.prefix}`",
        "cashtags": wording.on if audience.cashtags else wording.off,
        "quiet": f"{quiet[0]:%H:%M}–{quiet[1]:%H:%M}" if quiet else wording.quiet_none,
        "subscribers": f"<@&{role}>" if role else wording.subscribing.subscribers_none,
    }


def suggestions(setting: str, typed: str, wording: Wording) -> list[str]:
    """What autocomplete offers for a setting; from memory, at most 25."""
    pool: Iterable[str]
    match setting:
        case "language":
            pool = (*wording.languages, "de en", "en de", "de en zh")
        case "currency":
            pool = CURRENCIES
        case "venue":
            pool = (wording.venues.get(one.mic, one.name) for one in VENUES)
        case "timezone":
            pool = _zones()
        case "cashtags":
            pool = (wording.on, wording.off)
        case _:
            pool = ()
    wanted = typed.strip().casefold().replace(" ", "_" if setting == "timezone" else " ")
    matching = [one for one in pool if wanted in one.casefold()]
    matching.sort(key=lambda one: (wanted not in _starts(one), len(one)) if wanted else False)
    return matching[:25]


def _starts(name: str) -> set[str]:
    """All beginnings of a name and of its last part."""
    lower = name.casefold()
    town = lower.rpartition("/")[2]
    return {part[:end] for part in (lower, town) for end in range(1, len(part) + 1)}


@cache
def _zones() -> tuple[str, ...]:
    """Names a person would choose; without the legacy ones such as "Etc/…" and "SystemV/…"."""
    regions = frozenset(
        (
            "Africa",
            "America",
            "Antarctica",
            "Asia",
            "Atlantic",
            "Australia",
            "Europe",
            "Indian",
            "Pacific",
        )
    )
    names = (one for one in available_timezones() if one.partition("/")[0] in regions)
    return (*sorted(names), "UTC")


def _near(word: str, names: Iterable[str], wording: Wording) -> str:
    found = process.extract(word, list(names), scorer=fuzz.WRatio, limit=3, score_cutoff=55)
    if not found:
        return ""
    return " " + wording.nearest.format(names=", ".join(name for name, *_ in found))


def _refused(template: str, value: str, near: str = "", **details: str) -> BadChoice:
    sentence = template.format(value=escape(value, 60), **details) + near
    return BadChoice(sentence=sentence)
