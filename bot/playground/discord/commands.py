"""The commands that bots have registered, globally and for one server, and Discord's rules."""

from collections.abc import Sequence
from typing import Any, cast

from bot.playground.discord import refusals
from bot.playground.discord.events import Event, Hub
from bot.playground.discord.models import Application
from bot.playground.discord.refusals import Json, Mistakes, objects
from bot.playground.discord.state import State

SLASH, USER_MENU, MESSAGE_MENU = 1, 2, 3
SUBCOMMAND, GROUP = 1, 2
MOST = {SLASH: 100, USER_MENU: 15, MESSAGE_MENU: 15}
MOST_TEXT = 8_000  # characters of names, descriptions and values of one command together

_LOCALES = (
    "id da de en-GB en-US es-ES es-419 fr hr it lt hu nl no pl pt-BR ro fi sv-SE vi tr cs el bg ru"
    " uk hi th zh-CN ja zh-TW ko"
)
LOCALES = frozenset(_LOCALES.split())


class Commands:
    """The registered commands by application and server (None: everywhere), as they are handed
    out: with id, version and every field that Discord fills in."""

    def __init__(self, state: State, hub: Hub) -> None:
        self._state = state
        self._hub = hub
        self._by_scope: dict[tuple[int, int | None], dict[int, Json]] = {}

    def all(self, application: Application, guild_id: int | None) -> list[Json]:
        return list(self._by_scope.get((application.id, guild_id), {}).values())

    def get(self, application: Application, guild_id: int | None, command_id: int) -> Json:
        """Raises Refusal 10063."""
        found = self._by_scope.get((application.id, guild_id), {}).get(command_id)
        if found is None:
            raise refusals.unknown(10063)
        return found

    def replace(self, app: Application, guild_id: int | None, wanted: Sequence[Json]) -> list[Json]:
        """The new list instead of the old one. A command keeps its id where its name and type
        stay. Raises Refusal 50035 and changes nothing where any command is wrong."""
        mistakes = Mistakes()
        for number, body in enumerate(wanted):
            _check(str(number), body, mistakes)
        _check_together(wanted, mistakes)
        mistakes.refuse()
        before = {_key(each): each for each in self.all(app, guild_id)}
        made = [self._made(app, guild_id, body, before.get(_key(body))) for body in wanted]
        self._by_scope[(app.id, guild_id)] = {int(each["id"]): each for each in made}
        self._changed()
        return made

    def put(self, app: Application, guild_id: int | None, body: Json) -> tuple[Json, bool]:
        """One command, new or instead of the one of that name; the bool tells whether it is new."""
        mistakes = Mistakes()
        _check("", body, mistakes)
        mistakes.refuse()
        others = {_key(each): each for each in self.all(app, guild_id)}
        before = others.get(_key(body))
        made = self._made(app, guild_id, body, before)
        self._by_scope.setdefault((app.id, guild_id), {})[int(made["id"])] = made
        self._changed()
        return made, before is None

    def edit(self, app: Application, guild_id: int | None, command_id: int, body: Json) -> Json:
        before = self.get(app, guild_id, command_id)
        mistakes = Mistakes()
        _check("", before | body, mistakes)
        mistakes.refuse()
        made = self._made(app, guild_id, before | body, before)
        self._by_scope[(app.id, guild_id)][command_id] = made
        self._changed()
        return made

    def remove(self, app: Application, guild_id: int | None, command_id: int) -> None:
        self.get(app, guild_id, command_id)
        del self._by_scope[(app.id, guild_id)][command_id]
        self._changed()

    def visible(self, guild_id: int | None) -> list[Json]:
        """What the command picker offers in a server, or in direct messages: a server's own
        command hides a global one of the same name."""
        shown: dict[tuple[int, int, str], Json] = {}
        for (application_id, scope), known in self._by_scope.items():
            if scope is not None and scope != guild_id:
                continue
            for each in known.values():
                key = (application_id, *_key(each))
                if key not in shown or scope is not None:
                    shown[key] = each
        context = 1 if guild_id is None else 0
        return [each for each in shown.values() if context in (each["contexts"] or (0, 1, 2))]

    def find(self, guild_id: int | None, command_id: int) -> Json:
        """A command that is visible there. Raises Refusal 10063."""
        for each in self.visible(guild_id):
            if each["id"] == str(command_id):
                return each
        raise refusals.unknown(10063)

    def named(self, guild_id: int | None, name: str, kind: int = SLASH) -> Json:
        """A visible command by its name. Raises Refusal 10063."""
        for each in self.visible(guild_id):
            if each["name"] == name and each["type"] == kind:
                return each
        raise refusals.unknown(10063)

    def _made(
        self, app: Application, guild_id: int | None, body: Json, before: Json | None
    ) -> Json:
        kind = body.get("type") or SLASH
        permissions = body.get("default_member_permissions")
        made: Json = {
            "id": str(self._state.ids.next()) if before is None else before["id"],
            "application_id": str(app.id),
            "version": str(self._state.ids.next()),
            "default_member_permissions": None if permissions is None else str(permissions),
            "type": kind,
            "name": body["name"],
            "name_localizations": body.get("name_localizations") or None,
            "description": body.get("description") or "" if kind == SLASH else "",
            "description_localizations": body.get("description_localizations") or None,
            "dm_permission": body.get("dm_permission", True) is not False,
            "contexts": body.get("contexts"),
            "integration_types": body.get("integration_types") or [0],
            "nsfw": bool(body.get("nsfw", False)),
        }
        if made["contexts"] is None and not made["dm_permission"]:
            made["contexts"] = [0]
        if guild_id is not None:
            made["guild_id"] = str(guild_id)
        if kind == SLASH and body.get("options"):
            made["options"] = [_option(each) for each in objects(body["options"])]
        return made

    def _changed(self) -> None:
        self._hub.publish(Event("commands", {}))


def _key(command: Json) -> tuple[int, str]:
    return command.get("type") or SLASH, str(command.get("name"))


def _option(option: Json) -> Json:
    """An option as it is handed out: without what is null, with both localizations."""
    made = {key: value for key, value in option.items() if value is not None}
    if "options" in made:
        made["options"] = [_option(each) for each in objects(made["options"])]
    made.setdefault("name_localizations", None)
    made.setdefault("description_localizations", None)
    return made


def _check_together(commands: Sequence[Json], mistakes: Mistakes) -> None:
    seen: set[tuple[int, str]] = set()
    for number, each in enumerate(commands):
        if _key(each) in seen:
            text = "Application command names must be unique"
            mistakes.add(str(number), "APPLICATION_COMMANDS_DUPLICATE_NAME", text)
        seen.add(_key(each))
    for kind, most in MOST.items():
        if sum(each.get("type", SLASH) == kind for each in commands) > most:
            mistakes.add("", "BASE_TYPE_MAX_LENGTH", f"Must be {most} or fewer in length.")


def _check(path: str, command: Json, mistakes: Mistakes) -> None:
    kind = command.get("type") or SLASH
    at = f"{path}." if path else ""
    if kind not in MOST:
        mistakes.choice(f"{at}type", "Value must be one of (1, 2, 3).")
        return
    _check_name(at, command, mistakes, slash=kind == SLASH)
    if kind != SLASH:
        if command.get("description"):
            text = "Context menu commands cannot have description"
            mistakes.add(f"{at}description", "APPLICATION_COMMAND_INVALID_DESCRIPTION", text)
        return
    _check_description(at, command, mistakes)
    _check_options(at, objects(command.get("options")), mistakes)
    if _text_length(command) > MOST_TEXT:
        text = f"Command exceeds maximum size ({MOST_TEXT})"
        mistakes.add(path, "APPLICATION_COMMAND_TOO_LARGE", text)


def _check_name(at: str, named: Json, mistakes: Mistakes, *, slash: bool) -> None:
    names = {"name": named.get("name")}
    for locale, name in cast("Json", named.get("name_localizations") or {}).items():
        if locale not in LOCALES:
            mistakes.choice(f"{at}name_localizations.{locale}", "Not a locale.")
        names[f"name_localizations.{locale}"] = name
    for path, name in names.items():
        if not isinstance(name, str) or not 1 <= len(name) <= 32:
            message = "Must be between 1 and 32 in length."
            mistakes.add(f"{at}{path}", "BASE_TYPE_BAD_LENGTH", message)
        elif slash and not _is_name(name):
            message = "Command name is invalid"
            mistakes.add(f"{at}{path}", "APPLICATION_COMMAND_INVALID_NAME", message)


def _is_name(name: str) -> bool:
    """Letters of any script, digits, dash, underscore, apostrophe; lower case where it exists."""
    return name == name.lower() and all(each.isalnum() or each in "-_'" for each in name)


def _check_description(at: str, described: Json, mistakes: Mistakes) -> None:
    texts = {"description": described.get("description")}
    for locale, text in cast("Json", described.get("description_localizations") or {}).items():
        texts[f"description_localizations.{locale}"] = text
    for path, text in texts.items():
        if not isinstance(text, str) or not 1 <= len(text) <= 100:
            message = "Must be between 1 and 100 in length."
            mistakes.add(f"{at}{path}", "BASE_TYPE_BAD_LENGTH", message)


def _check_options(at: str, options: Sequence[Json], mistakes: Mistakes) -> None:
    if len(options) > 25:
        mistakes.add(f"{at}options", "BASE_TYPE_MAX_LENGTH", "Must be 25 or fewer in length.")
    seen: set[Any] = set()
    optional_before = False
    for number, option in enumerate(options):
        path = f"{at}options.{number}."
        _check_name(path, option, mistakes, slash=True)
        _check_description(path, option, mistakes)
        if option.get("name") in seen:
            text = "Option names must be unique"
            mistakes.add(f"{path}name", "APPLICATION_COMMAND_OPTIONS_NAME_DUPLICATED", text)
        seen.add(option.get("name"))
        if option.get("type") not in range(1, 12):
            mistakes.choice(f"{path}type", "Value must be one of 1 to 11.")
        required = bool(option.get("required"))
        if required and optional_before:
            text = "Required options must be placed before non-required options"
            mistakes.add(path[:-1], "APPLICATION_COMMAND_OPTIONS_REQUIRED_INVALID", text)
        optional_before = optional_before or not required
        _check_choices(path, option, mistakes)
        if option.get("type") in (SUBCOMMAND, GROUP):
            _check_options(path, objects(option.get("options")), mistakes)


def _check_choices(at: str, option: Json, mistakes: Mistakes) -> None:
    choices = objects(option.get("choices"))
    if len(choices) > 25:
        mistakes.add(f"{at}choices", "BASE_TYPE_MAX_LENGTH", "Must be 25 or fewer in length.")
    if choices and option.get("autocomplete"):
        text = "Autocomplete and choices exclude each other"
        mistakes.add(f"{at}autocomplete", "APPLICATION_COMMAND_AUTOCOMPLETE_CHOICES", text)
    for number, choice in enumerate(choices):
        name = choice.get("name")
        if not isinstance(name, str) or not 1 <= len(name) <= 100:
            message = "Must be between 1 and 100 in length."
            mistakes.add(f"{at}choices.{number}.name", "BASE_TYPE_BAD_LENGTH", message)
        mistakes.longer(f"{at}choices.{number}.value", choice.get("value"), 100)


def _text_length(part: Json) -> int:
    """The longest of each text's languages counts."""
    length = 0
    for key in ("name", "description"):
        texts = [part.get(key), *cast("Json", part.get(f"{key}_localizations") or {}).values()]
        length += max(len(str(text or "")) for text in texts)
    length += sum(len(str(each.get("value", ""))) for each in objects(part.get("choices")))
    return length + sum(_text_length(each) for each in objects(part.get("options")))
