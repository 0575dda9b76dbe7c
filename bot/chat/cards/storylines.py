"""The lines that say what happened: at most five stories, each with its source and its age."""

from datetime import datetime, timedelta
from zoneinfo import ZoneInfo

from bot.audience import Audience
from bot.chat.cards.escape import clip, escape, host_of, link, plain
from bot.chat.cards.parts import age_of
from bot.chat.wording.catalogue import Wording
from bot.news.models import DropReason, NewsReport, Sentence, Story

STORIES = 5
_SUMMARY = 280  # characters of one story's summary
_HEADLINE = 180
_AT_ONCE = timedelta(minutes=10)
_SHORTEST = 3  # letters of a host's label that can stand for a name
_MOST_WORDS = 8


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
    first, updated = story.first_published, story.updated
    # Seconds after the first text there is nothing that two times could tell.
    if updated is None or first is None or updated - first >= _AT_ONCE:
        facts.append(wording.undated if first is None else age_of(first))
    if updated is not None:
        time = age_of(updated)
        if now is not None:
            time = wording.numbers.clock(updated, now, ZoneInfo(audience.timezone))
        facts.append(wording.updated.format(time=time))
    facts += _others(story, wording)
    if story.language and story.language not in audience.languages:
        facts.append(f"`{plain(story.language, 8).upper()}`")
    tone = wording.tones.get(story.tone.label) if story.tone else None
    if tone:
        facts.append(tone)
    return facts


def _others(story: Story, wording: Wording) -> list[str]:
    """How many tell it too. One that tells it twice is one source."""
    reports = len(story.articles) - 1
    publishers = {_letters(one.publisher) for one in story.articles}
    more = len(publishers) - 1
    if more:
        single, several = wording.more_sources_one, wording.more_sources
    else:
        more, single, several = reports, wording.more_reports_one, wording.more_reports
    if not more:
        return []
    return [single if more == 1 else several.format(count=more)]


def _source(story: Story, wording: Wording) -> str:
    """Whom the story is from, and where the link leads."""
    # An address in figures tells a reader nothing; then it is said through whom it came.
    host = host_of(story.url)
    if host.replace(".", "").isdigit() or ":" in host:
        host = plain(story.articles[0].provider, 60)
    source = plain(story.original_source, 60)
    if not source:
        return escape(host) or "?"
    if not host or _is_of(host, source):
        return escape(source)
    return wording.via.format(source=escape(source), host=escape(host))


def _letters(text: str) -> str:
    return "".join(char for char in text.casefold() if char.isalnum())


def _is_of(host: str, source: str) -> bool:
    """Whether the host tells the source's name, in full or shortened: "nypost.com"."""
    name = _letters(source)
    if name and name in _letters(host):
        return True
    words = [_letters(word) for word in source.split()]
    return any(
        len(label) >= _SHORTEST and _shortens(label, tuple(filter(None, words[:_MOST_WORDS])))
        for label in host.casefold().split(".")[:-1]
    )


def _shortens(label: str, words: tuple[str, ...]) -> bool:
    """Whether the label is made of beginnings of these words, in their order."""
    ends = {0}  # how far the label can be told by the words so far
    for word in words:
        for start in sorted(ends):
            for size in range(1, len(word) + 1):
                if label.startswith(word[:size], start):
                    ends.add(start + size)
    return len(label) in ends


def _none_line(report: NewsReport, wording: Wording) -> str:
    if not report.complete or any(one.status == "pending" for one in report.sources):
        return wording.news_pending
    if report.dropped:
        return wording.nothing_left.format(foot=foot_of(report, wording))
    answered = any(one.status == "ok" for one in report.sources)
    return wording.nothing_found if answered or not report.sources else wording.news_down
