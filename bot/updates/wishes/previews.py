"""What would be posted for a subscription if it happened right now? For people who try it out."""

from datetime import datetime

from bot.audience import Audience
from bot.clock import Clock
from bot.errors import NotFound, ParkettError
from bot.instruments.models import Instrument, Listing
from bot.market.models import Quote
from bot.market.service import Market
from bot.news.models import Story
from bot.news.service import News
from bot.updates.models import (
    ArticleFact,
    Direction,
    Event,
    Happening,
    Kind,
    PriceFact,
    Stage,
    StoryFact,
    Subscription,
)
from bot.updates.watching.facts import course_fact, price_fact

_PATIENCE = 8.0  # seconds; somebody waits for it
_WHAT = {
    Kind.NEWS: Happening.STORY,
    Kind.CLOSE: Happening.CLOSE,
    Kind.MOVE: Happening.MOVE,
    Kind.LEVEL: Happening.LEVEL,
    Kind.HIGH: Happening.HIGH,
    Kind.LOW: Happening.LOW,
}


class Previews:
    """The facts are today's; only that it happens now is made up."""

    def __init__(self, *, market: Market, news: News, clock: Clock) -> None:
        self._market = market
        self._news = news
        self._clock = clock

    async def event(
        self, subscription: Subscription, instrument: Instrument, audience: Audience
    ) -> Event:
        """Raises SourceError where there is no price or no story now."""
        now = self._clock()
        quote = await self._quote(subscription, instrument)
        price = price_fact(quote, now) if quote else None
        story = await self._story(subscription, instrument, audience, price)
        return Event(
            key=f"preview:{subscription.id}",
            what=_WHAT[subscription.kind],
            at=now,
            instrument=instrument.key,
            name=instrument.name,
            price=price,
            story=story,
            course=course_fact(quote) if quote else None,
            threshold=subscription.level or subscription.percent,
            direction=_direction(subscription, price),
            stage=Stage.NEAR if subscription.kind in (Kind.HIGH, Kind.LOW) else None,
        )

    async def _quote(self, subscription: Subscription, instrument: Instrument) -> Quote | None:
        if subscription.kind is Kind.NEWS:
            return None
        listing = _listing(subscription, instrument)
        drawn = subscription.kind in (Kind.CLOSE, Kind.MOVE)
        answers = await self._market.quotes([(instrument, listing)], give_up=_PATIENCE, bars=drawn)
        match answers.get(listing):
            case Quote() as quote:
                return quote
            case ParkettError() as error:
                raise error
            case None:
                raise NotFound(source=listing.venue, what=listing.symbol)

    async def _story(
        self,
        subscription: Subscription,
        instrument: Instrument,
        audience: Audience,
        price: PriceFact | None,
    ) -> StoryFact | None:
        """The newest; for a move the newest that was published before its price."""
        if subscription.kind not in (Kind.NEWS, Kind.MOVE):
            return None
        report = await self._news.report(instrument, audience, limit=5, give_up=_PATIENCE)
        stories = report.stories
        if price is not None:
            stories = tuple(one for one in stories if _published(one, before=price.as_of))
        if stories:
            return _fact(stories[0])
        if subscription.kind is Kind.NEWS:
            raise NotFound(source=", ".join(one.name for one in report.sources), what="it")
        return None


def _listing(subscription: Subscription, instrument: Instrument) -> Listing:
    same = (
        one
        for one in instrument.listings
        if (one.symbol, one.mic) == (subscription.symbol, subscription.mic)
    )
    return next(same, instrument.home)


def _published(story: Story, *, before: datetime) -> bool:
    return story.first_published is not None and story.first_published <= before


def _direction(subscription: Subscription, price: PriceFact | None) -> Direction | None:
    if price is None:
        return None
    match subscription.kind:
        case Kind.LEVEL if subscription.direction is not None:
            return subscription.direction
        case Kind.LEVEL if subscription.level is not None:
            up = price.price >= subscription.level
        case Kind.MOVE:
            up = price.change_percent is None or price.change_percent >= 0
        case _:
            return None
    return Direction.UP if up else Direction.DOWN


def _fact(story: Story) -> StoryFact:
    articles = (
        ArticleFact(
            title=one.title,
            url=one.url,
            publisher=one.publisher,
            published=one.published,
            language=one.language,
        )
        for one in story.articles
    )
    return StoryFact(
        id=story.id,
        title=story.title,
        url=story.url,
        original_source=story.original_source,
        articles=tuple(articles),
        summary=tuple(one.text for one in story.summary),
        language=story.language,
        first_published=story.first_published,
        updated=story.updated,
        tone=story.tone.label if story.tone else None,
    )
