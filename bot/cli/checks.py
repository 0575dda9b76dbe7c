"""What could be missing? Each part of the surroundings is looked at by itself."""

from collections.abc import Mapping, Sequence
from dataclasses import dataclass
from enum import StrEnum

from bot.errors import BadAnswer, ParkettError, StoreError
from bot.store.engines import Database
from bot.store.schema import HEAD
from bot.store.upgrading import revision
from bot.web.fetcher import Fetcher, Request
from bot.web.guard import place_of
from bot.web.parsing import as_list, as_mapping, integer, parse_json, text
from config.settings import Settings
from config.sources import LABELS, NEEDS_KEY, SourceSettings

_API = "https://discord.com/api/v10"
_SECONDS = 6.0
_MESSAGE_CONTENT = 1 << 18 | 1 << 19  # of an application's flags: granted, or granted while small
_ADMINISTRATOR = 1 << 3
# What the bot needs where it posts: names as Discord shows them, and their bits.
_PERMISSIONS = {
    "View Channels": 1 << 10,
    "Send Messages": 1 << 11,
    "Embed Links": 1 << 14,
    "Attach Files": 1 << 15,
    "Read Message History": 1 << 16,
    "Send Messages in Threads": 1 << 38,
}


class Verdict(StrEnum):
    OK = "ok"
    OFF = "off"
    WARNING = "warning"
    FAILED = "failed"


@dataclass(frozen=True, slots=True)
class Check:
    """name: what was looked at. message: one sentence for the operator."""

    name: str
    verdict: Verdict
    message: str


async def check_discord(settings: Settings) -> list[Check]:
    """Token, intents and permissions, as Discord itself tells them."""
    token = settings.discord_token.get_secret_value() if settings.discord_token else None
    if token is None:
        message = "DISCORD_TOKEN is not set; `run` needs it, everything else works without."
        return [Check("Token", Verdict.FAILED, message)]
    root = settings.discord_api_url or _API
    # Where the operator put Discord is reached whatever network that is.
    async with Fetcher(allowed={place_of(root)}, contact=settings.contact) as fetcher:
        discord = _Discord(fetcher, root, token)
        try:
            application = as_mapping(await discord.get("/oauth2/applications/@me"))
            guilds = as_list(await discord.get("/users/@me/guilds"))
        except _TokenRefusedError:
            message = "Discord refuses the token; make a new one in the Developer Portal."
            return [Check("Token", Verdict.FAILED, message)]
        except ParkettError as error:
            return [Check("Token", Verdict.FAILED, str(error))]
    name = text(application.get("name")) or "unnamed"
    checks = [Check("Token", Verdict.OK, f"Discord knows this bot as {name}.")]
    checks.append(_intents(application))
    checks.append(_permissions(guilds, text(application.get("id")) or "YOUR_APPLICATION_ID"))
    return checks


async def check_database(settings: Settings) -> Check:
    """Whether it opens, and whether its schema is this program's; an SQLite file is made."""
    kind = "SQLite" if settings.database_url.startswith("sqlite") else "PostgreSQL"
    try:
        database = Database(settings.database_url)
        try:
            found = await revision(database)
        finally:
            await database.close()
    except StoreError as error:
        return Check("Database", Verdict.FAILED, str(error))
    if found == HEAD:
        return Check("Database", Verdict.OK, f"{kind}, at revision {found}.")
    state = "empty" if found is None else f"at revision {found}"
    message = f"{kind}, {state}; it is brought to revision {HEAD} at the next start."
    return Check("Database", Verdict.OK, message)


async def check_source(name: str, settings: SourceSettings, fetcher: Fetcher) -> Check:
    """Whether the source's host answers at all; its own questions are not asked."""
    label = LABELS[name]
    if name in NEEDS_KEY and not settings.key:
        message = f"Not asked: it needs PARKETT_SOURCES__{name}__KEY."
        return Check(label, Verdict.OFF, message)
    if not settings.enabled:
        message = f"Switched off by PARKETT_SOURCES__{name}__ENABLED."
        return Check(label, Verdict.OFF, message)
    request = Request(
        url=settings.base_url + "/", source=label, seconds=min(settings.timeout, _SECONDS)
    )
    try:
        page = await fetcher.fetch(request)
    except ParkettError as error:
        return Check(label, Verdict.WARNING, str(error))
    if page.status in {429, 999}:
        return Check(label, Verdict.WARNING, "It answers that it was asked too often.")
    if page.status >= 500:
        return Check(label, Verdict.WARNING, f"It answers with error {page.status}.")
    return Check(label, Verdict.OK, f"{place_of(settings.base_url)[0]} answers.")


class _TokenRefusedError(Exception):
    """Discord does not take the token."""


class _Discord:
    def __init__(self, fetcher: Fetcher, root: str, token: str) -> None:
        self._fetcher = fetcher
        self._root = root
        self._headers = {"Authorization": f"Bot {token}"}

    async def get(self, path: str) -> object:
        page = await self._fetcher.fetch(
            Request(
                url=self._root + path, source="Discord", headers=self._headers, seconds=_SECONDS
            )
        )
        if page.status in {401, 403}:
            raise _TokenRefusedError
        if page.status != 200:
            raise BadAnswer(source="Discord", reason=f"it answers with status {page.status}")
        return parse_json(page, "Discord")


def _intents(application: Mapping[str, object]) -> Check:
    if (integer(application.get("flags")) or 0) & _MESSAGE_CONTENT:
        return Check("Intents", Verdict.OK, "Message Content is on: typed commands work.")
    message = (
        "Message Content is off in the Developer Portal (Bot, Privileged Gateway Intents): "
        "slash commands and @mentions work, typed commands do not."
    )
    return Check("Intents", Verdict.WARNING, message)


def _permissions(guilds: Sequence[object], application: str) -> Check:
    needed = sum(_PERMISSIONS.values())
    invite = (
        f"https://discord.com/oauth2/authorize?client_id={application}"
        f"&permissions={needed}&scope=bot+applications.commands"
    )
    if not guilds:
        message = f"The bot is in no server yet. Invite it with {invite}"
        return Check("Permissions", Verdict.WARNING, message)
    lacking = [line for line in map(_lacking, map(as_mapping, guilds)) if line]
    if lacking:
        return Check("Permissions", Verdict.WARNING, "Missing: " + "; ".join(lacking[:20]) + ".")
    count = f"{len(guilds)} server" + ("" if len(guilds) == 1 else "s")
    return Check("Permissions", Verdict.OK, f"All that is needed, in {count}.")


def _lacking(guild: Mapping[str, object]) -> str | None:
    granted = text(guild.get("permissions")) or ""
    bits = int(granted) if granted.isdecimal() and len(granted) < 30 else 0
    missing = [name for name, bit in _PERMISSIONS.items() if not bits & bit]
    if bits & _ADMINISTRATOR or not missing:
        return None
    return f"{', '.join(missing)} in {text(guild.get('name')) or 'a server'}"
