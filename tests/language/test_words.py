"""What holds for every text there is: real articles, and strings made to break programs."""

import json
from collections.abc import Iterator
from pathlib import Path

import pytest

from bot.language.boilerplate import without_boilerplate
from bot.language.identify import detect
from bot.language.sentences import sentences
from bot.language.summary import summarize
from bot.language.tone import tone

LANGUAGES = (None, "de", "en", "zh")
MADE = (
    "",
    "\ufeff",
    "\ud800\udc00 \udfff",
    "\x00\x01",
    "…" * 2_000,
    '„“”"«»' * 500,
    "(" * 2_000 + "a. B " * 2_000,
    "1.\r\n2.\r3.\u20284.\u2029\f5.",
    "📈. 📉! 🚀?",
    "a" * 1_000_000,
    "5 mn from " * 20_000,
    "“好。”他说" * 5_000,
    "legt zu " * 20_000,
)


def _articles(folder: Path) -> Iterator[str]:
    for name, field in (
        ("04_summaries/fundus_lede_pairs.jsonl", "article"),
        ("04_summaries/dpa_afx_dax_headline_text.jsonl", "text"),
        ("05_tone/finbert2_zh.jsonl", "text"),
    ):
        for line in (folder / name).read_text("utf-8").split("\n")[::3]:
            if line.strip():
                yield json.loads(line)[field]


def _holds(text: str) -> None:
    for language in LANGUAGES:
        spans = sentences(text, language)
        assert all(text[one.start : one.end] == one.text == one.text.strip() for one in spans)
        ends = [0, *(place for one in spans for place in (one.start, one.end)), len(text)]
        assert ends == sorted(ends)
        left_over = "".join(text[a:b] for a, b in zip(ends[::2], ends[1::2], strict=True))
        assert not left_over.strip()
    told = without_boilerplate(sentences(text, "de"))
    every = summarize([text], language="de", sentences=len(told) + 5)
    assert [(one.text, one.offset) for one in every] == [(one.text, one.start) for one in told]
    few = summarize([text, text], language="de", sentences=2)
    assert all(text[one.offset : one.offset + len(one.text)] == one.text for one in few)


@pytest.mark.parametrize("text", MADE, ids=range(len(MADE)))
def test_made_to_break(text: str) -> None:
    _holds(text)
    assert tone(text) == tone(text)
    assert detect(text) == detect(text)


def test_hostile_strings(shared_data: Path) -> None:
    strings = json.loads((shared_data / "07_hostile" / "naughty_strings.json").read_text("utf-8"))
    for text in [*strings, "\n".join(strings), ". ".join(strings)]:
        _holds(text)
        assert 0 <= tone(text).confidence <= 1
        assert 0 <= detect(text).confidence <= 1


def test_real_articles(shared_data: Path) -> None:
    for text in _articles(shared_data):
        _holds(text)
