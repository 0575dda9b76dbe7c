"""The sources of the outside world: the default of each, and the name that people read.

What may be asked, how often, and why something is off: `docs/sources.md`. An operator changes any
field with `PARKETT_SOURCES__<NAME>__<FIELD>`.
"""

from collections.abc import Mapping
from types import MappingProxyType
from typing import Annotated

from pydantic import Field

from config.environment import Takes
from config.parts import ApiKey, Part, RootAddress, Seconds, SomeSeconds


class SourceSettings(Part):
    """One source: `PARKETT_SOURCES__<NAME>__<FIELD>`."""

    base_url: RootAddress = Field(description="root of the source's addresses")
    enabled: Annotated[bool, Takes("yes or no")] = Field(
        default=True, description="whether it is asked at all"
    )
    key: ApiKey | None = Field(
        default=None, description="its API key, where it needs one", repr=False
    )
    pace: Seconds = Field(
        default=1.0, description="seconds between requests of all processes, 0 none"
    )
    timeout: SomeSeconds = Field(default=8.0, description="seconds for one answer in all")
    cool_down: Seconds = Field(default=120.0, description="first pause after 429/503, seconds")
    cache: Seconds = Field(default=60.0, description="seconds an answer stays fresh")


_HOUR = 3600.0
_DAY = 24 * _HOUR
_ANY = "https://any.invalid"  # asked by whole addresses only; this one can never be reached

DEFAULTS: Mapping[str, SourceSettings] = MappingProxyType(
    {
        "YAHOO": SourceSettings(base_url="https://query1.finance.yahoo.com"),
        "TRADEGATE": SourceSettings(base_url="https://www.tradegate.de"),
        # Off: its terms are unclear, and thin listings can be weeks old there.
        "FRANKFURT": SourceSettings(base_url="https://api.boerse-frankfurt.de", enabled=False),
        "ECB": SourceSettings(base_url="https://www.ecb.europa.eu", cache=_HOUR),
        # 25 requests a minute without a key.
        "OPENFIGI": SourceSettings(base_url="https://api.openfigi.com", pace=2.5, cache=_DAY),
        # The two keyed ones are asked only where a key is set.
        "TWELVEDATA": SourceSettings(base_url="https://api.twelvedata.com", pace=8.0),
        "FINNHUB": SourceSettings(base_url="https://finnhub.io"),
        "FINANZNACHRICHTEN": SourceSettings(
            base_url="https://www.finanznachrichten.de", cache=600.0
        ),
        "EQS": SourceSettings(base_url="https://www.eqs-news.com", cache=300.0),
        "HKEX": SourceSettings(base_url="https://www1.hkexnews.hk", cache=300.0),
        # At most 10 requests a second, with a contact in the User-Agent.
        "SEC": SourceSettings(base_url="https://data.sec.gov", pace=0.2, cache=300.0),
        # Off: its feed licence is for personal readers.
        "GOOGLE_NEWS": SourceSettings(
            base_url="https://news.google.com", enabled=False, cache=600.0
        ),
        "DEUTSCHE_BOERSE": SourceSettings(
            base_url="https://www.cashmarket.deutsche-boerse.com", timeout=60.0, cache=_DAY
        ),
        "NASDAQ_TRADER": SourceSettings(
            base_url="https://www.nasdaqtrader.com", timeout=60.0, cache=_DAY
        ),
        "HKEX_LIST": SourceSettings(base_url="https://www.hkex.com.hk", timeout=60.0, cache=_DAY),
        # Extra feeds and the articles that stories link to: any host, each with this pace.
        "FEEDS": SourceSettings(base_url=_ANY, cache=600.0),
        "ARTICLES": SourceSettings(base_url=_ANY, timeout=6.0, cache=_HOUR),
    }
)

LABELS: Mapping[str, str] = MappingProxyType(
    {
        "YAHOO": "Yahoo",
        "TRADEGATE": "Tradegate",
        "FRANKFURT": "Börse Frankfurt",
        "ECB": "ECB",
        "OPENFIGI": "OpenFIGI",
        "TWELVEDATA": "Twelve Data",
        "FINNHUB": "Finnhub",
        "FINANZNACHRICHTEN": "finanznachrichten.de",
        "EQS": "EQS News",
        "HKEX": "HKEXnews",
        "SEC": "SEC EDGAR",
        "GOOGLE_NEWS": "Google News",
        "DEUTSCHE_BOERSE": "Deutsche Börse",
        "NASDAQ_TRADER": "Nasdaq Trader",
        "HKEX_LIST": "HKEX",
        "FEEDS": "Feeds",
        "ARTICLES": "Articles",
    }
)

NEEDS_KEY = frozenset({"TWELVEDATA", "FINNHUB"})
