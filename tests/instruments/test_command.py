"""`resolve` and `instruments import`, as a stranger calls them."""

import json
from pathlib import Path

import pytest

from bot.cli.program import main

LISTING = {"symbol", "venue", "mic", "currency", "home"}


@pytest.fixture(autouse=True)
def _own_folder(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.chdir(tmp_path)
    monkeypatch.setenv("PARKETT_DATA_DIR", str(tmp_path / "data"))
    monkeypatch.delenv("DATABASE_URL", raising=False)


def test_resolve_and_import(tmp_path: Path, capsys: pytest.CaptureFixture[str]) -> None:
    def call(*words: str) -> tuple[int, list[dict]]:
        code = main([*words, "--json"])
        return code, [json.loads(line) for line in capsys.readouterr().out.splitlines()]

    code, (document,) = call("resolve", "--offline", "xaiomi")
    assert code == 0
    assert list(document) == ["query", "status", "instrument", "confidence", "candidates"]
    assert (document["query"], document["status"]) == ("xaiomi", "found")
    instrument = document["instrument"]
    assert list(instrument) == ["name", "isin", "wkn", "listings"]
    assert all(set(one) == LISTING for one in instrument["listings"])
    assert {"symbol": "1810.HK", "venue": "Hong Kong", "mic": "XHKG", "currency": "HKD",
            "home": True} in instrument["listings"]  # fmt: skip

    code, (document,) = call("resolve", "--offline", "KYG9830T1068")
    assert (code, document["status"], document["instrument"]) == (1, "invalid", None)
    assert document["error"]["code"] == "invalid_identifier"
    assert "check digit" in document["error"]["message"]

    code, (document,) = call("resolve", "--offline", "MRK")
    assert (code, document["status"]) == (1, "ambiguous")
    assert {"Merck KGaA", "Merck & Co., Inc."} <= {one["name"] for one in document["candidates"]}

    code, (document,) = call("resolve", "--offline", "x" * 4000)
    assert (code, document["error"]["code"]) == (1, "query_too_long")

    mine = tmp_path / "mine.csv"
    mine.write_text("name,symbol,isin\nKranich Werke AG,KRW.DE,DE000KRW0001\n,,\n")
    code, (document,) = call("instruments", "import", str(mine))
    assert (code, document["taken"]) == (0, 1)
    code, (document,) = call("instruments", "import", str(tmp_path / "none.csv"))
    assert (code, document["error"]["code"]) == (1, "unreadable_file")
    mine.write_text("name,symbol\n,\n")
    code, (document,) = call("instruments", "import", str(mine))
    assert (code, document["error"]["code"]) == (1, "nothing_taken")

    queries = ["kranich werke", "", "KYG9830T1068", "小米", "x" * 300]
    batch = tmp_path / "batch.txt"
    batch.write_text("\n".join(queries) + "\n", "utf-8")
    code, lines = call("resolve", "--batch", str(batch))
    assert code == 0
    assert [one.get("status") for one in lines] == ["found", None, "invalid", "found", None]
    assert [one["error"]["code"] for one in (lines[1], lines[4])] == [
        "empty_query",
        "query_too_long",
    ]
    assert lines[0]["query"] == "kranich werke"


def test_usage(capsys: pytest.CaptureFixture[str]) -> None:
    assert main(["instruments"]) == 2
    assert main(["instruments", "import"]) == 2
    assert main(["resolve"]) == 2
    assert "usage" in capsys.readouterr().err
