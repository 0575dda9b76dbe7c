"""What Yahoo says, in whichever of its forms: pure functions from a body to facts and bars.

Charts, batches of charts ("spark"), quotes and summaries name the same things alike, so that one
reader serves them all. Traps: nulls and missing lists in bars; `chartPreviousClose` is the close
before the chart's range, not before today; a 52-week range that is only the day's range.
"""

from collections.abc import Mapping, Sequence
from dataclasses import dataclass, replace
from datetime import datetime, timedelta
from decimal import Decimal
from typing import NoReturn
from zoneinfo import ZoneInfo

from bot.errors import BadAnswer, NotFound, SourceLimited
from bot.market.facts import Facts
from bot.market.history import Split, close_before, fits_split, repaired, year_range
from bot.market.models import Bar
from bot.market.values import moment, price, whole, zone
from bot.web.parsing import as_list, as_mapping, dig, parse_json, text

MOST_BARS = 20_000
_NEAR_PRESENT = timedelta(days=7)
_JUST_SPLIT = timedelta(days=4)
_ROOTS = ("chart", "spark", "quoteResponse", "quoteSummary", "finance")


@dataclass(frozen=True, slots=True)
class Answer:
    """One symbol's answer, still in Yahoo's unit ("GBp"). bars: repaired, oldest first.

    exchange: Yahoo's code for it ("NMS"). kind: "stock", "fund", "etf", "currency" …
    """

    symbol: str
    facts: Facts
    bars: tuple[Bar, ...] = ()
    name: str | None = None
    exchange: str | None = None
    kind: str | None = None


def read_answers(
    body: bytes, *, source: str, status: int = 200, bars: bool = True
) -> dict[str, Answer]:
    """All symbols of an answer, keyed in upper case.

    bars: False reads them only where the price or the close before it does not stand by itself.
    Raises NotFound where Yahoo says that it knows none, SourceLimited for "Too Many Requests",
    BadAnswer for anything else that is no price answer.
    """
    if b"too many requests" in body[:200].lower():
        raise SourceLimited(source=source, retry_after=60)
    if status == 404 and not body.lstrip().startswith(b"{"):
        raise NotFound(source=source, what="that symbol")
    tree = parse_json(body, source)
    for root in _ROOTS:
        if root in as_mapping(tree):
            _refuse_error(dig(tree, root, "error"), source)
    if status != 200:
        raise BadAnswer(source=source, reason=f"it answers with status {status}")
    answers = [_answer(part, whole=bars) for part in _parts(tree)]
    found = {one.symbol.upper(): one for one in answers if one is not None}
    if not found:
        if isinstance(dig(tree, "quoteResponse", "result"), list):
            raise NotFound(source=source, what="that symbol")
        raise BadAnswer(source=source, reason="there is no price in it")
    return found


def read_answer(body: bytes, symbol: str, *, source: str, status: int = 200) -> Answer:
    """The answer for that symbol. Raises BadAnswer where it is about another one."""
    found = read_answers(body, source=source, status=status)
    answer = found.get(symbol.upper())
    if answer is None:
        others = ", ".join(list(found)[:3])
        raise BadAnswer(source=source, reason=f"asked for {symbol}, it answers for {others}")
    return answer


def _refuse_error(error: object, source: str) -> None:
    """Yahoo's own error objects become ours."""
    if not error:
        return
    code = text(dig(error, "code")) or ""
    words = text(dig(error, "description")) or text(error) or code or "an error"
    if code.lower() == "not found":
        raise NotFound(source=source, what=f"that symbol (“{words[:120]}”)")
    _refuse(source, f"“{words[:120]}”")


def _refuse(source: str, reason: str) -> NoReturn:
    raise BadAnswer(source=source, reason=reason)


def _parts(tree: object) -> list[Mapping[str, object]]:
    """One object for each symbol, whatever form the answer has."""
    parts: list[Mapping[str, object]] = []
    parts += [as_mapping(one) for one in as_list(dig(tree, "chart", "result"))]
    for one in as_list(dig(tree, "spark", "result")):
        response = as_mapping(dig(one, "response", 0))
        parts.append({"symbol": dig(one, "symbol"), **response})
    for one in as_list(dig(tree, "quoteResponse", "result")):
        parts.append({"meta": one})
    for one in as_list(dig(tree, "quoteSummary", "result")):
        # Its modules have no common keys that differ, apart from "maxAge".
        parts.append(
            {"meta": {**as_mapping(dig(one, "summaryDetail")), **as_mapping(dig(one, "price"))}}
        )
    if not parts and not any(root in as_mapping(tree) for root in _ROOTS):
        # The newer spark has the symbols as keys and the lists beside each other.
        for symbol, one in as_mapping(tree).items():
            if isinstance(dig(one, "close"), list):
                parts.append(
                    {
                        "meta": {"symbol": symbol, **as_mapping(one)},
                        "timestamp": dig(one, "timestamp"),
                        "indicators": {"quote": [{"close": dig(one, "close")}]},
                    }
                )
    return parts


def _answer(part: Mapping[str, object], *, whole: bool = True) -> Answer | None:
    meta = as_mapping(part.get("meta"))
    symbol = text(meta.get("symbol")) or text(part.get("symbol"))
    if symbol is None:
        return None
    facts = _facts(meta)
    needed = whole or None in (facts.price, facts.as_of, facts.previous_close)
    bars = _bars(part) if needed else []
    splits = _splits(part)
    near = bars and facts.as_of and abs(facts.as_of - bars[-1].start) < _NEAR_PRESENT
    bars = repaired(bars, anchor=facts.price if near else None, splits=splits)
    if facts.as_of is None and bars and facts.price is None:
        # The newer spark has no "regularMarketPrice": the last bar is the price.
        facts = replace(facts, price=bars[-1].close, as_of=bars[-1].start)
    return Answer(
        symbol,
        _after_split(_with_history(facts, meta, bars), splits),
        bars,
        name=text(meta.get("longName")) or text(meta.get("shortName")),
        exchange=text(meta.get("exchangeName")) or text(meta.get("exchange")),
        kind=_kind(text(meta.get("instrumentType")) or text(meta.get("quoteType"))),
    )


def _kind(written: str | None) -> str | None:
    kinds = {"EQUITY": "stock", "MUTUALFUND": "fund"}
    return kinds.get(written, written.lower()[:20]) if written else None


def _facts(meta: Mapping[str, object]) -> Facts:
    return Facts(
        price=price(meta.get("regularMarketPrice")),
        currency=text(meta.get("currency")),
        as_of=moment(meta.get("regularMarketTime")),
        previous_close=price(meta.get("regularMarketPreviousClose"))
        or price(meta.get("previousClose")),
        low_52w=price(meta.get("fiftyTwoWeekLow")),
        high_52w=price(meta.get("fiftyTwoWeekHigh")),
        day_low=price(meta.get("regularMarketDayLow")),
        day_high=price(meta.get("regularMarketDayHigh")),
        volume=whole(meta.get("regularMarketVolume")),
        timezone=zone(meta.get("exchangeTimezoneName")),
        delay=whole(meta.get("exchangeDataDelayedBy")) or None,
    )


def _bars(part: Mapping[str, object]) -> list[Bar]:
    """Every bar that has a time and a close; what else is missing is taken from the close."""
    lists = as_mapping(dig(part, "indicators", "quote", 0))
    closes = as_list(lists.get("close"))
    bars: dict[datetime, Bar] = {}
    for index, stamp in enumerate(as_list(part.get("timestamp"))[:MOST_BARS]):
        start, close = moment(stamp), price(_at(closes, index))
        if start is None or close is None:
            continue
        opened = price(_at(lists.get("open"), index)) or close
        high = price(_at(lists.get("high"), index)) or max(opened, close)
        low = price(_at(lists.get("low"), index)) or min(opened, close)
        bars[start] = Bar(start, opened, high, low, close, whole(_at(lists.get("volume"), index)))
    return [bars[start] for start in sorted(bars)]


def _at(values: object, index: int) -> object:
    found: Sequence[object] = as_list(values)
    return found[index] if index < len(found) else None


def _splits(part: Mapping[str, object]) -> list[Split]:
    splits: list[Split] = []
    for one in list(as_mapping(dig(part, "events", "splits")).values())[:100]:
        at = moment(dig(one, "date"))
        new, old = price(dig(one, "numerator")), price(dig(one, "denominator"))
        if at and new and old and new != old:
            splits.append(Split(at, new / old))
    return splits


def _with_history(facts: Facts, meta: Mapping[str, object], bars: Sequence[Bar]) -> Facts:
    """What the bars tell where the answer itself is silent or cannot be true."""
    as_of = facts.as_of
    if not bars or as_of is None:
        return facts
    timezone = facts.timezone or "UTC"
    if facts.previous_close is None:
        previous = _previous_close(as_of, timezone, meta, bars)
        facts = replace(facts, previous_close=previous)
    only_the_day = (facts.low_52w, facts.high_52w) == (facts.day_low, facts.day_high)
    if facts.low_52w is None or facts.high_52w is None or only_the_day:
        year = year_range(bars, as_of)
        if year:
            facts = replace(facts, low_52w=year[0], high_52w=year[1])
    return facts


def _after_split(facts: Facts, splits: Sequence[Split]) -> Facts:
    """On a split's first day the previous close may still be of before: that is no fall of 75 %."""
    price_now, before, as_of = facts.price, facts.previous_close, facts.as_of
    if price_now is None or before is None or as_of is None:
        return facts
    for split in splits:
        if abs(as_of - split.at) < _JUST_SPLIT and fits_split(before, price_now, split.ratio):
            return replace(facts, previous_close=before / split.ratio)
    return facts


def _previous_close(
    as_of: datetime, timezone: str, meta: Mapping[str, object], bars: Sequence[Bar]
) -> Decimal | None:
    if text(meta.get("dataGranularity")) == "1d":
        before = close_before(bars, as_of, timezone)
        if before:
            return before
    place = ZoneInfo(timezone)
    today = as_of.astimezone(place).date()
    if all(bar.start.astimezone(place).date() == today for bar in bars):
        # The chart begins today, so that the close before the chart is yesterday's.
        return price(meta.get("chartPreviousClose"))
    return None
