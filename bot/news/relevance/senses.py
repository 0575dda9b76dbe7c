"""Of what does a text speak, where a name has more than one sense? `tables/namesakes.toml`."""

import re
from functools import lru_cache

from bot.language.identify import detect
from bot.news.models import Article
from bot.news.relevance.mentions import Mention
from bot.news.relevance.namesakes import profile
from bot.news.relevance.naming import Naming, fold
from bot.news.relevance.verdicts import told_of


def speaks_of(text: str, words: tuple[str, ...]) -> bool:
    """Does one of the folded words begin somewhere in the text?"""
    return bool(words) and _any_of(words).search(fold(text)) is not None


@lru_cache(maxsize=512)
def _any_of(words: tuple[str, ...]) -> re.Pattern[str]:
    latin = "|".join(re.escape(word) for word in words if word.isascii())
    other = "|".join(re.escape(word) for word in words if not word.isascii())
    return re.compile("|".join(filter(None, (latin and rf"(?<![^\W_])(?:{latin})", other))))


def is_other_of_the_name(article: Article, known: Naming, *, supported: bool) -> bool:
    """Two companies bear the name: do the words, or else the language, tell the other one?"""
    if known.sharing is None:
        return False
    ours, other = known.sharing
    told = told_of(article)
    if speaks_of(told, ours.marks):
        return False
    if speaks_of(told, other.marks):
        return True
    language = article.language or detect(told).code
    return not supported and language == other.spoken


def fits_profile(text: str, about: list[Mention]) -> bool:
    """Does the text speak of what this company does?"""
    return any(speaks_of(text, profile(fold(one.name))) for one in about)
