"""What a query claims to be, and whether it can be that."""

import json
from pathlib import Path

import pytest

from bot.errors import EmptyQuery, InputError, QueryTooLong
from bot.instruments.identifiers import (
    Wrong,
    clean_query,
    is_isin,
    judge_cashtag,
    judge_isin,
    judge_symbol,
    judge_wkn,
    split_label,
    wkn_of_isin,
)


@pytest.mark.parametrize(
    ("text", "expected"),
    [
        ("KYG9830T1067", "KYG9830T1067"),
        ("kyg9830t1067", "KYG9830T1067"),
        ("DE 000 716460 0", "DE0007164600"),
        ("US-037833100-5", "US0378331005"),
        ("KYG9830T1068", Wrong("ISIN", "check_digit")),
        ("DE0007164601", Wrong("ISIN", "check_digit")),
        ("US03783310", Wrong("ISIN", "length")),
        ("US03783310055", Wrong("ISIN", "length")),
        ("international", None),
        ("DE 000 BASF11 2", Wrong("ISIN", "check_digit")),
        ("SHELL PLC    EO-07", None),
        ("Bank of China", None),
        ("xiaomi", None),
    ],
)
def test_isin(text: str, expected: object) -> None:
    assert judge_isin(text) == expected


@pytest.mark.parametrize(
    ("text", "claimed", "expected"),
    [
        ("A2JNY1", False, "A2JNY1"),
        ("a2jny1", False, "A2JNY1"),
        ("716460", False, "716460"),
        ("A2JNYO", False, Wrong("WKN", "letters")),
        ("NVIDIA", False, None),
        ("NVIDIA", True, Wrong("WKN", "letters")),
        ("BASF11", False, "BASF11"),
        ("71646", True, Wrong("WKN", "length")),
        # A WKN has no check digit; written with its ISIN's, it has to be that.
        ("716460-0", False, "716460"),
        ("716460-1", False, Wrong("WKN", "check_digit")),
        ("7164600", False, None),
        ("7164601", True, Wrong("WKN", "check_digit")),
    ],
)
def test_wkn(text: str, claimed: bool, expected: object) -> None:
    assert judge_wkn(text, claimed=claimed) == expected


@pytest.mark.parametrize(
    ("text", "expected"),
    [
        ("1810.hk", "1810.HK"),
        ("01810.HK", "1810.HK"),
        ("700.HK", "0700.HK"),
        ("aapl", "AAPL"),
        ("brk.b", "BRK.B"),
        ("3CP", "3CP"),
        ("Bank of China", None),
        ("小米", None),
    ],
)
def test_symbol(text: str, expected: str | None) -> None:
    assert judge_symbol(text) == expected


def test_cashtag_is_a_symbol_behind_a_dollar() -> None:
    assert judge_cashtag("$xiacy") == "XIACY"
    assert judge_cashtag("xiacy") is None


def test_label_tells_what_is_meant() -> None:
    assert split_label("WKN: A2JNY1") == ("wkn", "A2JNY1")
    assert split_label("isin KYG9830T1067") == ("isin", "KYG9830T1067")
    assert split_label("Wknight Capital") == (None, "Wknight Capital")


def test_german_isin_holds_the_wkn() -> None:
    assert wkn_of_isin("DE0007164600") == "716460"
    assert wkn_of_isin("KYG9830T1067") is None


@pytest.mark.parametrize(
    ("typed", "left"),
    [
        ("  xiaomi \n corp ", "xiaomi corp"),
        ("xia\u200bomi", "xiaomi"),
        ("\u202exiaomi\u202c", "xiaomi"),
        ("**xiaomi**", "xiaomi"),
        ("[xiaomi](https://evil.example)", "xiaomi"),
        ("<@123456789012345678> xiaomi", "xiaomi"),
        ("@everyone xiaomi", "everyone xiaomi"),
        ("ｘｉａｏｍｉ", "xiaomi"),
        ("xiao\x00mi", "xiaomi"),
    ],
)
def test_query_is_cleaned(typed: str, left: str) -> None:
    assert clean_query(typed) == left


@pytest.mark.parametrize("typed", ["", "   ", "\u200b\u200b", "***", "<@123456789012345678>", "?!"])
def test_nothing_typed(typed: str) -> None:
    with pytest.raises(EmptyQuery):
        clean_query(typed)


def test_four_thousand_characters() -> None:
    with pytest.raises(QueryTooLong, match="4000"):
        clean_query("x" * 4000)


def test_recorded_tricks_leave_nothing_that_pings_or_links(shared_data: Path) -> None:
    folder = shared_data / "07_hostile"
    for file in ("discord_text_tricks.json", "naughty_strings.json"):
        for trick in json.loads((folder / file).read_text("utf-8")):
            try:
                left = clean_query(trick)
            except InputError:
                continue
            assert "@everyone" not in left
            assert "](" not in left
            assert left.isprintable()


def test_check_digit_is_that_of_the_standard() -> None:
    assert is_isin("DE000BAY0017")
    assert not is_isin("DE000BAY0018")
    assert not is_isin("ZZ000BAY0017")
