"""`news`, `doctor` and `migrate` as a person and as a program reads them."""

import json
import re
from argparse import Namespace
from io import StringIO
from pathlib import Path
from typing import Any

import pytest

from bot.cli import doctor, migrate, news
from bot.cli.frame import Command, Console
from bot.cli.program import main
from bot.clock import Clock, utc_now
from bot.playground.world.faults import PLACES
from bot.playground.world.world import World
from bot.store.schema import HEAD
from config.settings import Settings, load
from config.sources import DEFAULTS
from tests.loopback import TOKEN, Place

NO_SOURCES = {f"PARKETT_SOURCES__{name}__ENABLED": "no" for name in DEFAULTS}
[NEWS], [DOCTOR], [MIGRATE] = news.COMMANDS, doctor.COMMANDS, migrate.COMMANDS


class Terminal(Console):
    """A console with settings of its own, whose output is read back."""

    def __init__(
        self, environ: dict[str, str], *, json_wanted: bool, clock: Clock = utc_now
    ) -> None:
        self.out = StringIO()
        self.err = StringIO()
        self._environ = environ
        super().__init__(json_wanted=json_wanted, out=self.out, err=self.err, clock=clock)

    def settings(self) -> Settings:
        return load(self._environ, env_file=None)

    async def ask(self, command: Command, **arguments: object) -> tuple[int, str]:
        """Runs the command to its end: exit code and what stands on stdout."""
        self.out.truncate(0)
        self.out.seek(0)
        code = await command.run(Namespace(**arguments), self)
        return code, self.out.getvalue()


@pytest.fixture(scope="module")
def folder(tmp_path_factory: pytest.TempPathFactory) -> Path:
    """One data folder for both looks at the news: the catalogue is made once."""
    return tmp_path_factory.mktemp("data")


def outside(world: World, folder: Path) -> dict[str, str]:
    return world.environment() | {"PARKETT_DATA_DIR": str(folder)}


async def test_news_as_text(folder: Path) -> None:
    async with World(running=False) as world:
        terminal = Terminal(outside(world, folder), json_wanted=False, clock=world.now)
        try:
            code, out = await terminal.ask(NEWS, query="小米", lang=None, limit=1)
        finally:
            await terminal.close()
    assert code == 0
    assert out.startswith("Xiaomi")
    assert "€2.50" in out
    assert "\n1. Xiaomi" in out
    assert "\n2. " not in out
    foot = re.search(
        r"\n(\d+) found · \d+ duplicates · \d+ old · \d+ about another company"
        r" · \d+ more\n",
        out,
    )
    assert foot
    assert int(foot[1]) == sum(int(n) for n in re.findall(r": (\d+) in \d+ ms", out))
    assert "finanznachrichten.de: " in out
    assert "\x1b" not in out


@pytest.mark.parametrize(
    ("words", "told"),
    [
        (("news",), "query"),
        (("news", "xiaomi", "--limit", "0"), "from 1 to 50"),
        (("news", "xiaomi", "--limit", "many"), "from 1 to 50"),
        (("news", "xiaomi", "--lang", "german"), "two letters"),
    ],
)
def test_a_wrong_word_is_a_usage_error(
    words: tuple[str, ...], told: str, capsys: pytest.CaptureFixture[str]
) -> None:
    assert main([*words, "--json"]) == 2
    assert told in json.loads(capsys.readouterr().out)["error"]["message"]


async def test_news_in_the_sample_world(folder: Path) -> None:
    async with World(running=False) as world:
        terminal = Terminal(outside(world, folder), json_wanted=True, clock=world.now)
        try:
            code, out = await terminal.ask(NEWS, query="xiaomi", lang=("de", "en"), limit=3)
            assert code == 0
            document = json.loads(out)
            assert out.count("\n") == 1
            assert_shape(document)
            assert document["instrument"]["isin"] == "KYG9830T1067"
            [frankfurt, hong_kong] = document["snapshot"]["quotes"]
            assert (frankfurt["price"], frankfurt["currency"]) == (2.5, "EUR")
            assert hong_kong["symbol"] == "1810.HK"
            assert len(document["stories"]) == 3
            assert {one["reason"] for one in document["dropped"]} >= {
                "duplicate",
                "stale",
                "other_company",
            }

            code, out = await terminal.ask(NEWS, query="no such company", lang=None, limit=5)
            assert code == 1
            assert json.loads(out)["error"]["code"] == "unknown_instrument"

            for source in PLACES.values():
                await world.do("source_down", source=source)
            code, out = await terminal.ask(NEWS, query="byd", lang=None, limit=5)
            assert code == 1
            document = json.loads(out)
            assert document["error"]["code"] == "source_down"
            assert document["stories"] == []
            assert {one["status"] for one in document["sources"]} == {"source_limited"}
        finally:
            await terminal.close()


def assert_shape(document: dict[str, Any]) -> None:
    """To the letter of the design, section 7."""
    assert set(document) == {"instrument", "snapshot", "stories", "dropped", "sources"}
    for story in document["stories"]:
        assert set(story) == {
            "title", "url", "summary", "language", "tone", "first_published",
            "original_source", "articles",
        }  # fmt: skip
        for sentence in story["summary"]:
            assert set(sentence) == {"text", "article"}
            assert 0 <= sentence["article"] < len(story["articles"])
        for article in story["articles"]:
            assert set(article) == {"title", "url", "publisher", "published", "language"}
    for one in document["dropped"]:
        assert set(one) == {"title", "url", "reason"}
    for one in document["sources"]:
        assert set(one) == {"name", "status", "items", "ms"}


def verdicts(out: str) -> dict[str, str]:
    return {one["name"]: one["status"] for one in json.loads(out)["checks"]}


async def test_doctor_finds_nothing_to_do(place: Place, tmp_path: Path) -> None:
    async with World(running=False) as world:
        environ = outside(world, tmp_path) | {
            "DISCORD_TOKEN": TOKEN,
            "DISCORD_API_URL": place.discord.api_url,
        }
        code, out = await Terminal(environ, json_wanted=True).ask(DOCTOR)
    assert code == 0
    found = verdicts(out)
    assert {found[name] for name in ("Settings", "Token", "Intents", "Database")} == {"ok"}
    assert (found["Yahoo"], found["SEC EDGAR"]) == ("ok", "ok")
    assert (found["Google News"], found["Finnhub"]) == ("off", "off")
    assert "Parkett" in out


async def test_doctor_says_what_discord_lacks(place: Place, tmp_path: Path) -> None:
    place.bot.privileged = 0
    place.guild.roles[place.guild.id].permissions = 1 << 10
    environ = {
        "DISCORD_TOKEN": TOKEN,
        "DISCORD_API_URL": place.discord.api_url,
        "PARKETT_DATA_DIR": str(tmp_path),
        **NO_SOURCES,
    }
    code, out = await Terminal(environ, json_wanted=False).ask(DOCTOR)
    assert code == 0
    assert "! Intents: Message Content is off" in out
    assert "Embed Links, Attach Files, Read Message History" in out
    assert "in Shareholders" in out


@pytest.mark.parametrize(
    ("environ", "told"),
    [
        ({}, "✗ Token: DISCORD_TOKEN is not set"),
        ({"DISCORD_TOKEN": "a-wrong-token"}, "✗ Token: Discord refuses the token"),
        ({"DATABASE_URL": "postgres://u:hunter2@127.0.0.1:9/x"}, "✗ Database: The database cannot"),
        ({"PARKETT_POLL__NEWS": "fast"}, "✗ Settings: PARKETT_POLL__NEWS takes"),
        ({"PARKETT_SOURCES__SEC__ENABLED": "yes"}, "! SEC EDGAR: 127.0.0.1 may not be fetched"),
    ],
)
async def test_doctor_says_what_is_wrong(
    place: Place, tmp_path: Path, environ: dict[str, str], told: str
) -> None:
    given = {
        "DISCORD_API_URL": place.discord.api_url,
        "PARKETT_DATA_DIR": str(tmp_path),
        **NO_SOURCES,
        "PARKETT_SOURCES__SEC__BASE_URL": "http://127.0.0.1:9",
        **environ,
    }
    code, out = await Terminal(given, json_wanted=False).ask(DOCTOR)
    assert code == 1
    assert told in out
    assert "hunter2" not in out


async def test_migrate_says_from_where_to_where(database_url: str) -> None:
    terminal = Terminal({"DATABASE_URL": database_url}, json_wanted=True)
    code, out = await terminal.ask(MIGRATE)
    assert (code, json.loads(out)) == (0, {"before": None, "after": HEAD})
    code, out = await terminal.ask(MIGRATE)
    assert (code, json.loads(out)) == (0, {"before": HEAD, "after": HEAD})


def test_a_database_that_cannot_be_opened_is_one_sentence(
    tmp_path: Path, monkeypatch: pytest.MonkeyPatch, capsys: pytest.CaptureFixture[str]
) -> None:
    (tmp_path / "file").write_text("in the way")
    monkeypatch.setenv("PARKETT_DATA_DIR", str(tmp_path / "file" / "data"))
    monkeypatch.chdir(tmp_path)
    assert main(["migrate", "--json"]) == 1
    error = json.loads(capsys.readouterr().out)["error"]
    assert error["code"] == "store"
    assert "cannot be made" in error["message"]
