"""One company, its quotes and its news, to be varied by the tests of cards."""

from dataclasses import replace
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
from bot.updates.models import (
    ArticleFact,
    Direction,
    Event,
    Happening,
    Parcel,
    PriceFact,
    Stage,
    StoryFact,
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
        "articles": tuple(article(title, publisher=f"Blatt {number}") for number in range(4)),
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


# What is posted unasked: one event of each kind, and parcels of them.

PRICE = PriceFact(
    symbol="3CP.F",
    venue="Frankfurt",
    mic="XFRA",
    currency="EUR",
    price=Decimal("2.71"),
    as_of=NOW,
    state="delayed",
    source="Tradegate",
    previous_close=Decimal("2.55"),
    change_percent=Decimal("6.2745"),
    low_52w=Decimal("2.20"),
    high_52w=Decimal("3.885"),
)
PRICE_AT_HOME = replace(
    PRICE,
    symbol="1810.HK",
    venue="Hong Kong",
    mic="XHKG",
    currency="HKD",
    price=Decimal("22.60"),
    as_of=NOW - timedelta(hours=1),
    state="closed",
    source="Yahoo",
    previous_close=Decimal("22.48"),
    change_percent=Decimal("0.5338"),
    low_52w=Decimal("19.84"),
    high_52w=Decimal("35.90"),
)
TOLD = StoryFact(
    id="s1",
    title="Xiaomi plant erstes eigenes Auto für 2024",
    url="https://www.finanznachrichten.de/xiaomi-auto",
    original_source="Reuters",
    articles=tuple(
        ArticleFact(
            title="Xiaomi plant erstes eigenes Auto für 2024",
            url=f"https://paper{number}.example/xiaomi-auto",
            publisher=f"Blatt {number}",
            published=NOW - timedelta(hours=3),
            language="de",
        )
        for number in range(4)
    ),
    summary=(
        "Xiaomi will in der ersten Hälfte 2024 mit der Serienfertigung eigener Autos beginnen.",
        "Das sagte Firmenchef Lei Jun laut mehreren Teilnehmern eines Treffens.",
    ),
    language="de",
    first_published=NOW - timedelta(hours=3),
)


def event(what: Happening, **fields: object) -> Event:
    """One event of that kind about Xiaomi; fields replace what it usually has."""
    usual: dict[str, object] = {
        "key": f"{what}:{len(fields)}:{sorted(map(str, fields.values()))}",
        "what": what,
        "at": NOW,
        "instrument": "isin:KYG9830T1067",
        "name": "Xiaomi Corp.",
    }
    own: dict[Happening, dict[str, object]] = {
        Happening.STORY: {"story": TOLD},
        Happening.GROWTH: {"story": replace(TOLD, revision=1)},
        Happening.CLOSE: {"price": replace(PRICE, price=Decimal("2.50"), state="closed")},
        Happening.MOVE: {"price": PRICE, "threshold": Decimal(5), "direction": Direction.UP},
        Happening.LEVEL: {"price": PRICE, "threshold": Decimal("2.6"), "direction": Direction.UP},
        Happening.HIGH: {"price": replace(PRICE, price=Decimal("3.85")), "stage": Stage.NEAR},
        Happening.LOW: {"price": replace(PRICE, price=Decimal("2.19")), "stage": Stage.BROKEN},
        Happening.OUTAGE: {
            "source": "Yahoo",
            "since": NOW - timedelta(minutes=20),
            "instrument": "",
            "name": "",
        },
        Happening.RECOVERY: {
            "source": "Yahoo",
            "since": NOW - timedelta(minutes=50),
            "instrument": "",
            "name": "",
        },
        Happening.LOST: {
            "channel": 10**17,
            "source": "missing_permissions",
            "instrument": "",
            "name": "",
        },
    }
    return Event(**{**usual, **own[what], **fields})  # type: ignore[arg-type] # as above


def parcel(*events: Event, **fields: object) -> Parcel:
    known: dict[str, object] = {
        "reference": "abcdefghij0123456789",
        "guild": 2 * 10**17,
        "channel": 3 * 10**17,
        "events": events,
    }
    return Parcel(**{**known, **fields})  # type: ignore[arg-type] # as above


BYD = {"instrument": "isin:CNE100000296", "name": "BYD Co."}
BYD_PRICE = replace(
    PRICE,
    symbol="BY6.F",
    price=Decimal("1032.50"),
    previous_close=Decimal("1098.40"),
    change_percent=Decimal("-5.9996"),
    low_52w=Decimal("721"),
    high_52w=Decimal("1402.5"),
)
NIGHT = (
    event(Happening.STORY, at=NOW - timedelta(hours=12)),
    event(
        Happening.MOVE,
        at=NOW - timedelta(hours=3),
        price=replace(PRICE, as_of=NOW - timedelta(hours=15)),
        story=TOLD,
    ),
    event(Happening.LEVEL, at=NOW - timedelta(hours=2)),
    event(
        Happening.STORY,
        at=NOW - timedelta(hours=1),
        story=replace(
            TOLD,
            id="s2",
            title="小米汽车公布首款车型",
            url="https://tech.example/cn",
            original_source="Sina",
            articles=TOLD.articles[:1],
            language="zh",
            first_published=NOW - timedelta(hours=1),
        ),
    ),
    event(Happening.MOVE, **BYD, price=BYD_PRICE, direction=Direction.DOWN),
    event(Happening.CLOSE, **BYD, price=replace(BYD_PRICE, state="closed")),
    event(Happening.OUTAGE),
)
PARCELS: dict[str, Parcel] = {
    "story": parcel(event(Happening.STORY)),
    "corrected": parcel(
        event(
            Happening.GROWTH,
            story=replace(
                TOLD,
                revision=2,
                updated=NOW - timedelta(minutes=5),
                tone="positive",
                articles=(*TOLD.articles, replace(TOLD.articles[0], publisher="Neues Blatt")),
            ),
        )
    ),
    "foreign": parcel(NIGHT[3]),
    "move": parcel(event(Happening.MOVE, story=TOLD)),
    "fall": parcel(event(Happening.MOVE, **BYD, price=BYD_PRICE, direction=Direction.DOWN)),
    "level": parcel(event(Happening.LEVEL)),
    "level_at_home": parcel(
        event(
            Happening.LEVEL,
            price=PRICE_AT_HOME,
            threshold=Decimal("22.5"),
            direction=Direction.DOWN,
        )
    ),
    "high": parcel(event(Happening.HIGH)),
    "new_high": parcel(
        event(Happening.HIGH, stage=Stage.BROKEN, price=replace(PRICE, price=Decimal("3.93")))
    ),
    "low": parcel(event(Happening.LOW)),
    "close": parcel(event(Happening.CLOSE)),
    "close_at_home": parcel(event(Happening.CLOSE, price=PRICE_AT_HOME)),
    "outage": parcel(event(Happening.OUTAGE)),
    "recovery": parcel(event(Happening.RECOVERY)),
    "night": parcel(*NIGHT),
    "lost": parcel(event(Happening.LOST), private=True),
}
