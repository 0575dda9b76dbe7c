"""Does something about a place in a text cast doubt on its being the company?

"Naomi Campbell opens exhibition": a word with a capital, of no trade, stands before the surname.
"""

import re
from functools import cache

from bot.language.tokens import HAN
from bot.language.wordlists import alternatives, table
from bot.news.relevance import forms
from bot.news.relevance.genres import is_a_match, is_sponsoring, of_another_world
from bot.news.relevance.mentions import Mention
from bot.news.relevance.proof import (
    deals_as_companies,
    does_as_companies,
    runs_a_company,
    speaks_of_affairs,
    speaks_of_finance,
)

# A capital behind the beginning, a mark, or a word without one: no title with capitals throughout.
_CAPITAL_BEFORE = re.compile(
    r"(?:^|[^\w\s'’&-]\s?|(?<![^\W_])[a-zäöüß]+\s)([A-ZÄÖÜ][a-zäöüßàáâãçèéêëíñóôõøúåæ]{2,})\s$"
)
# "Schweizer Roche", "French Danone", "deutsche Linde"; a genitive: "Japans Honda".
_TELLS_A_COUNTRY = re.compile(
    r"(?:er|sche[nrms]?|ese|ish|[ai]an|ench|utch"
    r"|(?:lands|reichs|iens|reas|chinas|japans|wegens|wedens|polens|opas|rikas|nadas|erns|kings|chens|lins|burgs|nens))$"
)
_PART_OF_A_WORD = re.compile(
    r"(?<!\w)(?!(?:ex|anti|pro|us|eu|uk|post|noch|nicht|non|mini|mega|china|deutschland|kult|top|ki)-)[^\W\d_]{2,}-$",
    re.IGNORECASE,
)
_WORDS = re.compile(r"[^\W\d_]{4,}")


@cache
def _before_companies() -> frozenset[str]:
    return frozenset(alternatives(table("genres", forms.TABLES)["before_companies"]))


def vouched(text: str, told: str, one: Mention) -> bool:
    """Nothing speaks for a person, a place or a team of that name, or the company's affairs do.

    text: where it is named; told: headline and teaser.
    """
    if speaks_of_finance(told) or (one.sure and runs_a_company(told)):
        return True
    if looks_like_a_person(text, one):
        return False
    if deals_as_companies(text, one):
        return True
    if is_a_match(told):
        return is_sponsoring(told) or speaks_of_affairs(told)
    if one.sure and speaks_of_affairs(told):
        return True
    return not of_another_world(told) or (one.sure and does_as_companies(text, one))


def looks_like_a_person(text: str, one: Mention) -> bool:
    """Might the word before the name be a first name that no list has, or the name half a word?"""
    if " " in one.name or one.name.isupper() or HAN.search(one.name):
        return False
    before = text[max(0, one.start - 40) : one.start]
    if _PART_OF_A_WORD.search(before):
        return True
    if _has_capitals_throughout(text):
        return False
    word = _CAPITAL_BEFORE.search(before)
    if word is None or word.group(1).casefold() in _before_companies():
        return False
    if _TELLS_A_COUNTRY.search(word.group(1)):
        return False
    return not forms.ends("proof", "company", "trade", before)


def _has_capitals_throughout(text: str) -> bool:
    """ "House Panel to Probe Tesla": an English title, where capitals tell nothing.

    German has many capitals too, but a long word without one as well.
    """
    words = _WORDS.findall(text)
    if any(word[0].islower() and len(word) > 5 for word in words):
        return False
    return sum(word[0].isupper() for word in words) >= 0.8 * len(words)
