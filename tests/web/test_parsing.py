"""Untrusted data becomes plain values or an error that says what it is instead."""

import gzip
import json
import zipfile
from decimal import Decimal
from pathlib import Path

import pytest

from bot.errors import BadAnswer, SourceError, TooLarge
from bot.web.parsing import (
    as_list,
    as_mapping,
    dig,
    integer,
    number,
    parse_json,
    parse_xml,
    text,
)
from bot.web.unpacking import unpacked


def test_numbers_are_exact() -> None:
    assert parse_json(b'{"price": 2.35, "count": 7}', "Example") == {
        "price": Decimal("2.35"), "count": 7
    }  # fmt: skip


@pytest.mark.parametrize(
    ("body", "words"),
    [
        (b"", "it is empty"),
        (b"  \n", "it is empty"),
        (b"Too Many Requests", "not JSON"),
        (b"<!DOCTYPE html><html>", "a web page instead of data"),
        (b'{"a": 1', "not JSON"),
        (b'{"a": NaN}', "no number"),
        (b'{"a": -Infinity}', "no number"),
        (b'{"a": 1e999999}', "not JSON"),
        (b'{"a": ' + b"9" * 5000 + b"}", "not JSON"),
        (b"[" * 200_000, "too deeply"),
        (b"\xff\xfe\x00", "not JSON"),
        (b'{"a": "\xff"}', "not JSON"),
    ],
)
def test_what_is_no_json_is_said(body: bytes, words: str) -> None:
    with pytest.raises(BadAnswer, match=words):
        parse_json(body, "Example")


@pytest.mark.parametrize(
    "body",
    [
        b"<!DOCTYPE a [<!ENTITY b 'c'>]><a>&b;</a>",
        b"<!DOCTYPE a SYSTEM 'file:///etc/passwd'><a/>",
        "<!DOCTYPE a><a/>".encode("utf-16"),
        b"<a>",
        b"",
        b"hello",
        b"<?xml version='1.0' encoding='no-such'?><a/>",
    ],
)
def test_xml_is_refused_unless_plain(body: bytes) -> None:
    with pytest.raises(BadAnswer):
        parse_xml(body, "Example")


def test_plain_xml_is_read_in_its_encoding() -> None:
    root = parse_xml("<?xml version='1.0' encoding='iso-8859-1'?><a b='ü'/>".encode("latin-1"), "E")
    assert root.get("b") == "ü"


def test_recorded_bombs_are_refused(shared_data: Path) -> None:
    refused = 0
    for path in sorted((shared_data / "07_hostile" / "xml").iterdir()):
        if b"<!DOCTYPE" in path.read_bytes():
            with pytest.raises(BadAnswer):
                parse_xml(path.read_bytes(), "Example")
            refused += 1
    assert refused >= 4
    packed = (shared_data / "07_hostile" / "bombs" / "deep_json_100k.json.gz").read_bytes()
    deep = gzip.decompress(packed)
    with pytest.raises(BadAnswer, match="too deeply"):
        parse_json(deep, "Example")
    zeros = (shared_data / "07_hostile" / "bombs" / "zeros_20MB.gz").read_bytes()
    with pytest.raises(TooLarge):
        unpacked(zeros, 4 * 1024 * 1024, "Example")


def test_recorded_hard_json_never_ends_in_anything_but_a_value_or_our_error(
    shared_data: Path,
) -> None:
    with zipfile.ZipFile(shared_data / "07_hostile" / "json_nst_cases.zip") as cases:
        names = [name for name in cases.namelist() if name.endswith(".json")]
        assert len(names) > 50
        for name in names:
            body = cases.read(name)
            try:
                parse_json(body, "Example")
            except SourceError:
                case = name.rpartition("/")[2]
                assert not case.startswith("y_") or _is_huge(body), name


def _is_huge(body: bytes) -> bool:
    """Valid JSON whose numbers no price could have."""
    try:
        json.loads(body)
    except ValueError:
        return False
    return b"e" in body.lower()


def test_walking_never_raises() -> None:
    tree = parse_json(b'{"a": [{"b": 1.5, "c": true, "d": " x ", "e": null}], "f": 3.0}', "E")
    assert dig(tree, "a", 0, "b") == Decimal("1.5")
    assert dig(tree, "a", -1, "d") == " x "
    for path in (("a", 1, "b"), ("a", "b"), ("f", 0), ("a", 0, "b", "c"), ("no",), ("a", -2)):
        assert dig(tree, *path) is None
    assert text(dig(tree, "a", 0, "d")) == "x"
    assert text(dig(tree, "a")) is None
    assert number(dig(tree, "a", 0, "c")) is None
    assert number("1.5") is None
    assert integer(dig(tree, "f")) == 3
    assert integer(dig(tree, "a", 0, "b")) is None
    assert as_mapping([1]) == {}
    assert list(as_list({"a": 1})) == []
