"""SEC EDGAR: what companies listed in the United States file, by their number (CIK)."""

from collections.abc import Mapping, Sequence
from datetime import UTC, datetime, timedelta
from zoneinfo import ZoneInfo

from bot.audience import Audience
from bot.clock import Clock
from bot.errors import BadAnswer, NotFound
from bot.instruments.models import Instrument
from bot.news.models import Article
from bot.news.providers.form import NewsProvider, make_article, plain
from bot.web.fetcher import Page
from bot.web.parsing import as_list, as_mapping, parse_json, text
from bot.web.source import Source
from bot.workers import Workers

_NEW_YORK = ZoneInfo("America/New_York")
_WITHIN = timedelta(days=30)
_LATEST = 400  # filings looked at: some file many a day, most of them of no interest
_US_VENUES = frozenset({"XNAS", "XNYS", "XASE", "ARCX", "BATS"})
# The list of all numbers lies on the web site, the filings on the data site.
_DATA_ROOT, _SITE_ROOT = "https://data.sec.gov", "https://www.sec.gov"
_FORMS = {
    "8-K": "Current report",
    "6-K": "Report of a foreign issuer",
    "10-Q": "Quarterly report",
    "10-K": "Annual report",
    "20-F": "Annual report",
    "40-F": "Annual report",
    "S-1": "Registration of securities",
    "S-4": "Registration of securities in a merger",
    "DEF 14A": "Proxy statement",
    "SC 13D": "Stake of more than 5 %",
    "SCHEDULE 13D": "Stake of more than 5 %",
    "SC TO-T": "Tender offer",
    "NT 10-K": "Annual report is late",
    "NT 10-Q": "Quarterly report is late",
}
# Items of an 8-K in the SEC's own words, those that say what happened.
_ITEMS = {
    "1.01": "entry into a material definitive agreement",
    "1.02": "termination of a material definitive agreement",
    "1.03": "bankruptcy or receivership",
    "1.05": "material cybersecurity incident",
    "2.01": "completion of acquisition or disposition of assets",
    "2.02": "results of operations and financial condition",
    "2.05": "costs associated with exit or disposal activities",
    "2.06": "material impairments",
    "3.01": "notice of delisting",
    "4.01": "change of accountant",
    "4.02": "non-reliance on previously issued financial statements",
    "5.01": "change in control",
    "5.02": "departure or appointment of directors or officers",
    "5.07": "votes of shareholders",
    "7.01": "regulation FD disclosure",
    "8.01": "other events",
}


class SecEdgar(NewsProvider):
    by_identifier = True

    def __init__(self, source: Source, workers: Workers, clock: Clock) -> None:
        super().__init__(source)
        self._workers = workers
        self._clock = clock
        self._numbers: dict[str, int] = {}  # by US symbol, some thousand at most

    def wants(self, instrument: Instrument) -> bool:
        return super().wants(instrument) and (
            instrument.cik is not None or _ticker(instrument) is not None
        )

    async def address(self, instrument: Instrument, audience: Audience) -> str:
        return self.source.address(f"/submissions/CIK{await self._cik(instrument):010}.json")

    async def read(
        self, page: Page, instrument: Instrument, audience: Audience
    ) -> Sequence[Article]:
        """The filings of the last thirty days that are worth a headline."""
        cik = await self._cik(instrument)
        recent = await self._workers.run(
            recent_filings, page.body, self.label, task="Reading the filings of SEC EDGAR"
        )
        since = self._clock() - _WITHIN
        found: list[Article] = []
        for filing in recent:
            at = _accepted(filing)
            if at is None or at >= since:
                article = self._article(filing, instrument, cik, at)
                if article is not None:
                    found.append(article)
        return found

    async def _cik(self, instrument: Instrument) -> int:
        return instrument.cik or await self._number(_ticker(instrument) or "")

    async def _number(self, ticker: str) -> int:
        """The CIK of a US symbol. Raises NotFound."""
        if ticker in self._numbers:
            return self._numbers[ticker]
        page = await self.source.get(self._on_site("/files/company_tickers.json"))
        known = await self._workers.run(
            number_of, page.body, ticker, self.label, task="Reading the symbols of SEC EDGAR"
        )
        if known is None:
            raise NotFound(source=self.label, what=ticker)
        self._numbers[ticker] = known
        return known

    def _on_site(self, path: str) -> str:
        root = self.source.settings.base_url
        return (_SITE_ROOT if root == _DATA_ROOT else root) + path

    def _article(
        self, filing: Mapping[str, str], instrument: Instrument, cik: int, at: datetime | None
    ) -> Article | None:
        folder = filing["accessionNumber"].replace("-", "")
        document = filing["primaryDocument"] or ""
        return make_article(
            title=f"{instrument.name}: {_headline(filing)}",
            url=self._on_site(f"/Archives/edgar/data/{cik}/{folder}/{document}"),
            publisher=instrument.name,
            provider=self.label,
            published=at,
            language="en",
            disclosure=True,
        )


def recent_filings(body: bytes, label: str) -> list[dict[str, str]]:
    """The newest filings of a known form, a row each. For a worker: an answer may be megabytes.

    Raises BadAnswer.
    """
    answer = as_mapping(parse_json(body, label))
    columns = as_mapping(as_mapping(answer.get("filings")).get("recent"))
    names = (
        "accessionNumber", "form", "acceptanceDateTime", "filingDate",
        "items", "primaryDocument", "primaryDocDescription",
    )  # fmt: skip
    lists = [as_list(columns.get(name))[:_LATEST] for name in names]
    if not isinstance(columns.get("accessionNumber"), list) or len(lists[1]) != len(lists[0]):
        raise BadAnswer(source=label, reason="it holds no columns of filings")
    filings: list[dict[str, str]] = []
    for at in range(len(lists[0])):
        cells = [text(column[at]) if at < len(column) else None for column in lists]
        filing = {name: cell or "" for name, cell in zip(names, cells, strict=True)}
        if filing["accessionNumber"] and _form(filing) in _FORMS:
            filings.append(filing)
    return filings


def number_of(body: bytes, ticker: str, label: str) -> int | None:
    """The CIK of a symbol out of the list of all. For a worker. Raises BadAnswer."""
    wanted = ticker.upper()
    for row in map(as_mapping, as_mapping(parse_json(body, label)).values()):
        number = row.get("cik_str")
        if text(row.get("ticker")) == wanted and isinstance(number, int):
            return number
    return None


def _ticker(instrument: Instrument) -> str | None:
    """Its symbol on a US exchange; the OTC symbols of foreign shares have no filings of theirs."""
    for listing in instrument.listings:
        unplaced = not listing.mic and listing.currency == "USD" and "." not in listing.symbol
        if listing.mic in _US_VENUES or (unplaced and listing.home):
            return listing.symbol
    return None


def _form(filing: Mapping[str, str]) -> str:
    return filing["form"].removesuffix("/A").strip()


def _headline(filing: Mapping[str, str]) -> str:
    """The filing's own description where it says more than its form, else what the form is."""
    form, described = filing["form"], plain(filing["primaryDocDescription"], 200)
    bare = described.upper().removeprefix("FORM ").strip()
    if described and bare not in {form.upper(), _form(filing).upper()}:
        return f"{described} ({form})"
    named = _FORMS[_form(filing)] + (", amended" if form.endswith("/A") else "")
    items = [_ITEMS[item] for item in filing["items"].split(",") if item in _ITEMS]
    return f"{named} ({form})" + (f": {'; '.join(items[:3])}" if items else "")


def _accepted(filing: Mapping[str, str]) -> datetime | None:
    """When it was accepted. Many "Z" times are really New York's clock; EDGAR is closed at night.

    EDGAR accepts from 6:00 to 22:00 in New York. A "UTC" time outside of that, read there, is not
    UTC; where both readings are possible, the written one stays.
    """
    written = filing["acceptanceDateTime"] or filing["filingDate"]
    try:
        read = datetime.fromisoformat(written)
    except ValueError:
        return None
    if read.tzinfo is None or not 6 <= read.astimezone(_NEW_YORK).hour < 22:
        read = read.replace(tzinfo=_NEW_YORK)
    return read.astimezone(UTC)
