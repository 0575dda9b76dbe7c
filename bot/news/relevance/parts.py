"""The sentence in which a company is named, and its part there."""

import re

from bot.news.relevance.mentions import Mention
from bot.news.relevance.naming import fold
from bot.news.relevance.proof import (
    deals_as_companies,
    does_as_companies,
    evidence,
    speaks_of_affairs,
)
from bot.news.relevance.roles import bystander

_MODIFIES = re.compile(
    r"""^(?:-|['’]s?[\s\u00a0]+|[\s\u00a0]+)(?:zulieferer\w*|lieferant\w*
    |konkurrent\w*|rivale\w*|partner\w*|ausrüster\w*|auftragsfertiger\w*
    |großaktionär\w*|的供应商|的竞争对手|suppliers?|rivals?|competitors?|contractor
    |assembler|backed|owned|alternative|clone|killer
    |spezialist|供应商|概念股|产业链|竞争对手|代工厂)\b[\s\u00a0:,–-]*(?=(?-i:[A-ZÄÖÜ\u3400-\u9fff\d]))""",
    re.VERBOSE | re.IGNORECASE,
)
_AND_MORE = re.compile(
    r"(?:,\s[^,:]{1,40}){1,9},?\s(?:und|and|sowie|&|plus)\s\w{1,12}\s(?:weitere|andere|other|more)\s"
    r"(?:[\w-]{1,20}\s){0,2}?[\w-]{0,20}(?:werte|titel|aktien|stocks|shares|names)\b",
    re.IGNORECASE,
)
_SENTENCE_AT_MOST = 600  # characters before a name
_SENTENCE_ENDS = re.compile(r"\n|(?<=[^\W\d_]{2}[.!?])\s(?=[A-ZÄÖÜ„\"»])|(?<=[。！？])")
_OF_A_MARKET = re.compile(
    r"""\b(?:[a-z]{0,3}dax\w*|etfs?\b|\w*-etf\w*|fonds|funds?|msci\w*|nikkei|hang\sseng|wall\sstreet|indizes
    |\w*aktien(?:,|\sfür)|stocks\sto|depot|börsen?|stoxx\w*|smi|atx|s&p\s500)\b|指数|恒指""",
    re.IGNORECASE | re.VERBOSE,
)


def part(text: str, one: Mention) -> str | None:
    """What the company is there, where it is not what the text is about."""
    acts = does_as_companies(text, one)
    first = max(0, one.start - _SENTENCE_AT_MOST)
    ends = _SENTENCE_ENDS.finditer(text, first, one.start)
    begin = max((end.end() for end in ends), default=first)
    end = _SENTENCE_ENDS.search(text, one.end)
    sentence = text[begin : end.start() if end else len(text)]
    deals = deals_as_companies(text, one) or speaks_of_affairs(sentence)
    start, close = one.start - begin, one.end - begin
    return bystander(sentence, start, close, fold(one.name), acts=acts, deals=deals)


def describes_another(text: str, one: Mention) -> bool:
    """ "Apple-Zulieferer Foxconn": the name only describes the next one."""
    return _MODIFIES.match(text[one.end :]) is not None


def is_subject(text: str, one: Mention) -> bool:
    """Does the name begin a sentence and do something there?"""
    begins = _SENTENCE_ENDS.search(text, max(0, one.start - 2), one.start + 1) is not None
    return (begins or one.start == 0) and evidence(text, one) > 0


def of_a_market(title: str) -> bool:
    """Does the headline speak of an index, a fund, or shares in general?"""
    return _OF_A_MARKET.search(title) is not None


def lists_a_market(title: str) -> bool:
    """Is that before a colon, as in reports of many names, or are there "ten more stocks"?"""
    if _AND_MORE.search(title):
        return True
    return ":" in title and of_a_market(title.partition(":")[0])
