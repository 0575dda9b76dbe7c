"""What has been published in the sample world by now? Tables, and events that add to them."""

from collections.abc import Mapping, Sequence
from dataclasses import dataclass
from datetime import datetime, timedelta
from functools import lru_cache
from typing import Any, Literal

from pydantic import BaseModel, ConfigDict

from bot.playground.world.tables import FILES, read_toml

Feed = Literal["finanznachrichten", "yahoo", "headlines", "google", "portal"]


class Site(BaseModel):
    """One publisher. wall: "consent" where only a notice stands before the text."""

    model_config = ConfigDict(frozen=True, extra="forbid")

    name: str
    language: str
    layout: Literal["agency", "wire", "portal", "magazine"]
    wall: Literal["consent"] | None = None


class NewsItem(BaseModel):
    """One article as the tables write it; see the head of news/xiaomi.toml for the fields."""

    model_config = ConfigDict(frozen=True, extra="forbid")

    id: str
    site: str
    title: str
    feeds: tuple[Feed, ...]
    about: tuple[str, ...]
    body: str
    shown_for: tuple[str, ...] = ()
    teaser: str = ""
    author: str | None = None
    at: datetime | None = None
    event: str | None = None
    after: int = 0
    copy_of: str | None = None

    @property
    def paragraphs(self) -> list[str]:
        return [part.strip() for part in self.body.strip().split("\n\n")]

    @property
    def carried_for(self) -> tuple[str, ...]:
        """The instruments whose feeds carry it, rightly or not."""
        return self.shown_for or self.about


class Filing(BaseModel):
    """One filing of an issuer; which fields are filled depends on where it was filed."""

    model_config = ConfigDict(frozen=True, extra="forbid")

    instrument: str
    at: datetime
    title: str = ""
    category: str = ""
    id: int = 0
    headline: str = ""
    english: str = ""
    body: str = ""
    accession: str = ""
    form: str = ""
    items: str = ""
    document: str = ""


@dataclass(frozen=True, slots=True)
class Published:
    """An item that is out. at: aware, None where the item carries no date."""

    item: NewsItem
    at: datetime | None
    site: Site


@lru_cache(maxsize=1)
def sites() -> Mapping[str, Site]:
    rows = read_toml("sites.toml")["site"]
    return {name: Site.model_validate(row) for name, row in rows.items()}


@lru_cache(maxsize=1)
def items() -> Mapping[str, NewsItem]:
    """Every item of the tables by its id, copies filled in."""
    rows: list[dict[str, Any]] = []
    for file in sorted((FILES / "news").glob("*.toml")):
        rows.extend(read_toml(f"news/{file.name}")["article"])
    whole = {row["id"]: row for row in rows}
    found: dict[str, NewsItem] = {}
    for row in rows:
        source = whole[row["copy_of"]] if "copy_of" in row else {}
        kept = {name: source[name] for name in ("about", "body", "teaser") if name in source}
        found[row["id"]] = NewsItem.model_validate(kept | row)
    return found


@lru_cache(maxsize=1)
def filings() -> Mapping[str, tuple[Filing, ...]]:
    """All filings by the place where they were filed: "eqs", "hkex", "sec"."""
    return {
        place: tuple(Filing.model_validate(row) for row in rows)
        for place, rows in read_toml("filings.toml").items()
    }


class NothingLeft(Exception):
    """No event of that kind is left in the tables."""


class Newsroom:
    """What is out at a moment, and the events that were made to happen."""

    def __init__(self) -> None:
        self.happened: dict[str, datetime] = {}

    def published_at(self, item: NewsItem) -> datetime | None:
        """When the item came or will come out; None for an undated or an unborn one."""
        if item.event is None:
            return item.at
        began = self.happened.get(item.event)
        return began and began + timedelta(minutes=item.after)

    def is_out(self, item: NewsItem, now: datetime) -> bool:
        at = self.published_at(item)
        return at <= now if at is not None else item.event is None

    def carried(self, feed: Feed, key: str | None, now: datetime) -> list[Published]:
        """What that feed shows for an instrument (None: for all), newest first, undated last."""
        found = [
            self.published(item)
            for item in items().values()
            if feed in item.feeds
            and self.is_out(item, now)
            and (key is None or key in item.carried_for)
        ]
        dated = [one for one in found if one.at is not None]
        dated.sort(key=lambda one: one.at or now, reverse=True)
        return dated + [one for one in found if one.at is None]

    def published(self, item: NewsItem) -> Published:
        return Published(item, self.published_at(item), sites()[item.site])

    def next_event(self, kind: str) -> str:
        """The next event whose name begins with `kind`. Raises NothingLeft."""
        names = sorted({item.event for item in items().values() if item.event})
        for name in names:
            if name.startswith(kind) and name not in self.happened:
                return name
        raise NothingLeft(kind)

    def happen(self, kind: str, now: datetime) -> NewsItem:
        """Makes the next event of that kind happen now; returns its first item."""
        name = self.next_event(kind)
        self.happened[name] = now
        first = [item for item in items().values() if item.event == name]
        return min(first, key=lambda item: item.after)

    def filed(self, place: str, key: str, now: datetime) -> Sequence[Filing]:
        """The filings of an instrument at "eqs", "hkex" or "sec" that are out, newest first."""
        found = [one for one in filings()[place] if one.instrument == key and one.at <= now]
        return sorted(found, key=lambda one: one.at, reverse=True)
