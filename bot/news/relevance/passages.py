"""A company named in the text alone: is the article about it?"""

from bot.news.relevance.doubts import vouched
from bot.news.relevance.mentions import Mention
from bot.news.relevance.parts import describes_another, is_subject, of_a_market, part
from bot.news.relevance.proof import describes_a_company, evidence, proven, speaks_of_business
from bot.news.relevance.roles import enumerated
from bot.news.relevance.senses import fits_profile
from bot.news.relevance.verdicts import Verdict, about, other


def by_body(
    title: str, body: str, in_body: list[Mention], *, supported: bool, others: bool
) -> Verdict:
    """Not in the headline: then early and more than once, or early in a source asked for it.

    A headline that tells one company by its trade ("drugmaker starts trial") asks for its name, and
    the first that the text names is it. supported: the source answers for this company. others: it
    names other companies' symbols.
    """
    described = describes_a_company(title)
    told = f"{title}\n{body[:500]}"
    apt = described or speaks_of_business(title)
    named = [
        one
        for one in in_body
        if not part(body, one)
        and (supported or vouched(body, told, one))
        and (
            proven(body, one)
            or (described and evidence(body, one))
            or (apt and (is_subject(body, one) or _fits(title, body, one)))
        )
    ]
    early = [one for one in named if one.start < 300 and not describes_another(body, one)]
    if not named:
        return other("other_meaning")
    if others and not supported:
        return other("other_symbol")
    if supported and early:
        return about("named_early")
    if not early:
        return other("only_passing")
    listed = all(enumerated(body, one.start, one.end) for one in early)
    if described and not listed:
        return about("named_early")
    if (listed or of_a_market(title)) and len(named) < 3:
        return other("only_listed")
    before = body[: early[0].start]
    opens = "." not in before[-200:] or len(before) < 120
    if len(named) >= 3 or (opens and len(body) < 500) or (opens and len(named) >= 2):
        return about("named_early")
    return other("only_passing")


def _fits(title: str, body: str, one: Mention) -> bool:
    """Does something speak for a company there, and the text of what this one does?"""
    return evidence(body, one) > 0 and fits_profile(f"{title}\n{body[:500]}", [one])
