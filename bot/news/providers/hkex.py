"""HKEXnews: what companies listed in Hong Kong file, as a JSON text inside JSON."""

import re
from collections.abc import Mapping, Sequence
from datetime import UTC, datetime, timedelta
from typing import cast
from zoneinfo import ZoneInfo

from bot.audience import Audience
from bot.clock import Clock
from bot.errors import BadAnswer, NotFound
from bot.instruments.models import Instrument
from bot.news.models import Article
from bot.news.providers.form import MOST_ITEMS, NewsProvider, make_article, plain
from bot.web.fetcher import Page
from bot.web.parsing import as_list, as_mapping, integer, parse_json, text
from bot.web.source import Source

_HONG_KONG = ZoneInfo("Asia/Hong_Kong")
_WITHIN = timedelta(days=30)
_JSONP = re.compile(rb"^[\s\w.$]*\((.*)\)\s*;?\s*$", re.DOTALL)


class HkexNews(NewsProvider):
    by_identifier = True

    def __init__(self, source: Source, clock: Clock) -> None:
        super().__init__(source)
        self._clock = clock
        self._numbers: dict[str, int] = {}  # some thousand at most; they do not change

    def wants(self, instrument: Instrument) -> bool:
        return super().wants(instrument) and instrument.on("XHKG") is not None

    async def address(self, instrument: Instrument, audience: Audience) -> str:
        """The filings of the last thirty days, in Chinese where that is read first."""
        code = _code(instrument)
        today = self._clock().astimezone(_HONG_KONG).date()
        parameters = {
            "sortDir": "0",
            "sortByOptions": "DateTime",
            "category": "0",
            "market": "SEHK",
            "stockId": str(await self._number(code)),
            "documentType": "-1",
            "fromDate": f"{today - _WITHIN:%Y%m%d}",
            "toDate": f"{today:%Y%m%d}",
            "title": "",
            "searchType": "0",
            "t1code": "-2",
            "t2Gcode": "-2",
            "t2code": "-2",
            "rowRange": str(MOST_ITEMS),
            "lang": "ZH" if _in_chinese(audience) else "EN",
        }
        return self.source.address("/search/titleSearchServlet.do", parameters)

    async def read(
        self, page: Page, instrument: Instrument, audience: Audience
    ) -> Sequence[Article]:
        code = _code(instrument)
        rows = _rows(parse_json(page, self.label), self.label)
        found: list[Article] = []
        for row in map(as_mapping, rows[:MOST_ITEMS]):
            if code in _codes(row):
                article = self._article(row, instrument, "zh" if _in_chinese(audience) else "en")
                if article is not None:
                    found.append(article)
        return found

    async def _number(self, code: str) -> int:
        """HKEXnews' own number of a stock. Raises NotFound."""
        if code in self._numbers:
            return self._numbers[code]
        page = await self.source.get(
            "/search/prefix.do",
            params={
                "callback": "callback",
                "lang": "EN",
                "type": "A",
                "name": code,
                "market": "SEHK",
            },
        )
        wrapped = _JSONP.match(page.body)
        answer = as_mapping(parse_json(wrapped[1] if wrapped else page.body, self.label))
        for stock in map(as_mapping, as_list(answer.get("stockInfo"))):
            number = integer(stock.get("stockId"))
            if (text(stock.get("code")) or "").zfill(5) == code and number is not None:
                self._numbers[code] = number
                return number
        raise NotFound(source=self.label, what=f"stock {code}")

    def _article(
        self, row: Mapping[str, object], instrument: Instrument, language: str
    ) -> Article | None:
        title = plain(text(row.get("TITLE")), 400)
        # "Announcements and Notices - [Voluntary]" says what a short title leaves open.
        kind = plain(text(row.get("LONG_TEXT")) or text(row.get("SHORT_TEXT")), 300)
        link = text(row.get("FILE_LINK"))
        return make_article(
            title=title or kind,
            url=self.source.address(link) if link else None,
            publisher=instrument.name,
            provider=self.label,
            published=_published(text(row.get("DATE_TIME"))),
            language=language,
            disclosure=True,
        )


def _in_chinese(audience: Audience) -> bool:
    return audience.languages[:1] == ("zh",)


def _code(instrument: Instrument) -> str:
    """The five digits by which Hong Kong knows it: "1810.HK" is "01810"."""
    listing = instrument.on("XHKG")
    return listing.symbol.partition(".")[0].zfill(5) if listing else ""


def _codes(row: Mapping[str, object]) -> list[str]:
    """A share with a second counter has both codes in one field, with a line break between."""
    written = text(row.get("STOCK_CODE")) or ""
    return [
        part.strip().zfill(5) for part in re.split(r"<br\s*/?>|[,\s]+", written) if part.strip()
    ]


def _rows(answer: object, label: str) -> Sequence[object]:
    """The rows out of `{"result": "[…]"}`; "null" and "" are none."""
    inner = as_mapping(answer).get("result")
    if isinstance(inner, str):
        inner = parse_json(inner.encode(), label) if inner.strip() else None
    if inner is None and "result" in as_mapping(answer):
        return ()
    if isinstance(inner, list):
        return as_list(cast("object", inner))
    raise BadAnswer(source=label, reason="it holds no list of filings")


def _published(written: str | None) -> datetime | None:
    """ "20/10/2021 16:45" is Hong Kong's time, day first."""
    try:
        read = datetime.strptime(written or "", "%d/%m/%Y %H:%M").replace(tzinfo=_HONG_KONG)
    except ValueError:
        return None
    return read.astimezone(UTC)
