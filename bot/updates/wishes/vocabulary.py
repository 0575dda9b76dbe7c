"""The words, in either language, in which people say what they want to hear of, and when."""

import re

from bot.updates.models import EVERY_DAY, Direction, Kind
from bot.updates.wishes.amounts import CURRENCY, NUMBER

_KINDS = {
    Kind.NEWS: "news neuigkeiten nachricht nachrichten meldung meldungen story stories",
    Kind.CLOSE: "close closing price kurs preis schluss schlusskurs börsenschluss boersenschluss",
    Kind.MOVE: "move moves swing bewegung bewegungen veränderung ±",
    Kind.LEVEL: "level marke grenze schwelle crosses kreuzt reaches erreicht",
    Kind.HIGH: "high hoch jahreshoch",
    Kind.LOW: "low tief jahrestief",
}
_WAYS = {
    Direction.UP: "above over über ueber oberhalb > >= ≥",
    Direction.DOWN: "below under unter unterhalb < <= ≤",
}
_VERBS = {
    Direction.UP: "rises climbs steigt überschreitet ueberschreitet",
    Direction.DOWN: "falls drops fällt faellt sinkt unterschreitet",
}
VERB_OF = {word: way for way, words in _VERBS.items() for word in words.split()}
WAY_OF = {word: way for way, words in _WAYS.items() for word in words.split()} | VERB_OF
KIND_OF = {
    **{word: kind for kind, words in _KINDS.items() for word in words.split()},
    **dict.fromkeys(WAY_OF, Kind.LEVEL),
}
_FILLERS = (
    "a after all alle am and at auf bei by das der die every for für fuer in into jeden mit nach"
    " on sobald to uhr um und von when wenn with"
)
FILLERS = frozenset(_FILLERS.split())
_CONDITIONS = frozenset({"wenn", "when", "sobald"})  # of those, where a company's name has ended
_DAYS = (
    "mo mon monday montag montags",
    "di tu tue tuesday dienstag dienstags",
    "mi we wed wednesday mittwoch mittwochs",
    "do th thu thursday donnerstag donnerstags",
    "fr fri friday freitag freitags",
    "sa sat saturday samstag samstags",
    "so su sun sunday sonntag sonntags",
)
DAY_OF = {word: number for number, words in enumerate(_DAYS) for word in words.split()}
_WORKDAYS = frozenset(range(5))
DAYS_OF = {
    **dict.fromkeys(["weekdays", "werktags", "wochentags", "workdays"], _WORKDAYS),
    **dict.fromkeys(["weekend", "weekends", "wochenende", "wochenenden"], frozenset({5, 6})),
    **dict.fromkeys(["daily", "täglich", "taeglich", "everyday"], EVERY_DAY),
}
STARTS = KIND_OF.keys() | DAYS_OF.keys() | _CONDITIONS
_A_WAY = "|".join(re.escape(word) for word in sorted(WAY_OF, key=len, reverse=True))
_A_DAY = "|".join(sorted(DAY_OF, key=len, reverse=True))
_WEEKS = r"52[\s-]*(?:w|wk|weeks?|wochen?)[\s-]*"

TOKEN = re.compile(
    rf"""
    <\#(?P<channel>\d{{15,20}})> | <@&(?P<role>\d{{15,20}})> | (?P<everybody>@(?:everyone|here)\b)
    | (?P<high>{_WEEKS}(?:high|hoch|h)\b) | (?P<low>{_WEEKS}(?:low|tief|t|l)\b)
    | (?P<time>\d{{1,2}}(?:[:.]\d{{1,2}})?\s*(?:uhr|am|pm)\b | \d{{1,2}}:\d{{1,2}}(?![\w:]))
    | (?P<subject>\b(?:kurs|preis|price|moves?|bewegung(?:en)?)(?=\s+(?:{_A_WAY})(?![^\W\d])))
    | (?P<days>\b(?:{_A_DAY})\s*(?:-|–|\bbis\b|\bto\b)\s*\w+)
    | (?P<amount>(?:[±+−-]\s*)?(?:(?:{CURRENCY})\s*)?{NUMBER}\s*(?:%|\bprozent\b|\bpercent\b
      |(?:{CURRENCY}))?(?![\w&]))
    | (?P<word>[<>]=?|[^\s,;]+)
    """,
    re.VERBOSE | re.IGNORECASE,
)
