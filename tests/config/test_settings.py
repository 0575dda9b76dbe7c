"""Settings are told by name: what they are, what they take, and all mistakes at once."""

import re
import subprocess
import sys
from pathlib import Path

import pytest

from bot.errors import SettingsError
from config.settings import Settings, all_settings, load
from config.sources import DEFAULTS, LABELS

ROOT = Path(__file__).resolve().parents[2]
EXAMPLE = ROOT / ".env.example"


def mistakes(**environ: str) -> tuple[str, ...]:
    with pytest.raises(SettingsError) as caught:
        load(environ, env_file=None)
    return caught.value.mistakes


def test_without_any_setting_everything_has_its_default() -> None:
    settings = load({}, env_file=None)
    assert settings.discord_token is None
    assert settings.database_url == "sqlite:///data/parkett.db"
    assert settings.audience().venue == "XFRA"
    assert settings.sources["YAHOO"].enabled
    assert not settings.sources["FRANKFURT"].enabled
    assert not settings.sources["GOOGLE_NEWS"].enabled
    assert settings.http_port == 0


def test_a_source_keeps_its_defaults_where_nothing_is_said() -> None:
    given = {"PARKETT_SOURCES__SEC__BASE_URL": "http://127.0.0.1:8080/sec/"}
    sec = load(given, env_file=None).sources["SEC"]
    assert sec.base_url == "http://127.0.0.1:8080/sec"
    assert sec.pace == DEFAULTS["SEC"].pace


@pytest.mark.parametrize(
    ("written", "read"),
    [
        ("sqlite:///data/parkett.db", "sqlite:///data/parkett.db"),
        ("sqlite:////var/lib/parkett.db", "sqlite:////var/lib/parkett.db"),
        ("sqlite+aiosqlite:////var/lib/parkett.db", "sqlite:////var/lib/parkett.db"),
        ("postgres://u:p@host:5432/name", "postgresql://u:p@host:5432/name"),
        ("postgresql://u:p%40@host/name?sslmode=require",
         "postgresql://u:p%40@host/name?sslmode=require"),
        ("postgresql+asyncpg://u@host/name", "postgresql://u@host/name"),
        ("postgresql:///name?host=/run/postgresql", "postgresql:///name?host=/run/postgresql"),
    ],
)  # fmt: skip
def test_database_addresses_as_people_write_them(written: str, read: str) -> None:
    assert load({"DATABASE_URL": written}, env_file=None).database_url == read


def test_the_data_folder_moves_the_default_database() -> None:
    settings = load({"PARKETT_DATA_DIR": "/srv/park ett"}, env_file=None)
    assert settings.database_url == "sqlite:////srv/park ett/parkett.db"


def test_values_are_read_as_people_write_them() -> None:
    settings = load(
        {
            "PARKETT_LANGUAGES": "DE, zh",
            "PARKETT_CURRENCY": " hkd ",
            "PARKETT_VENUE": "xhkg",
            "PARKETT_TIMEZONE": "Asia/Hong_Kong",
            "PARKETT_PREFIX": "",
            "PARKETT_FEEDS": "https://a.example/{isin}.xml  http://b.example/?q={name}&s={symbol}",
            "PARKETT_ALLOW_PRIVATE_NETWORKS": "127.0.0.1:80 [::1]:9000,Localhost:1",
            "PARKETT_SOURCES__GOOGLE_NEWS__ENABLED": "yes",
        },
        env_file=None,
    )
    audience = settings.audience()
    assert audience.languages == ("de", "zh")
    assert (audience.currency, audience.venue) == ("HKD", "XHKG")
    assert (audience.timezone, audience.prefix) == ("Asia/Hong_Kong", "!")
    assert settings.feeds == (
        "https://a.example/{isin}.xml",
        "http://b.example/?q={name}&s={symbol}",
    )
    assert settings.allow_private_networks == {("127.0.0.1", 80), ("::1", 9000), ("localhost", 1)}
    assert settings.sources["GOOGLE_NEWS"].enabled


@pytest.mark.parametrize(
    ("name", "value"),
    [
        ("DATABASE_URL", "mysql://u@host/name"),
        ("DATABASE_URL", "sqlite:///:memory:"),
        ("DATABASE_URL", "postgres://"),
        ("DISCORD_API_URL", "discord.com/api"),
        ("DISCORD_GATEWAY_URL", "https://gateway.example"),
        ("DISCORD_TOKEN", "two words"),
        ("PARKETT_FEEDS", "ftp://a.example/feed"),
        ("PARKETT_FEEDS", "https://a.example/{wkn}"),
        ("PARKETT_ALLOW_PRIVATE_NETWORKS", "127.0.0.1"),
        ("PARKETT_ALLOW_PRIVATE_NETWORKS", "127.0.0.1:99999"),
        ("PARKETT_LANGUAGES", "german"),
        ("PARKETT_CURRENCY", "€"),
        ("PARKETT_VENUE", "Frankfurt"),
        ("PARKETT_TIMEZONE", "Mars/Olympus"),
        ("PARKETT_TIMEZONE", "../../etc/passwd"),
        ("PARKETT_PREFIX", "much too long"),
        ("PARKETT_POLL__NEWS", "fast"),
        ("PARKETT_POLL__PRICES", "nan"),
        ("PARKETT_LEASE", "1"),
        ("PARKETT_HTTP_PORT", "70000"),
        ("PARKETT_WORKERS", "0"),
        ("PARKETT_CONTACT", "me\x07@example.org"),
        ("PARKETT_LLM__BASE_URL", "localhost:11434"),
        ("PARKETT_LLM__MODEL", "two words"),
        ("PARKETT_LLM__TIMEOUT", "0"),
        ("PARKETT_LLM__PER_DAY", "-1"),
        ("PARKETT_SOURCES__SEC__PACE", "-1"),
        ("PARKETT_SOURCES__SEC__TIMEOUT", "inf"),
        ("PARKETT_SOURCES__SEC__ENABLED", "perhaps"),
        ("PARKETT_SOURCES__SEC__BASE_URL", "http://user:pass@sec.example"),
    ],
)
def test_a_wrong_value_is_told_with_the_name_and_what_it_takes(name: str, value: str) -> None:
    [sentence] = mistakes(**{name: value})
    assert re.match(rf"{name} takes \S+.*\.$", sentence)
    assert sentence.isprintable()


def test_all_mistakes_are_told_at_once() -> None:
    told = mistakes(
        PARKETT_POLL__NEWS="fast",
        PARKETT_SOURCES__SEC__PACE="slow",
        PARKETT_VENU="XFRA",
        PARKETT_CURRENCY="euros",
    )
    assert sorted(told) == [
        "PARKETT_CURRENCY takes a currency code of three letters, like EUR, not “euros”.",
        "PARKETT_POLL__NEWS takes a number of seconds, at least 30, not “fast”.",
        "PARKETT_SOURCES__SEC__PACE takes a number of seconds, 0 or more, not “slow”.",
        "PARKETT_VENU is not a setting; did you mean PARKETT_VENUE?",
    ]


@pytest.mark.parametrize(
    ("wrong", "right"),
    [
        ("PARKETT_SOURCES__YAHO__PACE", "PARKETT_SOURCES__YAHOO__PACE"),
        ("PARKETT_HTTPPORT", "PARKETT_HTTP_PORT"),
        ("PARKETT_venue", "PARKETT_VENUE"),
        ("PARKETT_SOURCES__SEC", "PARKETT_SOURCES__SEC__"),
    ],
)
def test_an_unknown_name_is_told_with_the_nearest(wrong: str, right: str) -> None:
    [sentence] = mistakes(**{wrong: "1"})
    assert sentence.startswith(f"{wrong} is not a setting; did you mean {right}")


def test_names_that_are_not_ours_and_those_of_the_tests_are_left_alone() -> None:
    given = {"PATH": "/bin", "PARKETTBODEN": "Eiche", "PARKETT_TEST_DATABASE_URL": "x"}
    load(given, env_file=None)


def test_secrets_are_never_shown() -> None:
    secret = "hunter2-is-my-secret"
    given = {
        "DISCORD_TOKEN": secret,
        "DATABASE_URL": f"postgres://u:{secret}@host/name",
        "PARKETT_SOURCES__FINNHUB__KEY": secret,
        "PARKETT_LLM__KEY": secret,
    }
    settings = load(given, env_file=None)
    assert secret not in repr(settings)
    assert secret not in str(settings)
    assert settings.sources["FINNHUB"].key == secret

    wrong = {
        "DISCORD_TOKEN": f"Bot {secret}",
        "DATABASE_URL": f"oracle://u:{secret}@host/name",
        "PARKETT_SOURCES__FINNHUB__KEY": f"{secret} {secret}",
        "PARKETT_PREFIX": "much too long",
    }
    with pytest.raises(SettingsError) as caught:
        load(wrong, env_file=None)
    assert len(caught.value.mistakes) == 4
    assert secret not in str(caught.value)
    assert secret not in repr(caught.value.__cause__)


def test_the_environment_wins_over_the_file(tmp_path: Path) -> None:
    file = tmp_path / ".env"
    file.write_text(
        '# a comment\nPARKETT_PREFIX=?\nexport PARKETT_VENUE="XETR"  # Xetra\nDISCORD_TOKEN=\n',
        encoding="utf-8",
    )
    settings = load({"PARKETT_PREFIX": "$"}, env_file=file)
    assert settings.prefix == "$"
    assert settings.venue == "XETR"
    assert settings.discord_token is None
    assert load({}, env_file=tmp_path / "missing").prefix == "!"


def test_mistakes_in_the_file_are_told_and_an_unreadable_file_too(tmp_path: Path) -> None:
    file = tmp_path / ".env"
    file.write_bytes(b"PARKETT_PREFIX=\xff\xfe\n")
    with pytest.raises(SettingsError, match="cannot be read: it is not UTF-8 text"):
        load({}, env_file=file)
    file.write_text("PARKETT_PREFIX=too long a prefix\nPARKETT_HTTP_PORT=web\nPARKETT_FEED=x\n")
    with pytest.raises(SettingsError) as caught:
        load({}, env_file=file)
    assert len(caught.value.mistakes) == 3


def test_every_setting_is_described_and_stands_in_the_example() -> None:
    written = re.findall(r"^#(\w+)=", EXAMPLE.read_text(encoding="utf-8"), flags=re.MULTILINE)
    known = [setting.name for setting in all_settings()]
    assert sorted(written) == sorted(known)
    assert not [setting.name for setting in all_settings() if not setting.description]
    assert set(Settings.model_fields) == {setting.path[0] for setting in all_settings()}


def test_the_example_shows_the_defaults(tmp_path: Path) -> None:
    text = EXAMPLE.read_text(encoding="utf-8")
    file = tmp_path / ".env"
    file.write_text(re.sub(r"^#(\w+=)", r"\1", text, flags=re.MULTILINE), encoding="utf-8")
    shown, default = load({}, env_file=file), load({}, env_file=None)
    examples = {"discord_api_url", "discord_gateway_url", "feeds", "contact", "llm"}
    examples |= {"allow_private_networks"}
    for name in set(Settings.model_fields) - examples:
        assert getattr(shown, name) == getattr(default, name), name


def test_every_source_has_a_name_for_people() -> None:
    assert set(LABELS) == set(DEFAULTS)


def test_importing_needs_no_setting_and_reads_none(tmp_path: Path) -> None:
    (tmp_path / ".env").write_text("PARKETT_HTTP_PORT=not a port\n")
    code = "import config.settings, bot.store, bot.errors"
    environ = {"PYTHONPATH": str(ROOT), "PARKETT_PREFIX": "wrong on purpose"}
    subprocess.run([sys.executable, "-c", code], cwd=tmp_path, env=environ, check=True)
