"""`language`, `tone`, `stories`, `summarize`: exact JSON lines, also for bad input."""

import json
import subprocess
import sys
from collections.abc import Callable
from pathlib import Path
from typing import Any

import pytest

from bot.cli.program import main

ROOT = Path(__file__).resolve().parents[2]
Run = Callable[..., tuple[int, list[Any]]]


@pytest.fixture
def run(capsys: pytest.CaptureFixture[str]) -> Run:
    """Runs a command: its exit code and the JSON documents of stdout."""

    def run(*arguments: str) -> tuple[int, list[Any]]:
        code = main(arguments)
        return code, [json.loads(line) for line in capsys.readouterr().out.split("\n")[:-1]]

    return run


@pytest.fixture
def lines(tmp_path: Path) -> Path:
    """Good and bad lines: a good one, no JSON, no field, no UTF-8, an empty one, a good one."""
    path = tmp_path / "in.jsonl"
    path.write_bytes(
        b'{"text": "Gewinn steigt kr\xc3\xa4ftig", "title": "Gewinn steigt"}\n'
        b"{nonsense\n"
        b'{"other": 1}\n'
        b'{"text": "\xff", "title": "\xff"}\n'
        b"\n"
        b'{"text": "Loss widens sharply", "title": "Loss widens"}\n'
    )
    return path


@pytest.mark.parametrize(
    ("command", "keys", "values"),
    [
        ("language", {"language", "confidence"}, ("de", "en")),
        ("tone", {"label", "confidence"}, ("positive", "negative")),
        ("stories", {"story"}, (1, 2)),
    ],
)
def test_one_line_out_for_each_line_in(
    run: Run, lines: Path, command: str, keys: set[str], values: tuple[object, object]
) -> None:
    code, documents = run(command, str(lines))
    assert code == 0
    assert len(documents) == 6
    assert set(documents[0]) == set(documents[5]) == keys
    assert values[0] in documents[0].values()
    assert values[1] in documents[5].values()
    for bad in documents[1:5]:
        assert set(bad) == {"error"}
        assert set(bad["error"]) == {"code", "message"}


@pytest.mark.parametrize("command", ["language", "tone", "stories"])
def test_nothing_usable_and_nothing_at_all(run: Run, tmp_path: Path, command: str) -> None:
    bad, empty = tmp_path / "bad.jsonl", tmp_path / "empty.jsonl"
    bad.write_text("nonsense\n")
    empty.write_text("")
    assert run(command, str(bad))[0] == 1
    assert run(command, str(empty)) == (0, [])
    code, documents = run(command, str(tmp_path / "absent"), "--json")
    assert code == 1
    assert "error" in documents[0]


def test_half_of_an_emoji_is_no_reason_to_refuse_a_line(run: Run, tmp_path: Path) -> None:
    path = tmp_path / "cut.jsonl"
    path.write_text('{"text": "Gewinn steigt kräftig \\ud83d"}\n{"text": "\\ud83d", }\n', "utf-8")
    code, documents = run("tone", str(path))
    assert code == 0
    assert documents[0]["label"] == "positive"
    assert documents[1]["error"]["code"] == "unusable_line"


def test_summarize(run: Run, tmp_path: Path) -> None:
    one, two = tmp_path / "1.txt", tmp_path / "2.txt"
    one.write_text("Über Nacht stieg der Kurs. Er liegt bei 2,35 Euro. Das freut alle.", "utf-8")
    two.write_text("Ein Partner hilft. Die Marge wächst.", "utf-8")
    code, (document,) = run("summarize", "--json", "--sentences", "99", str(one), str(two))
    assert code == 0
    assert document["language"] == "de"
    found = document["sentences"]
    assert [row["source"] for row in found] == [0, 0, 0, 1, 1]
    for row in found:
        text = (one, two)[row["source"]].read_text("utf-8")
        assert text[row["offset"] :].startswith(row["text"])
    code, (document,) = run("summarize", "--json", "--words", "6", str(one))
    assert code == 0
    assert len(document["sentences"]) == 1


def test_summarize_batch_and_mistakes(run: Run, tmp_path: Path) -> None:
    good, empty, binary = tmp_path / "a.txt", tmp_path / "b.txt", tmp_path / "c.txt"
    good.write_text("Der Kurs steigt heute.", "utf-8")
    empty.write_text("")
    binary.write_bytes(b"\xff\xfe\x00")
    listed = tmp_path / "list"
    listed.write_text(f"{good}\n{empty}\n{binary}\n{tmp_path}\n", "utf-8")
    code, documents = run("summarize", "--batch", str(listed))
    assert code == 0
    assert "sentences" in documents[0]
    assert all("error" in document for document in documents[1:])
    assert len(documents) == 4
    assert run("summarize", "--json", str(empty))[0] == 1
    assert run("summarize", "--json", "--sentences", "0", str(good))[0] == 2
    assert run("summarize", "--json")[0] == 2


def test_in_a_process_of_its_own(lines: Path) -> None:
    done = subprocess.run(
        [sys.executable, "-m", "bot", "tone", str(lines)],
        cwd=ROOT,
        capture_output=True,
        timeout=50,
        check=False,
    )
    assert done.returncode == 0
    assert done.stdout.count(b"\n") == 6
    assert done.stderr == b""


def test_headlines_without_a_language_join_as_those_with_one(run: Run, tmp_path: Path) -> None:
    told = [
        json.loads(line)
        for line in (ROOT / "tests/bench/quality/days_alike.jsonl").read_text("utf-8").splitlines()
    ]
    given, bare = tmp_path / "given.jsonl", tmp_path / "bare.jsonl"
    for path, fields in ((given, ("title", "language")), (bare, ("title",))):
        rows = ({field: row[field] for field in fields} for row in told)
        path.write_text("\n".join(map(json.dumps, rows)), "utf-8")
    assert run("stories", str(bare)) == run("stories", str(given))
