"""A news report as the JSON document of the command line, to the letter of the design."""

from datetime import datetime

from bot.news.models import Article, Dropped, NewsReport, SourceReport, Story

Document = dict[str, object]


def report_document(report: NewsReport) -> Document:
    """{"stories", "dropped", "sources"}; times as ISO 8601 in UTC, null where none is said."""
    return {
        "stories": [_story(story) for story in report.stories],
        "dropped": [_dropped(one) for one in report.dropped],
        "sources": [_source(one) for one in report.sources],
    }


def _story(story: Story) -> Document:
    document: Document = {
        "title": story.title,
        "url": story.url,
        "summary": [{"text": one.text, "article": one.article} for one in story.summary],
        "language": story.language,
        "tone": story.tone.label if story.tone else None,
        "first_published": _time(story.first_published),
        "original_source": story.original_source,
        "articles": [_article(article) for article in story.articles],
    }
    # Only a story that was written has the two further fields: without a writer nothing changes.
    if story.written:
        document |= {"written": story.written, "written_by": story.written_by}
    return document


def _article(article: Article) -> Document:
    return {
        "title": article.title,
        "url": article.url,
        "publisher": article.publisher,
        "published": _time(article.published),
        "language": article.language,
    }


def _dropped(one: Dropped) -> Document:
    return {"title": one.article.title, "url": one.article.url, "reason": one.reason.value}


def _source(one: SourceReport) -> Document:
    return {"name": one.name, "status": one.status, "items": one.items, "ms": one.ms}


def _time(moment: datetime | None) -> str | None:
    return moment.isoformat() if moment else None
