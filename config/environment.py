"""From names in the environment to one nested mapping, and from mistakes back to sentences.

`poll.news` is called `PARKETT_POLL__NEWS`; four names have no prefix, as hosts set them.
"""

from collections.abc import Iterator, Mapping
from dataclasses import dataclass
from difflib import get_close_matches
from pathlib import Path
from typing import Any, get_args, get_origin

from pydantic import BaseModel, SecretStr, ValidationError
from pydantic.fields import FieldInfo

PREFIX = "PARKETT_"
FOR_TESTS = "PARKETT_TEST_"  # read by the test suite, not by the program
UNPREFIXED = frozenset({"discord_token", "database_url", "discord_api_url", "discord_gateway_url"})
_LONGEST_SHOWN = 80  # characters of a wrong value


@dataclass(frozen=True, slots=True)
class Takes:
    """What a setting takes, as the end of the sentence “PARKETT_… takes …”."""

    what: str
    secret: bool = False


@dataclass(frozen=True, slots=True)
class Setting:
    """One setting by the name that an operator writes."""

    name: str
    path: tuple[str, ...]
    takes: str
    secret: bool
    description: str


def settings_of(model: type[BaseModel], keys: Mapping[str, tuple[str, ...]]) -> list[Setting]:
    """All settings of the model in its order; `keys` names the entries of each mapping in it."""
    return list(_walk(model, (), keys))


def read(environ: Mapping[str, str], env_file: Path | None) -> tuple[dict[str, str], list[str]]:
    """All that is set, the environment before the file, and what is wrong with the file."""
    mistakes: list[str] = []
    given: dict[str, str] = {}
    if env_file is not None and env_file.exists():
        from dotenv import dotenv_values

        try:
            found = dotenv_values(env_file, interpolate=False, encoding="utf-8-sig")
        except (OSError, UnicodeDecodeError) as error:
            reason = getattr(error, "strerror", None) or "it is not UTF-8 text"
            mistakes.append(f"The settings file {env_file} cannot be read: {reason}.")
        else:
            given.update({name: value for name, value in found.items() if value is not None})
    given.update(environ)
    return {name: value.strip() for name, value in given.items() if value.strip()}, mistakes


def nest(given: Mapping[str, str], known: list[Setting]) -> tuple[dict[str, Any], list[str]]:
    """The values by their paths, and a sentence for each of our names that is no setting."""
    by_name = {setting.name: setting for setting in known}
    nested: dict[str, Any] = {}
    mistakes: list[str] = []
    for name in sorted(given):
        setting = by_name.get(name)
        if setting is not None:
            inner = nested
            for step in setting.path[:-1]:
                inner = inner.setdefault(step, {})
            inner[setting.path[-1]] = given[name]
        elif name.upper().startswith(PREFIX) and not name.startswith(FOR_TESTS):
            near = get_close_matches(name.upper(), by_name, n=1, cutoff=0.6)
            hint = f"; did you mean {near[0]}?" if near else "."
            mistakes.append(f"{shown(name)} is not a setting{hint}")
    return nested, mistakes


def sentences(error: ValidationError, known: list[Setting], given: Mapping[str, str]) -> list[str]:
    """One sentence for each setting that is wrong, by name; a secret's value is never told."""
    wrong = {tuple(map(str, one["loc"])) for one in error.errors(include_input=False)}
    found: list[str] = []
    for setting in known:
        depth = len(setting.path)
        if any(location[:depth] == setting.path for location in wrong):
            ending = "." if setting.secret else f", not “{shown(given.get(setting.name, ''))}”."
            found.append(f"{setting.name} takes {setting.takes}{ending}")
    return found


def shown(value: str) -> str:
    """A value as it may stand in a message: one line, clipped, without control characters."""
    text = "".join(one if one.isprintable() else "�" for one in value)
    return text if len(text) <= _LONGEST_SHOWN else text[: _LONGEST_SHOWN - 1] + "…"


def _walk(
    model: type[BaseModel], path: tuple[str, ...], keys: Mapping[str, tuple[str, ...]]
) -> Iterator[Setting]:
    for field_name, field in model.model_fields.items():
        here = (*path, field_name)
        inner = _model_in(field)
        if inner is None:
            yield _setting(here, field)
        elif get_origin(field.annotation) is dict:
            for key in keys[field_name]:
                yield from _walk(inner, (*here, key), keys)
        else:
            yield from _walk(inner, here, keys)


def _model_in(field: FieldInfo) -> type[BaseModel] | None:
    for one in (field.annotation, *get_args(field.annotation)):
        if isinstance(one, type) and issubclass(one, BaseModel):
            return one
    return None


def _setting(path: tuple[str, ...], field: FieldInfo) -> Setting:
    takes = _takes(field)
    secret = takes.secret or SecretStr in (field.annotation, *get_args(field.annotation))
    name = "__".join(path).upper()
    if path[0] not in UNPREFIXED:
        name = PREFIX + name
    return Setting(name, path, takes.what, secret, field.description or "")


def _takes(field: FieldInfo) -> Takes:
    # `X | None` keeps what was said about X on X itself.
    of_choices = (one for choice in get_args(field.annotation) for one in _metadata(choice))
    for one in (*field.metadata, *of_choices):
        if isinstance(one, Takes):
            return one
    return Takes("a text")


def _metadata(annotation: object) -> tuple[object, ...]:
    return getattr(annotation, "__metadata__", ())
