"""A sentence taken out of its text must be whole and tell of whom it speaks."""

import pytest

from bot.language.standing import is_torn, leans
from bot.language.summary import summarize


@pytest.mark.parametrize(
    "text",
    [
        "Er rechnet mit einem Werk in Lübeck.",
        "Demnach sinken die Kosten.",
        "Dies gilt auch für den Hafen.",
        "Im Hafen wurde zudem ein Kran gebaut.",
        "They expect more orders.",
        "“This is good,” said Voss.",
        "此外，公司将扩产。",
    ],
)
def test_what_points_back(text: str) -> None:
    assert leans(text)


@pytest.mark.parametrize(
    "text",
    [
        "Kranbau baut ein Werk in Lübeck.",
        "Es gibt neue Aufträge für Kranbau.",
        "Diese Woche legt Kranbau Zahlen vor.",
        "It is expected to open in May.",
        "Beide Werke laufen gut.",
        "公司将扩产。",
        "40 Millionen Euro kostet das Werk.",
        "",
    ],
)
def test_what_stands_by_itself(text: str) -> None:
    assert not leans(text)


@pytest.mark.parametrize(
    ("text", "torn"),
    [
        ("„Wir bauen aus.", True),
        ("Mehr war nicht drin“, sagte Voss.", True),
        ("We are building, and it is going well.”", True),
        ('Voss said "we build.', True),
        ("»Wir bauen aus.", True),
        ("„Wir bauen aus“, sagte Voss.", False),
        ("“We build,” said Voss.", False),
        ("»Wir bauen aus«, sagte Voss.", False),
        ("Voss' Werk läuft.", False),
    ],
)
def test_half_a_quote(text: str, torn: bool) -> None:
    assert is_torn(text) == torn


TEXT = (
    "Kranbau baut ein Werk in Lübeck. Karl Voss mag Segeln und Tee. "
    "Er verhandelt mit Reedereien über Aufträge für Hafenkräne. "
    "Reedereien brauchen Hafenkräne. Aufträge von Reedereien sind für Hafenkräne selten. "
    "Viele Reedereien vergeben Aufträge im Mai."
)


@pytest.mark.parametrize("sentences", [1, 2, 3, 4])
def test_who_he_is_stands_before_him(sentences: int) -> None:
    picked = [one.text for one in summarize([TEXT], language="de", sentences=sentences)]
    he = [one for one in picked if one.startswith("Er ")]
    assert not he or picked[picked.index(he[0]) - 1].startswith("Karl Voss")


def test_what_is_unwanted_is_never_chosen() -> None:
    picked = summarize(
        [TEXT], language="de", sentences=1, unwanted=lambda text: text.startswith("Kranbau")
    )
    assert not picked[0].text.startswith("Kranbau")
