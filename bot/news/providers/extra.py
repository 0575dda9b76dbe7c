"""Extra feeds that the operator or a server names: any RSS or Atom."""

import re
from collections.abc import Sequence
from urllib.parse import quote, urlsplit

from bot.audience import Audience
from bot.instruments.models import Instrument
from bot.news.models import Article
from bot.news.providers.feed import as_article, read_entries
from bot.news.providers.form import NewsProvider
from bot.news.relevance.naming import core_name
from bot.news.stories.attribution import name_of_host
from bot.web.fetcher import Page
from bot.web.source import Source
from bot.workers import Workers

_PLACEHOLDER = re.compile(r"\{(isin|symbol|name)\}")


class ExtraFeed(NewsProvider):
    """One feed address, in which `{isin}`, `{symbol}` and `{name}` are filled in."""

    def __init__(self, address: str, source: Source, workers: Workers, *, label: str) -> None:
        super().__init__(source, label=label)
        self.by_identifier = "{isin}" in address or "{symbol}" in address
        self.common = _PLACEHOLDER.search(address) is None
        self._address = address
        self._workers = workers

    def wants(self, instrument: Instrument) -> bool:
        return super().wants(instrument) and (
            instrument.isin is not None or "{isin}" not in self._address
        )

    async def address(self, instrument: Instrument, audience: Audience) -> str:
        return filled_in(self._address, instrument)

    async def read(
        self, page: Page, instrument: Instrument, audience: Audience
    ) -> Sequence[Article]:
        entries = await read_entries(page, self._workers, self.label)
        publisher = publisher_of(self._address)
        articles = (as_article(entry, self.label, publisher=publisher) for entry in entries)
        return [article for article in articles if article is not None]


def filled_in(address: str, instrument: Instrument) -> str:
    """The address for one instrument; what is filled in cannot leave its place."""
    values = {
        "isin": instrument.isin or "",
        "symbol": instrument.home.symbol,
        "name": core_name(instrument.name),
    }
    return _PLACEHOLDER.sub(lambda found: quote(values[found[1]], safe=""), address)


def publisher_of(address: str) -> str:
    """Whose feed it is, where its entries do not say."""
    return name_of_host(host_of(address))


def host_of(address: str) -> str:
    """The host that people know it by, without "www."."""
    host = urlsplit(_PLACEHOLDER.sub("x", address)).hostname or address
    if host.replace(".", "").isdigit() or ":" in host:
        return "Feed"  # an address in figures tells a reader nothing
    return host.removeprefix("www.")


def labels_of(addresses: Sequence[str]) -> list[str]:
    """A name for each address: its host, numbered where several feeds share one."""
    hosts = [host_of(address) for address in addresses]
    return [
        host if hosts.count(host) == 1 else f"{host} ({hosts[: at + 1].count(host)})"
        for at, host in enumerate(hosts)
    ]
