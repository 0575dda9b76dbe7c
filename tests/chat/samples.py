"""One company, its quotes and its news, to be varied by the tests of cards."""

from datetime import UTC, date, datetime, timedelta
from decimal import Decimal

from bot.briefing import Briefing
from bot.instruments.models import Instrument, Listing
from bot.market.models import Converted, Marked, Quote, QuoteState, Snapshot
from bot.news.models import (
    Article,
    Dropped,
    DropReason,
    NewsReport,
    Sentence,
    SourceReport,
    Story,
)

NOW = datetime(2021, 10, 20, 9, 0, tzinfo=UTC)  # a Wednesday, 11:00 in Berlin

HONG_KONG = Listing("1810.HK", "Hong Kong", "XHKG", "HKD", home=True)
FRANKFURT = Listing("3CP.F", "Frankfurt", "XFRA", "EUR")
XIAOMI = Instrument(
    "Xiaomi Corp.", "KYG9830T1067", "A2JNY1", (HONG_KONG, FRANKFURT), names=("小米",)
)

IN_FRANKFURT = Quote(
    FRANKFURT,
    Decimal("2.50"),
    NOW,
    "Tradegate",
    previous_close=Decimal("2.55"),
    low_52w=Decimal("2.20"),
    high_52w=Decimal("3.885"),
    timezone="Europe/Berlin",
)
AT_HOME = Quote(
    HONG_KONG,
    Decimal("22.55"),
    NOW - timedelta(hours=1),
    "Yahoo",
    previous_close=Decimal("22.48"),
    timezone="Asia/Hong_Kong",
)
SNAPSHOT = Snapshot(
    XIAOMI,
    (Marked(IN_FRANKFURT, QuoteState.DELAYED), Marked(AT_HOME, QuoteState.CLOSED)),
    (Converted(AT_HOME, Decimal("2.4996"), "EUR", Decimal("9.0213"), date(2021, 10, 19)),),
)


def article(title: str = "Xiaomi plans its own car", **fields: object) -> Article:
    known: dict[str, object] = {
        "title": title,
        "url": "https://www.finanznachrichten.de/xiaomi-auto",
        "publisher": "dpa-AFX",
        "provider": "finanznachrichten.de",
        "published": NOW - timedelta(hours=3),
    }
    return Article(**{**known, **fields})  # type: ignore[arg-type] # fields of the test's own


def story(title: str = "Xiaomi plans its own car", **fields: object) -> Story:
    known: dict[str, object] = {
        "id": "s1",
        "title": title,
        "url": "https://www.finanznachrichten.de/xiaomi-auto",
        "language": "de",
        "summary": (Sentence("Das erste Auto kommt 2024.", 0),),
        "articles": (article(title),) * 4,
        "original_source": "Reuters",
        "first_published": NOW - timedelta(hours=3),
    }
    return Story(**{**known, **fields})  # type: ignore[arg-type] # fields of the test's own


def dropped(reason: DropReason, count: int) -> tuple[Dropped, ...]:
    return tuple(Dropped(article(f"{reason.value} {n}"), reason) for n in range(count))


NEWS = NewsReport(
    stories=(story(),),
    dropped=dropped(DropReason.DUPLICATE, 5)
    + dropped(DropReason.STALE, 3)
    + dropped(DropReason.OTHER_COMPANY, 2),
    sources=(SourceReport("finanznachrichten.de", "ok", 14, 120),),
)
BRIEFING = Briefing(XIAOMI, SNAPSHOT, NEWS, NOW)
