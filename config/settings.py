"""Every setting of Parkett, typed, with its default and its meaning.

Nothing is read at import; `load()` reads the environment and `.env` once. A field's name in the
environment follows from where it stands: `poll.news` is `PARKETT_POLL__NEWS`. `.env.example` shows
all of them, and a test keeps it complete.
"""

import os
from collections.abc import Mapping
from pathlib import Path
from typing import Annotated

from pydantic import (
    AfterValidator,
    BeforeValidator,
    Field,
    SecretStr,
    StringConstraints,
    ValidationError,
)

from bot.audience import Audience
from bot.errors import SettingsError
from config import values
from config.environment import Setting, Takes, nest, read, sentences, settings_of
from config.parts import Part, RootAddress
from config.sources import DEFAULTS, SourceSettings


class PollSettings(Part):
    """How often a subscribed company is looked at: the base that adapts."""

    news: Annotated[float, Field(ge=30), Takes("a number of seconds, at least 30")] = Field(
        default=600.0, description="seconds between looks at a company's news"
    )
    prices: Annotated[float, Field(ge=10), Takes("a number of seconds, at least 10")] = Field(
        default=60.0, description="seconds between looks at a company's price"
    )


class LimitSettings(Part):
    """What one server may have at most."""

    subscriptions: Annotated[
        int, Field(ge=1, le=10_000), Takes("a whole number from 1 to 10000")
    ] = Field(default=100, description="subscriptions that one server may have")


class WriterSettings(Part):
    """A language model behind an OpenAI-compatible address; off unless it and model are set."""

    base_url: RootAddress | None = Field(default=None, description="root of the API, none is off")
    model: Annotated[str | None, Field(pattern=r"^[!-~]{1,100}$"), Takes("a name of one word")] = (
        Field(default=None, description="the model's name there, none is off")
    )
    key: Annotated[
        SecretStr | None,
        AfterValidator(values.one_word),
        Takes("one word of letters, digits and signs", secret=True),
    ] = Field(default=None, description="its API key, where it needs one")
    timeout: Annotated[float, Field(gt=0, le=60), Takes("a number of seconds up to 60")] = Field(
        default=8.0, description="seconds for one answer in all"
    )
    per_day: Annotated[int, Field(ge=0), Takes("a whole number, 0 or more")] = Field(
        default=100, description="summaries that one server may ask for in a day (UTC)"
    )


class Settings(Part):
    """The operator's settings. Values of keys and passwords never show in `repr`."""

    discord_token: Annotated[
        SecretStr | None,
        AfterValidator(values.one_word),
        Takes("the bot's token, one word", secret=True),
    ] = Field(default=None, description="the bot's token; only `run` needs it")
    discord_api_url: RootAddress | None = Field(
        default=None, description="another root of Discord's REST API, with its version"
    )
    discord_gateway_url: Annotated[
        str | None,
        AfterValidator(lambda text: text and values.gateway_address(text)),
        Takes("an address that begins with ws:// or wss://"),
    ] = Field(default=None, description="another gateway of Discord")
    database_url: Annotated[
        str,
        AfterValidator(values.database_address),
        Takes(
            "postgresql://user:password@host/name, sqlite:///relative/path or "
            "sqlite:////absolute/path",
            secret=True,
        ),
    ] = Field(description="the database; without it SQLite in the data folder", repr=False)
    data_dir: Annotated[Path, Takes("a folder")] = Field(
        default=Path("data"), description="folder of the SQLite database"
    )
    sources: dict[str, SourceSettings] = Field(
        default_factory=dict, description="each source, by its name in capital letters"
    )
    feeds: Annotated[
        tuple[Annotated[str, AfterValidator(values.feed_address)], ...],
        BeforeValidator(lambda text: tuple(text.split()) if isinstance(text, str) else text),
        Field(max_length=50),
        Takes(
            "at most 50 addresses separated by blanks; {isin}, {symbol} and {name} are filled in"
        ),
    ] = Field(default=(), description="extra RSS or Atom feeds asked for every company")
    allow_private_networks: Annotated[
        frozenset[tuple[str, int]],
        BeforeValidator(values.private_networks),
        Takes("host:port pairs separated by blanks"),
    ] = Field(
        default=frozenset(), description="private addresses that may be fetched; nothing else is"
    )
    languages: Annotated[
        tuple[Annotated[str, StringConstraints(to_lower=True, pattern=r"^[A-Za-z]{2}$")], ...],
        BeforeValidator(values.words),
        Field(min_length=1, max_length=10),
        Takes("language codes of two letters separated by commas, like de,en"),
    ] = Field(default=("de", "en"), description="languages read, the first is spoken")
    currency: Annotated[
        str,
        StringConstraints(to_upper=True, pattern=r"^[A-Za-z]{3}$"),
        Takes("a currency code of three letters, like EUR"),
    ] = Field(default="EUR", description="currency that other prices are converted to")
    venue: Annotated[
        str,
        StringConstraints(to_upper=True, pattern=r"^[A-Za-z0-9]{4}$"),
        Takes("an exchange's code of four characters (MIC), like XFRA"),
    ] = Field(default="XFRA", description="exchange whose price comes first")
    timezone: Annotated[
        str, AfterValidator(values.timezone), Takes("a time zone's name, like Europe/Berlin")
    ] = Field(default="Europe/Berlin", description="time zone of times and schedules")
    prefix: Annotated[
        str, Field(pattern=r"^[^\s@<]{1,5}$"), Takes("one to five characters without blanks")
    ] = Field(default="!", description="what a typed command begins with")
    poll: PollSettings = Field(default=PollSettings(), description="pace of polling")
    limits: LimitSettings = Field(default=LimitSettings(), description="limits of one server")
    # A request to Discord may take 20 s, and nobody else may take it over meanwhile.
    lease: Annotated[float, Field(ge=25, le=600), Takes("a number of seconds from 25 to 600")] = (
        Field(default=30.0, description="seconds that a claimed row is held")
    )
    http_port: Annotated[int, Field(ge=0, le=65535), Takes("a port from 0 (off) to 65535")] = Field(
        default=0, description="port of health and metrics, 0 is off"
    )
    http_host: Annotated[
        str, Field(pattern=r"^[0-9A-Za-z.:-]+$"), Takes("an address of this machine, like 0.0.0.0")
    ] = Field(default="127.0.0.1", description="address that health and metrics listen on")
    workers: Annotated[int, Field(ge=1, le=64), Takes("a whole number from 1 to 64")] = Field(
        default=2, description="processes for reading pages and drawing charts"
    )
    contact: Annotated[
        str | None,
        AfterValidator(lambda text: text and values.contact(text)),
        Takes("an e-mail address or a web page"),
    ] = Field(default=None, description="told to every source in the User-Agent")
    llm: WriterSettings = Field(default=WriterSettings(), description="optional writer")

    def audience(self) -> Audience:
        """What a server has that chose nothing yet."""
        return Audience(
            languages=self.languages,
            currency=self.currency,
            venue=self.venue,
            timezone=self.timezone,
            prefix=self.prefix,
        )


DOTENV = Path(".env")
DATABASE_FILE = "parkett.db"


def all_settings() -> list[Setting]:
    """Every setting by its name in the environment, in the order of `.env.example`."""
    return settings_of(Settings, {"sources": tuple(DEFAULTS)})


def load(environ: Mapping[str, str] | None = None, env_file: Path | None = DOTENV) -> Settings:
    """Reads all settings, the environment before the file `env_file`, which may be missing.

    An empty value counts as not set. Raises SettingsError with every mistake at once.
    """
    known = all_settings()
    given, mistakes = read(os.environ if environ is None else environ, env_file)
    nested, unknown = nest(given, known)
    mistakes += unknown
    chosen = nested.get("sources", {})
    nested["sources"] = {
        name: default.model_dump() | chosen.get(name, {}) for name, default in DEFAULTS.items()
    }
    folder = nested.get("data_dir", str(Settings.model_fields["data_dir"].default))
    nested.setdefault("database_url", values.sqlite_address(folder, DATABASE_FILE))
    try:
        settings = Settings.model_validate(nested)
    except ValidationError as error:
        raise SettingsError([*mistakes, *sentences(error, known, given)]) from None
    if mistakes:
        raise SettingsError(mistakes)
    return settings
