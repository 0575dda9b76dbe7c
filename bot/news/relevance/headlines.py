"""A company named in the headline: is the article about it?"""

from collections.abc import Iterator

from bot.news.models import Article
from bot.news.relevance.doubts import vouched
from bot.news.relevance.genres import is_session_report
from bot.news.relevance.identifiers import names_symbol
from bot.news.relevance.mentions import Mention
from bot.news.relevance.namesakes import foreign
from bot.news.relevance.naming import Naming, fold
from bot.news.relevance.parts import describes_another, lists_a_market, part
from bot.news.relevance.proof import (
    evidence,
    proven,
    runs_a_company,
    speaks_of_business,
)
from bot.news.relevance.roles import enumerated
from bot.news.relevance.senses import fits_profile, speaks_of
from bot.news.relevance.verdicts import Verdict, about, other, told_of


def by_title(
    article: Article,
    body: str,
    in_title: list[Mention],
    in_body: list[Mention],
    known: Naming,
    *,
    supported: bool,
    others: bool,
) -> Verdict:
    """A name that can only be the company's is it, unless it is a bystander or of another world;
    an everyday name needs proof, next to it or in what the text speaks of.

    supported: the source answers for this company. others: it names other companies' symbols.
    """
    title, told = article.title, told_of(article)
    ours = [one for one in in_title if not describes_another(title, one)]
    if not ours:
        return other("describes_another")
    meant = [one for one in ours if not speaks_of(title, foreign(fold(one.name)))]
    if not meant and not fits_profile(title, in_title):
        return other("other_meaning")
    parts = dict(_parts(title, told, meant or ours))
    ours = [one for one, played in parts.items() if played is None]
    if not ours:
        return other(next(played for played in parts.values() if played is not None))
    if not supported:
        ours = [one for one in ours if vouched(title, told, one)]
        if not ours:
            return other("another_world")
    if _means_a_relative(article, in_body, known):
        return other("namesake")
    sure = any(one.sure for one in ours)
    if others and not supported and not (sure and (in_body or not _everyday(ours, known))):
        return other("other_symbol")
    if sure or supported or _proven(title, body, ours, in_body, known):
        return about("named_in_title")
    return other("other_meaning")


def _means_a_relative(article: Article, in_body: list[Mention], known: Naming) -> bool:
    """ "Contoso builds turbines", and then the teaser speaks of Contoso Energy alone."""
    if in_body:
        return False
    title, teaser = fold(article.title), fold(article.teaser)
    relatives = [one for one in (*known.others, *known.neighbours) if one in teaser]
    return any(one.split()[-1] not in title for one in relatives)


def _parts(title: str, told: str, ours: list[Mention]) -> Iterator[tuple[Mention, str | None]]:
    """What the company is at each place, where it is not what the headline is about."""
    report, listing = is_session_report(title), lists_a_market(title)
    runs_it = runs_a_company(told) and any(one.sure for one in ours)
    for one in ours:
        played = part(title, one)
        if played == "a_person" and runs_it:
            played = None
        if report or (listing and enumerated(title, one.start, one.end)):
            played = played or "only_listed"
        yield one, played


def _everyday(ours: list[Mention], known: Naming) -> bool:
    return any(fold(one.name) in known.everyday for one in ours)


def _proven(
    title: str, body: str, ours: list[Mention], in_body: list[Mention], known: Naming
) -> bool:
    """Do the words next to an everyday name, and what is spoken of, make a company of it?"""
    proof = sum(evidence(title, one) for one in ours)
    proof += sum(proven(body, one) for one in in_body)
    proof += bool(names_symbol(body, known)) * 3
    proof += 2 * fits_profile(f"{title}\n{body[:1500]}", ours)
    setting = speaks_of_business(title) + speaks_of_business(body[:1500])
    return proof > 0 and proof + setting >= 2
