"""The lines that say what happened: at most five stories, each with its source and its age."""

from datetime import datetime
from zoneinfo import ZoneInfo

from bot.audience import Audience
from bot.chat.cards.escape import clip, escape, host_of, link, plain
from bot.chat.wording.catalogue import Wording
from bot.news.models import DropReason, NewsReport, Sentence, Story

STORIES = 5
_SUMMARY = 280  # characters of one story's summary
_HEADLINE = 180


def story_blocks(
    report: NewsReport, audience: Audience, wording: Wording, *, summary: int = _SUMMARY
) -> list[str]:
    """One block of lines a story, or the one line that says why there is none."""
    if not report.stories:
        return [_none_line(report, wording)]
    return [
        story_block(story, audience, wording, summary=summary) for story in report.stories[:STORIES]
    ]


def foot_of(report: NewsReport, wording: Wording) -> str:
    """ "14 found · 6 duplicates · 3 old · 2 about another company"; plain text."""
    parts = [wording.found.format(count=report.found)]
    for reason in DropReason:
        count = sum(1 for one in report.dropped if one.reason is reason)
        if count:
            single, several = wording.dropped[reason]
            parts.append(single if count == 1 else several.format(count=count))
    if report.beyond:
        parts.append(wording.beyond.format(count=report.beyond))
    return " · ".join(parts)


def story_block(
    story: Story,
    audience: Audience,
    wording: Wording,
    *,
    summary: int = _SUMMARY,
    now: datetime | None = None,
) -> str:
    """Headline, summary of so many characters, and whom it is from. now: see `story_facts`."""
    lines = [f"**{headline(story)}**"]
    written = _written(story, summary)
    words = written or _summary(story.summary, summary)
    if words:
        lines.append(escape(words))
    facts = story_facts(story, audience, wording, now=now)
    if written:
        facts.append(wording.written.format(model=escape(story.written_by, 40)))
    lines.append("-# " + " · ".join(facts))
    return "\n".join(lines)


def headline(story: Story, limit: int = _HEADLINE) -> str:
    """The headline, linked where its address is honest."""
    return link(story.title, story.url, limit)


def _written(story: Story, limit: int) -> str:
    """What was written of it, where it fits as a whole: it is never cut."""
    text = plain(story.written or "")
    return text if len(text) <= limit else ""


def _summary(sentences: tuple[Sentence, ...], limit: int) -> str:
    """Whole sentences as long as they fit; the first is clipped where it alone is too long."""
    if limit <= 0:
        return ""
    text = ""
    for sentence in sentences:
        clean = plain(sentence.text)
        longer = f"{text} {clean}".strip()
        if len(longer) > limit:
            return text or clip(clean, limit)
        text = longer
    return text


def story_facts(
    story: Story, audience: Audience, wording: Wording, *, now: datetime | None = None
) -> list[str]:
    """Whom it is from, how old it is, how many tell it, in which language and tone.

    now: gives the time of an update by the server's clock; without it Discord counts its age.
    """
    facts = [_source(story, wording)]
    if story.first_published is None:
        facts.append(wording.undated)
    else:
        facts.append(f"<t:{int(story.first_published.timestamp())}:R>")
    if story.updated is not None:
        time = f"<t:{int(story.updated.timestamp())}:R>"
        if now is not None:
            time = wording.numbers.clock(story.updated, now, ZoneInfo(audience.timezone))
        facts.append(wording.updated.format(time=time))
    more = len(story.articles) - 1
    if more == 1:
        facts.append(wording.more_sources_one)
    elif more > 1:
        facts.append(wording.more_sources.format(count=more))
    if story.language and story.language not in audience.languages:
        facts.append(f"`{plain(story.language, 8).upper()}`")
    tone = wording.tones.get(story.tone.label) if story.tone else None
    if tone:
        facts.append(tone)
    return facts


def _source(story: Story, wording: Wording) -> str:
    """Whom the story is from, and where the link leads."""
    # An address in figures tells a reader nothing; then it is said through whom it came.
    host = host_of(story.url)
    if host.replace(".", "").isdigit() or ":" in host:
        host = plain(story.articles[0].provider, 60)
    source = plain(story.original_source, 60)
    if not source:
        return escape(host) or "?"
    if not host or _same(source, host):
        return escape(source)
    return wording.via.format(source=escape(source), host=escape(host))


def _same(source: str, host: str) -> bool:
    letters = "".join(char for char in source.casefold() if char.isalnum())
    return bool(letters) and letters in "".join(char for char in host.casefold() if char.isalnum())


def _none_line(report: NewsReport, wording: Wording) -> str:
    if not report.complete or any(one.status == "pending" for one in report.sources):
        return wording.news_pending
    if report.dropped:
        return wording.nothing_left.format(foot=foot_of(report, wording))
    answered = any(one.status == "ok" for one in report.sources)
    return wording.nothing_found if answered or not report.sources else wording.news_down
