"""`read` and `feed`: files and addresses, packed or not, one or a list, with exact JSON."""

import gzip
import json
import threading
from collections.abc import Callable, Iterator
from http.server import BaseHTTPRequestHandler, ThreadingHTTPServer
from io import BytesIO, TextIOWrapper
from pathlib import Path
from typing import Any

import pytest

from bot.cli.program import main

PARAGRAPHS = "".join(
    f"<p>Absatz {n}: Der Hersteller Beispielwerk hat im dritten Quartal mehr Pumpen verkauft als "
    "von Fachleuten erwartet worden war, und bestätigte seine Prognose.</p>"
    for n in range(5)
)
PAGE = (
    '<!DOCTYPE html><html lang="de"><head><meta charset="utf-8"><title>Beispielwerk wächst</title>'
    '<meta name="author" content="Eva Beispiel">'
    '<meta property="article:published_time" content="2021-10-20T11:00:00+02:00"></head>'
    f"<body><article><h1>Beispielwerk wächst</h1>"
    "<p class='lead'>Mehr Pumpen als erwartet: wie das Quartal gelaufen ist.</p>"
    f"{PARAGRAPHS}</article></body></html>"
)
FEED = (
    '<?xml version="1.0" encoding="UTF-8"?><rss version="2.0"><channel><title>Börse</title>'
    "<item><title>Eins &amp; zwei</title><link>https://news.example.org/1</link>"
    "<pubDate>Wed, 20 Oct 2021 11:00:00 +0200</pubDate><description>Kurz.</description></item>"
    "<item><title>Ohne alles</title></item></channel></rss>"
)
READ = {
    "title": "Beispielwerk wächst",
    "authors": ["Eva Beispiel"],
    "published": "2021-10-20T09:00:00+00:00",
    "language": "de",
}
ENTRIES = [
    {
        "title": "Eins & zwei",
        "link": "https://news.example.org/1",
        "published": "2021-10-20T09:00:00+00:00",
        "summary": "Kurz.",
    },
    {"title": "Ohne alles", "link": None, "published": None, "summary": ""},
]
Run = Callable[..., tuple[int, list[Any], str]]


@pytest.fixture
def run(capsys: pytest.CaptureFixture[str]) -> Run:
    """Runs a command: its exit code, the JSON documents of stdout, and stderr."""

    def run(*arguments: str) -> tuple[int, list[Any], str]:
        code = main(arguments)
        captured = capsys.readouterr()
        return code, [json.loads(line) for line in captured.out.splitlines()], captured.err

    return run


@pytest.fixture
def files(tmp_path: Path) -> dict[str, str]:
    contents = {
        "page": PAGE.encode(),
        "page.gz": gzip.compress(PAGE.encode()),
        "feed": FEED.encode(),
        "feed.gz": gzip.compress(FEED.encode()),
        "empty": b"",
        "bomb": gzip.compress(bytes(30_000_000)),
        "huge": bytes(9_000_000),
    }
    for name, body in contents.items():
        (tmp_path / name).write_bytes(body)
    return {name: str(tmp_path / name) for name in (*contents, "missing")} | {"dir": str(tmp_path)}


@pytest.fixture
def address(monkeypatch: pytest.MonkeyPatch) -> Iterator[str]:
    """A web server of our own that the settings allow."""

    class Handler(BaseHTTPRequestHandler):
        def do_GET(self) -> None:
            known = {"/page": ("text/html", PAGE), "/feed": ("application/rss+xml", FEED)}
            kind, text = known.get(self.path, ("text/plain", "no"))
            self.send_response(200 if self.path in known else 404)
            self.send_header("Content-Type", kind)
            self.end_headers()
            self.wfile.write(text.encode())

        def log_message(self, *_: object) -> None:
            return

    server = ThreadingHTTPServer(("127.0.0.1", 0), Handler)
    threading.Thread(target=server.serve_forever, daemon=True).start()
    monkeypatch.setenv("PARKETT_ALLOW_PRIVATE_NETWORKS", f"127.0.0.1:{server.server_port}")
    yield f"http://127.0.0.1:{server.server_port}"
    server.shutdown()
    server.server_close()


def test_a_page_from_a_file_packed_or_not(run: Run, files: dict[str, str]) -> None:
    code, documents, _ = run("read", "--batch", _listed(files, "page", "page.gz"))
    assert code == 0
    for document in documents:
        assert {name: document[name] for name in READ} == READ
        assert set(document) == {*READ, "lead", "text"}
        assert document["lead"] == "Mehr Pumpen als erwartet: wie das Quartal gelaufen ist."
        assert document["text"].startswith("Absatz 0: Der Hersteller")
        assert document["text"].count("Absatz") == 5


def test_a_feed_from_a_file_packed_or_not(run: Run, files: dict[str, str]) -> None:
    code, documents, _ = run("feed", "--batch", _listed(files, "feed", "feed.gz"))
    assert code == 0
    assert documents == [{"title": "Börse", "entries": ENTRIES}] * 2


def test_a_feed_from_standard_input(run: Run, monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr("sys.stdin", TextIOWrapper(BytesIO(FEED.encode())))
    code, [document], _ = run("feed", "-", "--json")
    assert (code, document["entries"]) == (0, ENTRIES)


def test_from_the_web(run: Run, address: str) -> None:
    code, [page], _ = run("read", f"{address}/page", "--json")
    assert (code, page["title"], page["published"]) == (0, READ["title"], READ["published"])
    code, [feed], _ = run("--json", "feed", f"{address}/feed")
    assert (code, feed["entries"]) == (0, ENTRIES)
    code, [refused], _ = run("feed", f"{address}/nothing", "--json")
    assert (code, refused["error"]["code"]) == (1, "not_found")


def test_a_list_keeps_its_order_and_tells_each_bad_one(
    run: Run, files: dict[str, str], tmp_path: Path
) -> None:
    wanted = {
        "feed": "title", "missing": "unreadable_file", "dir": "unreadable_file",
        "page": "bad_answer", "empty": "bad_answer", "bomb": "too_large", "huge": "unreadable_file",
        "feed.gz": "title",
    }  # fmt: skip
    code, documents, _ = run("feed", "--batch", _listed(files, *wanted))
    assert code == 0
    found = [one["error"]["code"] if "error" in one else "title" for one in documents]
    assert found == list(wanted.values())


@pytest.mark.parametrize(
    ("place", "code"),
    [
        ("http://127.0.0.1/", "forbidden_address"),
        ("http://169.254.169.254/latest", "forbidden_address"),
        ("file:///etc/passwd", "forbidden_address"),
        ("ftp://example.org/feed", "forbidden_address"),
        ("http://user:secret@example.org/", "forbidden_address"),
        ("", "nothing_given"),
        ("\x00", "unreadable_file"),
    ],
)
def test_what_may_not_be_read_is_said(run: Run, place: str, code: str) -> None:
    for command in ("read", "feed"):
        exit_code, [document], _ = run(command, place, "--json")
        assert (exit_code, document["error"]["code"]) == (1, code)
        assert "secret" not in document["error"]["message"]


def test_for_people(run: Run, files: dict[str, str], capsys: pytest.CaptureFixture[str]) -> None:
    assert main(["feed", files["feed"]]) == 0
    out = capsys.readouterr().out
    assert "2021-10-20 09:00 UTC  Eins & zwei  https://news.example.org/1" in out
    assert main(["read", files["empty"]]) == 1
    captured = capsys.readouterr()
    assert captured.out == ""
    assert captured.err.strip().endswith("it is not a web page.")


def test_nothing_is_a_usage_error(run: Run) -> None:
    for command in ("read", "feed"):
        assert run(command)[0] == 2
        code, [document], _ = run(command, "--json")
        assert (code, document["error"]["code"]) == (2, "usage")


def _listed(files: dict[str, str], *names: str) -> str:
    path = Path(files["dir"]) / "list.txt"
    path.write_text("".join(f"{files[name]}\n" for name in names), encoding="utf-8")
    return str(path)
