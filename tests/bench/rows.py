"""What does a subscription, a letter, an event and a turn at a source take in PostgreSQL?

2,000 of each, written as the services write them; the letters are carried to their end as the
courier does it, so that the space of rows that were changed counts as well. Turns are asked
for one after another, as by somebody who waits.
"""

import time
from datetime import UTC, datetime, timedelta
from decimal import Decimal

import sqlalchemy as sa

from bot.store import Store, open_store
from bot.store.rows import Finished, Letter, WatchRow
from bot.updates.models import (
    ArticleFact,
    Event,
    Happening,
    Kind,
    StoryFact,
    Subscription,
)
from bot.updates.payloads.events import event_row
from bot.updates.payloads.subscriptions import subscription_row
from tests.bench.report import Figure, percentile
from tests.faults.cluster import own_cluster

ROWS = 2_000
CHANNELS_OF_A_STORY = 20
BATCH = 1_000
AT = datetime(2026, 11, 22, 12, tzinfo=UTC)
LEASE = AT + timedelta(minutes=1)
CHANNEL = 1_300_000_000_000_000_000  # as long as Discord's are today


async def figures() -> list[Figure]:
    async with own_cluster() as cluster, open_store(cluster.address) as store:
        await _subscribe(store)
        await _tell(store)
        subscriptions = await _bytes(store, "subscription", "watch")
        letters, events = await _bytes(store, "outbox"), await _bytes(store, "event")
        turns = await _turns(store)
    stories = ROWS // CHANNELS_OF_A_STORY
    return [
        Figure("a subscription with its watch", f"{subscriptions / ROWS:,.0f} bytes"),
        Figure("a letter, sent", f"{letters / ROWS:,.0f} bytes"),
        Figure("a story of five articles", f"{events / stories:,.0f} bytes"),
        *turns,
    ]


async def _turns(store: Store) -> list[Figure]:
    host = "source:YAHOO:query1.finance.yahoo.com"
    ours = await _taken(store, host, interval=0.0)
    await store.paces.take(host, interval=3600.0, within=0.0)
    refused = await _taken(store, host, interval=1.0)
    return [
        Figure("a turn at a source, p50 · p99", ours),
        Figure("… that somebody else has", refused),
        Figure("the row of a source after that", f"{await _bytes(store, 'pace'):,} bytes"),
    ]


async def _taken(store: Store, host: str, *, interval: float) -> str:
    took: list[float] = []
    began = time.process_time()
    for _ in range(ROWS):
        asked = time.perf_counter()
        await store.paces.take(host, interval=interval, within=0.0)
        took.append((time.perf_counter() - asked) * 1000)
    cpu = (time.process_time() - began) / ROWS * 1000
    return f"{percentile(took, 50):.1f} ms · {percentile(took, 99):.1f} ms ({cpu:.1f} ms of CPU)"


async def _subscribe(store: Store) -> None:
    for number in range(ROWS):
        wish = Subscription(
            id=f"{number:020}",
            guild=CHANNEL + number // 10,
            channel=CHANNEL + number,
            creator=CHANNEL,
            instrument=f"DE{number // 50:010}",
            kind=Kind.LEVEL,
            created=AT,
            symbol=f"{number // 50:05}.F",
            mic="XFRA",
            level=Decimal("2.55"),
            currency="EUR",
        )
        watch = WatchRow(
            key=f"price:{wish.symbol}@XFRA", kind="price", instrument=wish.instrument, due=AT
        )
        await store.subscriptions.add(subscription_row(wish), [watch], limit=100)


async def _tell(store: Store) -> None:
    for number in range(ROWS // CHANNELS_OF_A_STORY):
        event = _story(number)
        letters = [
            Letter(
                dedup_key=f"{event.key}:{CHANNEL + number + other}",
                event=event.key,
                channel=CHANNEL + number + other,
                guild=CHANNEL,
                subscription=f"{other:020}",
                due=AT,
            )
            for other in range(CHANNELS_OF_A_STORY)
        ]
        await store.outbox.record([event_row(event)], letters)
    carried = 0
    while rows := await store.outbox.claim(AT, owner="bench", lease_until=LEASE, limit=BATCH):
        parcels = {f"{row.id:020}": [row.id] for row in rows}
        await store.outbox.seal(parcels, owner="bench", now=AT)
        done = [Finished(ids=(row.id,), state="sent", message=CHANNEL + row.id) for row in rows]
        await store.outbox.finish(done, owner="bench", now=AT)
        carried += len(rows)
    assert carried == ROWS, carried


def _story(number: int) -> Event:
    title = "Xiaomi will eigene Autos ab der ersten Jahreshälfte 2024 in Serie bauen"
    articles = tuple(
        ArticleFact(
            title=title,
            url=f"https://www.finanznachrichten.example/nachrichten-2026/{number}-{other}.htm",
            publisher="dpa-AFX",
            published=AT,
            language="de",
        )
        for other in range(5)
    )
    told = StoryFact(
        id=f"{number:020}",
        title=title,
        url=articles[0].url,
        original_source="Reuters",
        articles=articles,
        summary=("Der Smartphone-Hersteller nennt erstmals einen Termin für sein Elektroauto.",)
        * 2,
        language="de",
        first_published=AT,
    )
    key = f"story:KYG9830T1067:{number:020}"
    return Event(
        key=key, what=Happening.STORY, at=AT, instrument="KYG9830T1067", name="Xiaomi", story=told
    )


async def _bytes(store: Store, *tables: str) -> int:
    """Of tables and their indexes, with the space of rows that were changed since."""
    sizes = [sa.func.pg_total_relation_size(table) for table in tables]
    async with store.database.read() as connection:
        return sum([int(await connection.scalar(sa.select(size)) or 0) for size in sizes])
