"""What a person filled into a command, as the client sends it: checked, typed and resolved."""

from collections.abc import Mapping, Sequence
from typing import Any

from bot.playground.discord import shapes, wire
from bot.playground.discord.commands import GROUP, SUBCOMMAND
from bot.playground.discord.models import Channel, Guild
from bot.playground.discord.refusals import Json, Mistakes, objects
from bot.playground.discord.snowflakes import parse
from bot.playground.discord.state import State

STRING, INTEGER, BOOLEAN, USER, CHANNEL, ROLE, MENTIONABLE, NUMBER = range(3, 11)


def options_of(command: Json, path: Sequence[str], values: Mapping[str, object]) -> list[Json]:
    """`values` by option name as options on the wire; `path` names group and subcommand."""
    known = objects(command.get("options"))
    if path:
        inner = next(each for each in known if each["name"] == path[0])
        nested = options_of(inner, path[1:], values)
        return [{"name": inner["name"], "type": inner["type"], "options": nested}]
    kinds = {each["name"]: each["type"] for each in known}
    return [
        {"name": name, "type": kinds.get(name, STRING), "value": value}
        for name, value in values.items()
    ]


def full_name(command: Json, options: Sequence[Json]) -> str:
    """ "feeds add": the command with group and subcommand, as Discord shows it."""
    for option in options:
        if option.get("type") in (SUBCOMMAND, GROUP):
            return f"{command['name']} {full_name(option, objects(option.get('options')))}"
    return str(command["name"])


class Invocation:
    """Builds the `data` of an interaction of type 2 or 4."""

    def __init__(self, state: State, guild: Guild | None) -> None:
        self._state = state
        self._guild = guild
        self._resolved: Json = {}
        self._mistakes = Mistakes()

    def slash(self, command: Json, options: Sequence[Json], *, typing: bool = False) -> Json:
        """`typing`: for autocomplete, where nothing need be complete yet. Raises Refusal 50035
        for what Discord's client would not let a person send."""
        checked = self._options("", objects(command.get("options")), options, typing=typing)
        self._mistakes.refuse()
        data = _head(command)
        if checked or command.get("options"):
            data["options"] = checked
        if self._resolved:
            data["resolved"] = self._resolved
        return data

    def menu(self, command: Json, channel: Channel, target: int) -> Json:
        """A command of a message's or a person's menu."""
        data = _head(command) | {"target_id": str(target)}
        if command["type"] == 2:
            self._person(target)
        else:
            message = self._state.message(channel.id, target)
            described = wire.message(self._state, message)
            self._resolved["messages"] = {str(target): described}
        return data | {"resolved": self._resolved}

    def chosen(self, menu: Json, values: Sequence[str]) -> Json:
        """What a person chose in a select menu: `values`, and `resolved` for people and such."""
        least, most = menu.get("min_values", 1), menu.get("max_values", 1)
        if not least <= len(values) <= most:
            text = f"Must be between {least} and {most} in length."
            self._mistakes.add("values", "BASE_TYPE_BAD_LENGTH", text)
        if menu["type"] == 3:
            known = {each["value"] for each in objects(menu.get("options"))}
            if not known >= set(values):
                self._mistakes.choice("values", "There is no such choice.")
        else:
            kinds = {5: USER, 6: ROLE, 7: MENTIONABLE, 8: CHANNEL}
            for value in values:
                self._reference("values", kinds[menu["type"]], value)
        self._mistakes.refuse()
        data: Json = {"values": list(values)}
        return data | ({"resolved": self._resolved} if self._resolved else {})

    def _options(
        self, at: str, known: Sequence[Json], given: Sequence[Json], *, typing: bool
    ) -> list[Json]:
        by_name = {each["name"]: each for each in known}
        made: list[Json] = []
        for option in given:
            name = option.get("name")
            if name not in by_name:
                self._mistakes.choice(f"{at}{name}", "There is no such option.")
                continue
            spec = by_name[name]
            described: Json = {"name": name, "type": spec["type"]}
            if spec["type"] in (SUBCOMMAND, GROUP):
                inner, nested = objects(spec.get("options")), objects(option.get("options"))
                described["options"] = self._options(f"{at}{name}.", inner, nested, typing=typing)
            else:
                focused = typing and bool(option.get("focused"))
                value = option.get("value")
                described["value"] = value if focused else self._value(f"{at}{name}", spec, value)
                if focused:
                    described["focused"] = True
            made.append(described)
        if not typing:
            present = {each["name"] for each in made}
            for spec in known:
                if spec.get("required") and spec["name"] not in present:
                    self._mistakes.required(f"{at}{spec['name']}")
        return made

    def _value(self, path: str, spec: Json, value: Any) -> Any:
        kind = spec["type"]
        if kind in (USER, CHANNEL, ROLE, MENTIONABLE):
            return self._reference(path, kind, value)
        good = {
            STRING: isinstance(value, str),
            INTEGER: isinstance(value, int) and not isinstance(value, bool),
            BOOLEAN: isinstance(value, bool),
            NUMBER: isinstance(value, int | float) and not isinstance(value, bool),
        }
        if not good.get(kind, False):
            self._mistakes.add(path, "BASE_TYPE_INVALID", "The value is not of the option's type.")
            return value
        choices = [each["value"] for each in objects(spec.get("choices"))]
        if choices and value not in choices:
            self._mistakes.choice(path, f"Value must be one of {choices}.")
        if kind == STRING:
            if not spec.get("min_length", 0) <= len(str(value)) <= spec.get("max_length", 6_000):
                self._mistakes.add(path, "BASE_TYPE_BAD_LENGTH", "The text is too short or long.")
        elif kind in (INTEGER, NUMBER) and not (
            spec.get("min_value", value) <= value <= spec.get("max_value", value)
        ):
            self._mistakes.add(path, "NUMBER_TYPE_MAX", "The number is out of range.")
        return value

    def _reference(self, path: str, kind: int, value: Any) -> str:
        number = parse(value)
        guild = self._guild
        if number is not None and kind in (USER, MENTIONABLE) and number in self._state.users:
            self._person(number)
        elif (
            number is not None
            and guild is not None
            and kind in (ROLE, MENTIONABLE)
            and (number in guild.roles)
        ):
            roles = self._resolved.setdefault("roles", {})
            roles[str(number)] = shapes.role(guild.roles[number])
        elif number is not None and kind == CHANNEL and number in self._state.channels:
            channel = self._state.channels[number]
            described = shapes.channel(channel) | {"permissions": "0"}
            self._resolved.setdefault("channels", {})[str(number)] = described
        else:
            self._mistakes.add(path, "BASE_TYPE_INVALID", "There is no such thing here.")
        return str(value)

    def _person(self, user_id: int) -> None:
        user = self._state.user(user_id)
        self._resolved.setdefault("users", {})[str(user_id)] = shapes.user(user)
        if self._guild is not None and user_id in self._guild.members:
            member = shapes.member(self._guild.members[user_id], with_user=False)
            member["permissions"] = "0"
            self._resolved.setdefault("members", {})[str(user_id)] = member


def _head(command: Json) -> Json:
    data = {key: command[key] for key in ("id", "name", "type")}
    if "guild_id" in command:
        data["guild_id"] = command["guild_id"]
    return data
