"""May this page be opened? What a host's robots.txt says to us, asked once a day."""

from collections import OrderedDict
from datetime import datetime, timedelta
from urllib.parse import urlsplit
from urllib.robotparser import RobotFileParser

from bot.clock import Clock
from bot.errors import SourceError
from bot.web.source import Source

_AGENT = "Parkett"
_KEPT = timedelta(days=1)
_RETRIED = timedelta(minutes=10)  # after a host that did not answer
_MOST_HOSTS = 500
_MOST_BYTES = 500 * 1024  # as RFC 9309 asks for at least
_UNAVAILABLE = (400, 401, 403, 404, 405, 410, 451)


class Robots:
    """The rules of each host. A host that cannot be asked is not opened."""

    def __init__(self, source: Source, clock: Clock) -> None:
        self._source = source
        self._clock = clock
        self._known: OrderedDict[str, tuple[RobotFileParser | None, datetime]] = OrderedDict()

    async def allow(self, url: str) -> bool:
        """Whether we may open it. Never raises a SourceError: doubt is a no."""
        parts = urlsplit(url)
        root = f"{parts.scheme}://{parts.netloc}"
        now = self._clock()
        rules, until = self._known.get(root, (None, now))
        if until <= now:
            rules = await self._ask(root)
            until = now + (_RETRIED if rules is None else _KEPT)
            self._known[root] = (rules, until)
            while len(self._known) > _MOST_HOSTS:
                self._known.popitem(last=False)
        return rules is not None and rules.can_fetch(_AGENT, url)

    async def _ask(self, root: str) -> RobotFileParser | None:
        rules = RobotFileParser()
        try:
            page = await self._source.get(
                f"{root}/robots.txt", limit=_MOST_BYTES, accept=(200, *_UNAVAILABLE)
            )
        except SourceError:
            return None
        # By RFC 9309 a host that has no such file (any 4xx) allows everything.
        rules.parse(page.text().splitlines() if page.status == 200 else [])
        return rules
