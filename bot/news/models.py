"""What happened? Articles come in, stories go out, and nothing is dropped without a reason."""

from dataclasses import dataclass
from datetime import datetime
from enum import StrEnum


class DropReason(StrEnum):
    DUPLICATE = "duplicate"
    STALE = "stale"
    OTHER_COMPANY = "other_company"
    UNREADABLE = "unreadable"


@dataclass(frozen=True, slots=True)
class Article:
    """One item of one source.

    published: aware UTC as the source says, None when it says nothing (never the fetch time).
    teaser: plain text of the feed; text: the page's main text where it was read.
    publisher: who published it ("dpa-AFX"); provider: through which source we have it.
    """

    title: str
    url: str
    publisher: str
    provider: str
    published: datetime | None = None
    language: str | None = None
    teaser: str = ""
    text: str | None = None
    symbols: tuple[str, ...] = ()
    disclosure: bool = False  # an issuer's own filing, which is about the issuer by construction


@dataclass(frozen=True, slots=True)
class Sentence:
    """One sentence of a summary, to the letter as in `articles[article]` of its story."""

    text: str
    article: int


@dataclass(frozen=True, slots=True)
class Tone:
    label: str  # "positive" | "neutral" | "negative"
    confidence: float


@dataclass(frozen=True, slots=True)
class Story:
    """One event, told by one or more articles; articles[0] is the one that is linked.

    original_source: whom the text itself names as the origin ("Reuters"), else the publisher.
    updated: the last correction or update, where one replaced an earlier text.
    copies: the same text elsewhere, and texts that a correction or update replaced.
    written: the summary in other words, by the model `written_by`; `summary` is its evidence.
    """

    id: str
    title: str
    url: str
    language: str | None
    summary: tuple[Sentence, ...]
    articles: tuple[Article, ...]
    original_source: str
    first_published: datetime | None
    tone: Tone | None = None
    updated: datetime | None = None
    written: str | None = None
    written_by: str = ""
    copies: tuple[Article, ...] = ()


@dataclass(frozen=True, slots=True)
class Dropped:
    article: Article
    reason: DropReason


@dataclass(frozen=True, slots=True)
class SourceReport:
    """status: "ok", "pending", or the code of the error; ms: time until the answer."""

    name: str
    status: str
    items: int
    ms: int
    message: str = ""


@dataclass(frozen=True, slots=True)
class NewsReport:
    """All that was found for one instrument. `found` = stories' articles + dropped + beyond.

    beyond: articles of further stories than were asked for.
    """

    stories: tuple[Story, ...] = ()
    dropped: tuple[Dropped, ...] = ()
    sources: tuple[SourceReport, ...] = ()
    complete: bool = True
    beyond: int = 0

    @property
    def found(self) -> int:
        told = sum(len(story.articles) for story in self.stories)
        return told + len(self.dropped) + self.beyond
