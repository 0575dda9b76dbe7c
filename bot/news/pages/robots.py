"""May this page be opened? What a host's robots.txt says to us, asked once a day.

By RFC 9309: the group that names us, else that of everyone; the longest matching rule wins, and
"allow" where two are equally long; `*` and `$` in paths count (the standard library ignores them).
"""

import re
from collections import OrderedDict
from collections.abc import Iterator
from dataclasses import dataclass
from datetime import datetime, timedelta
from urllib.parse import unquote, urlsplit

from bot.clock import Clock
from bot.errors import SourceError
from bot.web.source import Source

AGENT = "parkett"
_KEPT = timedelta(days=1)
_RETRIED = timedelta(minutes=10)  # after a host that did not answer
_MOST_HOSTS = 500
_MOST_BYTES = 500 * 1024  # as the RFC asks for at least
_MOST_RULES = 2_000
_LONGEST_PATTERN = 500  # characters
_UNAVAILABLE = (400, 401, 403, 404, 405, 410, 451)


@dataclass(frozen=True, slots=True)
class Rule:
    """A path pattern as the file writes it."""

    allow: bool
    pattern: str

    def matches(self, path: str) -> bool:
        return _matches(self.pattern.removesuffix("$"), path, whole=self.pattern.endswith("$"))


@dataclass(frozen=True, slots=True)
class Rules:
    """What one robots.txt says to us."""

    rules: tuple[Rule, ...] = ()

    def allow(self, url: str) -> bool:
        """Whether that address may be opened; without a matching rule it may."""
        parts = urlsplit(url)
        path = unquote(parts.path or "/") + (f"?{parts.query}" if parts.query else "")
        best: tuple[int, bool] = (-1, True)
        for rule in self.rules:
            if rule.matches(path):
                best = max(best, (len(rule.pattern), rule.allow))
        return best[1]


class Robots:
    """The rules of each host. A host that cannot be asked is not opened."""

    def __init__(self, source: Source, clock: Clock) -> None:
        self._source = source
        self._clock = clock
        self._known: OrderedDict[str, tuple[Rules | None, datetime]] = OrderedDict()

    async def allow(self, url: str) -> bool:
        """Whether we may open it. Never raises a SourceError: doubt is a no."""
        parts = urlsplit(url)
        host = parts.netloc  # one say for http and https, of which one leads to the other
        now = self._clock()
        rules, until = self._known.get(host, (None, now))
        if until <= now:
            rules = await self._ask(f"{parts.scheme}://{host}")
            self._known[host] = (rules, now + (_RETRIED if rules is None else _KEPT))
            while len(self._known) > _MOST_HOSTS:
                self._known.popitem(last=False)
        return rules is not None and rules.allow(url)

    async def _ask(self, root: str) -> Rules | None:
        try:
            page = await self._source.get(
                f"{root}/robots.txt", limit=_MOST_BYTES, accept=(200, *_UNAVAILABLE)
            )
        except SourceError:
            return None
        # By the RFC a host that has no such file (any 4xx) allows everything.
        return parse_robots(page.text()) if page.status == 200 else Rules()


def parse_robots(text: str) -> Rules:
    """The rules for us: those of all groups that name us, else of all groups for everyone."""
    ours: list[Rule] = []
    everyones: list[Rule] = []
    named = False
    agents: set[str] = set()
    in_head = False
    for field, value in _lines(text):
        if field == "user-agent":
            agents = (agents if in_head else set[str]()) | {value.casefold().partition("/")[0]}
            in_head = True
            named = named or AGENT in agents
        elif field in {"allow", "disallow"}:
            in_head = False
            if value and len(value) <= _LONGEST_PATTERN:
                rule = Rule(field == "allow", unquote(value))
                ours += [rule] if AGENT in agents else []
                everyones += [rule] if "*" in agents else []
    return Rules(tuple((ours if named else everyones)[:_MOST_RULES]))


def _lines(text: str) -> Iterator[tuple[str, str]]:
    for line in text.removeprefix("\ufeff").splitlines():
        field, colon, value = line.partition("#")[0].partition(":")
        if colon:
            yield field.strip().casefold(), value.strip()


def _matches(pattern: str, path: str, *, whole: bool) -> bool:
    """`*` is any text. Without regular expressions, which a hostile pattern could stall."""
    first, *others = re.split(r"\*+", pattern)
    if not path.startswith(first):
        return False
    at = len(first)
    last = others.pop() if others and whole else None
    for part in others:
        found = path.find(part, at)
        if found < 0:
            return False
        at = found + len(part)
    if last is not None:
        return path.endswith(last) and len(path) - len(last) >= at
    return not whole or at == len(path)
