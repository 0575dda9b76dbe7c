"""Days of a busy company, by chance: whatever is published when, each story is told once."""

import json
import random
from datetime import UTC, datetime, timedelta

import pytest

from bot.news.looking import Look, SourceLook
from bot.news.models import Article
from bot.news.stories.editor import tell
from bot.updates.models import StoryFact
from bot.updates.watching.newsmemory import article_key, read, write
from bot.updates.watching.novelty import novelty
from bot.updates.watching.storytelling import telling
from bot.web.marks import Mark
from tests.news.wire import XIAOMI

EVENTS = (
    "ruft Elektroroller wegen Brandgefahr zurück", "baut ab 2024 eigene Autos in Serie",
    "schließt Partnerschaft mit The Trade Desk", "eröffnet Werk in Polen",
    "kauft Aktien für eine Milliarde zurück", "verliert Patentstreit gegen Nokia",
    "hebt Prognose für 2021 an", "stellt Telefon mit Klappbildschirm vor",
    "zahlt erstmals Dividende", "übernimmt Startup Deepmotion für 77 Millionen",
)  # fmt: skip
PUBLISHERS = ("dpa-AFX", "Reuters", "Handelsblatt", "Blatt", "Kurier")
LOOKS = 80


@pytest.mark.parametrize("seed", [1, 2, 3])
def test_each_story_is_told_once_and_grows_step_by_step(seed: int) -> None:
    chance = random.Random(seed)
    now = datetime(2021, 10, 20, 9, tzinfo=UTC)
    feed: list[Article] = []
    told: dict[str, StoryFact] = {}
    state: dict[str, object] | None = None
    number = silent = 0
    for look in range(LOOKS):
        now += timedelta(minutes=chance.choice((5, 30, 60, 240)))
        for _ in range(chance.choice((0, 0, 1, 2))):
            number += 1
            event = chance.choice(EVENTS)
            title = f"Xiaomi {event}" if number % 2 else f"{event}: Xiaomi"
            feed.insert(0, Article(
                title=f"KORREKTUR: {title}" if chance.random() < 0.1 else title,
                url=f"https://x.example/{number}",
                publisher=chance.choice(PUBLISHERS),
                provider="F",
                published=None if chance.random() < 0.1 else now - timedelta(minutes=3),
                teaser=f"Xiaomi {event}. Das teilte der Konzern in Meldung {number} mit.",
            ))  # fmt: skip
        answer = SourceLook("F", tuple(feed[:40]), Mark("address", str(look)))
        memory = read(json.loads(json.dumps(state)))
        found = novelty(memory, Look((answer,)), now)
        together = (*found.fresh, *found.known, *found.memory.recent)
        articles = {article_key(one.article): one.article for one in together}
        stories, _ = tell(XIAOMI, list(articles.values()), now=now, limit=400, already_asked=("F",))
        result = telling(found.memory, stories, found.fresh, found.known, now)
        if memory is None:
            assert not result.new
        for story in result.new:
            assert story.id not in told
            assert story.revision == 0
            told[story.id] = story
        for grown in result.grown:
            before = told[grown.story.id]
            assert grown.story.revision == before.revision + 1
            told[grown.story.id] = grown.story
        silent += not result.new and not result.grown
        state = write(result.memory)
        # The same once more tells nothing.
        again = novelty(result.memory, Look((answer,)), now)
        assert again.fresh == again.known == ()
    assert len(told) >= len(EVENTS)
    assert silent > 0
    assert len(json.dumps(state)) < 100_000
