"""Which day is it of, and is it a corrected or better text of something told before?"""

from datetime import UTC, datetime
from typing import Any

import pytest

from bot.news.models import Article
from bot.news.stories.freshness import known_date
from bot.news.stories.revisions import is_correction, is_update

NOON = datetime(2026, 3, 10, 12, 0, tzinfo=UTC)
EPOCH = datetime(1970, 1, 1, tzinfo=UTC)


@pytest.mark.parametrize(
    ("known", "more"),
    [
        ("2024-05-17", {"url": "https://a.invalid/2024/05/17/x", "published": NOON}),
        ("2026-03-09", {"url": "https://a.invalid/2026/03/09/x", "published": EPOCH}),
        (None, {"published": EPOCH}),
        ("2024-05-31", {"url": "https://a.invalid/2024/05/x"}),
        ("2026-03-08", {"url": "https://a.invalid/show?date=2026-03-08"}),
        ("2026-03-09", {"text": "09. Mrz. 2026 - Kranbau baut aus."}),
        ("2026-03-09", {"teaser": "09.03.26, 14:05 Uhr: Kranbau baut aus."}),
        ("2026-03-09", {"text": "NEW YORK, March 9 (Reuters) - Kranbau expands."}),
        ("2026-03-09", {"text": "财联社3月9日电，公司扩产。"}),
        ("2025-12-30", {"text": "BERLIN, Dec 30 (Reuters) - Kranbau expands."}),
        ("2026-02-03", {"text": "Veröffentlicht am 03.02.2026. Kranbau prüft einen Standort."}),
        ("2024-03-12", {"published": NOON, "text": "KRANSTADT, 12. März 2024 (Agentur) - Abbau."}),
        ("2024-03-12", {"published": NOON, "teaser": "NEW YORK, March 12, 2024 /Wire/ -- Cranes."}),
        ("2026-03-10", {"published": NOON, "text": "In Kranstadt, 12. März 2024, kam er an."}),
        (None, {"text": "Seit dem 1. Januar 2020 leitet Frau Voss den Kranbauer."}),
        (None, {"text": "Im Quartal bis zum 31. Dezember 2025 stieg der Umsatz."}),
        (None, {"text": "Am 4. Mai 2011 wurde das alte Werk eröffnet."}),
    ],
)
def test_what_dates_an_article(known: str | None, more: dict[str, Any]) -> None:
    article = Article(**{"title": "Kranbau", "url": "u", "publisher": "P", "provider": "p", **more})
    found = known_date(article, NOON)
    assert (found.date().isoformat() if found else None) == known


@pytest.mark.parametrize(
    "title",
    [
        "WDH/KORREKTUR: Kranbau steigert Umsatz",
        "dpa-AFX KORREKTUR: Kranbau steigert Umsatz",
        "Kranbau verdient mehr (Korrektur: Umsatz im zweiten Absatz)",
        "Richtigstellung: Kein Stellenabbau bei Kranbau",
        "CORRECTING and REPLACING Kranbau Announces Results",
        "EQS-News: Kranbau AG: Korrektur der Veröffentlichung vom 5. März",
        "DGAP-News: Kranbau AG: Korrektur der Ad-hoc-Mitteilung vom 5. März",
    ],
)
def test_corrections(title: str) -> None:
    assert is_correction(title)


@pytest.mark.parametrize(
    ("title", "expected"),
    [
        ("WRAPUP 3-Crane makers report", True),
        ("(Neu: Aktienkurs, Analysten) Kranbau verliert", True),
        ("Kranbau wins order - update", True),
        ("RPT-UPDATE 2-Kranbau wins order", True),
        ("Kranbau verliert (neu: Aktienkurs, Analysten)", True),
        ("【更新】起重机公司暂停交易", True),
        ("Update zum Aktienrückkauf von Kranbau", False),
        ("Kurskorrektur: Kranbau verliert zehn Prozent", False),
    ],
)
def test_updates(title: str, expected: bool) -> None:
    assert is_update(title) is expected
    assert not is_correction(title)
