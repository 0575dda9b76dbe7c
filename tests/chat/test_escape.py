"""Foreign text is shown and never obeyed."""

import json
import re
import unicodedata
from pathlib import Path

import pytest

from bot.chat.cards.escape import escape, host_of, length, link, plain, safe_url

OBEYED = re.compile(
    r"@(?:everyone|here)|<(?:@[!&]?|#|/[^>]*:|t:|a?:\w+:|id:)\d*|(?<!\\)(?:\\\\)*[*_~|`]"
    r"|[a-z]+://|discord\.gg"
)


def obeyed(text: str) -> str | None:
    """What Discord would still act upon."""
    found = OBEYED.search(text)
    if found is None and re.match(r"(?:#|>|-#? |-# )", text):
        return text[:3]
    return found[0] if found else None


def visible(text: str) -> str:
    """What a reader sees of escaped text."""
    return re.sub(r"\\([^0-9A-Za-z\s])", r"\1", text).replace("\u200b", "")


def hostile(folder: Path) -> list[str]:
    texts: list[str] = []
    for name in ("discord_text_tricks.json", "naughty_strings.json"):
        texts += json.loads((folder / "07_hostile" / name).read_text("utf-8"))
    return texts


def test_no_trick_survives_in_text(shared_data: Path) -> None:
    left = {text: obeyed(escape(text)) for text in hostile(shared_data) if obeyed(escape(text))}
    assert left == {}


def test_no_trick_survives_in_a_links_text(shared_data: Path) -> None:
    for text in hostile(shared_data):
        shown = link(text, "https://paper.example/a")
        if not plain(text):
            assert shown == ""
            continue
        assert shown.endswith("](https://paper.example/a)"), text
        label = shown.removesuffix("](https://paper.example/a)").removeprefix("[")
        assert "[" not in label, text
        assert "]" not in label, text
        assert obeyed(label) is None, text


def test_hidden_characters_are_gone(shared_data: Path) -> None:
    for text in hostile(shared_data):
        bad = {char for char in plain(text) if unicodedata.category(char) in ("Cc", "Cf", "Cs")}
        assert bad <= {"\u200c", "\u200d"}, text
        escape(text).encode("utf-8")


@pytest.mark.parametrize(
    "text",
    [
        "52-Wochen-Hoch bei 2,35 Euro",
        "C# & R&D (Q3) 100 %",
        "小米汽车 2024 年上市",
        "Reports @ 9:30, says info@kranbau",
        "Ad-hoc: a < b",
    ],
)
def test_a_plain_headline_reads_as_it_was(text: str) -> None:
    assert visible(escape(text)) == text


def test_nothing_unseen_is_put_into_an_address_or_a_handle() -> None:
    assert escape("Kranbau@work by @maria") == "Kranbau@work by @maria"
    assert "@everyone" not in escape("Kranbau @everyone")


def test_brackets_in_a_links_text_are_round_ones() -> None:
    shown = link("Kranbau baut aus [Update]", "https://paper.example/a")
    assert shown == "[Kranbau baut aus (Update)](https://paper.example/a)"


def test_scribbled_marks_are_cut_but_accents_stay() -> None:
    assert plain("Z\u0336\u0335\u0334\u0333\u0332a") == "Z\u0336\u0335a"
    assert plain("Cafe\u0301") == "Cafe\u0301"


@pytest.mark.parametrize(
    "url",
    [
        "javascript:alert(1)",
        "data:text/html,x",
        "//paper.example/a",
        "https://",
        "https://bank.example@evil.example/",
        "https://user:word@evil.example/",
        "https://paper.example/\u202egnp.exe",
        "https://paper.example/a b",
        "https://paper.example:99999/",
        "https://pa per.example/",
        "https://[::1/",
        "https://paper.example/" + "a" * 600,
    ],
)
def test_an_address_that_is_not_honest_is_not_linked(url: str) -> None:
    assert safe_url(url) is None
    assert link("Headline", url) == "Headline"


@pytest.mark.parametrize(
    ("url", "written"),
    [
        ("https://paper.example/a)b(c", "https://paper.example/a%29b%28c"),
        ("https://paper.example/a<b>", "https://paper.example/a%3Cb%3E"),
        ("https://paper.example/%C3%BC?q=1&b=2#c", "https://paper.example/%C3%BC?q=1&b=2#c"),
        ("https://müller.example/", "https://xn--mller-kva.example/"),
        ("HTTPS://Paper.Example/A", "https://paper.example/A"),
    ],
)
def test_an_address_cannot_leave_its_place(url: str, written: str) -> None:
    assert safe_url(url) == written


def test_the_host_is_named_as_readers_write_it() -> None:
    assert host_of("https://www.finanznachrichten.de/x") == "finanznachrichten.de"
    assert host_of("javascript:x") == ""


def test_cutting_counts_as_discord_does() -> None:
    assert length(plain("😀" * 300, 100)) <= 100
    assert plain("eins zwei drei vier", 12) == "eins zwei…"
