"""Whether an article is about a company, and why."""

from dataclasses import dataclass

from bot.news.models import Article

_TOLD_AT_MOST = 2_000  # characters of headline and teaser


@dataclass(frozen=True, slots=True)
class Verdict:
    """reason: a stable code, "named_in_title", "filing", "other_meaning", "only_passing" …"""

    relevant: bool
    reason: str


def about(reason: str) -> Verdict:
    """It is."""
    return Verdict(relevant=True, reason=reason)


def other(reason: str) -> Verdict:
    """It is not."""
    return Verdict(relevant=False, reason=reason)


def told_of(article: Article) -> str:
    """Headline and teaser, which say what it is about; capped."""
    return f"{article.title}\n{article.teaser}"[:_TOLD_AT_MOST]
