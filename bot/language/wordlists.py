"""Lists of words live in TOML files beside the code that knows what they mean; read once."""

import tomllib
from collections.abc import Mapping
from functools import cache
from pathlib import Path
from typing import cast

_HERE = Path(__file__).parent / "tables"


@cache
def table(name: str, folder: Path = _HERE) -> Mapping[str, object]:
    """The file `name`.toml of that folder."""
    return tomllib.loads((folder / f"{name}.toml").read_text(encoding="utf-8"))


def words_in(value: object) -> tuple[str, ...]:
    """The words of a block of words, in order."""
    return tuple(str(value).split())


def folded_words(value: object) -> tuple[str, ...]:
    """The same as texts are folded: "größer" as "grösser"."""
    return words_in(str(value).casefold())


def alternatives(value: object) -> tuple[str, ...]:
    """The parts of a block that are separated by "|", which may contain blanks."""
    return tuple(part.strip() for part in str(value).split("|") if part.strip())


def section(value: object) -> Mapping[str, str]:
    """A table of a file whose values are all text."""
    return cast("Mapping[str, str]", value)
