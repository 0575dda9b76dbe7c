"""Answers to values: JSON with exact numbers, XML without its dangers, and safe ways to walk them.

What a source sends is untrusted. Parsing either gives a plain value or raises BadAnswer; walking
never raises: what is not there, or is of another kind, is None or empty.
"""

import json
from collections.abc import Mapping, Sequence
from decimal import Decimal, InvalidOperation
from typing import NoReturn, cast
from xml.etree.ElementTree import Element, ParseError, TreeBuilder, XMLParser

from bot.errors import BadAnswer, TooLarge
from bot.web.fetcher import Page

MOST_BYTES = 8 * 1024 * 1024
LARGEST_EXPONENT = 30  # beyond, a Decimal is no price, and using it may take all memory
EMPTY: Mapping[str, object] = {}


def parse_json(answer: Page | bytes, source: str) -> object:
    """The JSON value with Decimal numbers. Raises BadAnswer or TooLarge."""
    body = answer.body if isinstance(answer, Page) else answer
    if len(body) > MOST_BYTES:
        raise TooLarge(source=source, limit="8 MB")

    def refuse(reason: str) -> NoReturn:
        raise BadAnswer(source=source, reason=reason)

    try:
        return json.loads(
            body, parse_float=_exact, parse_constant=lambda word: refuse(f"{word} is no number")
        )
    except RecursionError:
        refuse("it is nested too deeply")
    except (ValueError, InvalidOperation):
        refuse(_hint(body))


def parse_xml(body: bytes, source: str) -> Element:
    """The root of an XML document without a document type. Raises BadAnswer or TooLarge."""
    if len(body) > MOST_BYTES:
        raise TooLarge(source=source, limit="8 MB")
    parser = XMLParser(target=_PlainTree())  # noqa: S314 - without DTD there are no entities
    try:
        parser.feed(body)
        return parser.close()
    except _DocumentType:
        raise BadAnswer(source=source, reason="it declares a document type") from None
    except (ParseError, ValueError, LookupError):
        raise BadAnswer(source=source, reason="it is not XML") from None


class _DocumentType(Exception):
    """Entities and external files begin with one; no source of ours needs it."""


class _PlainTree(TreeBuilder):
    def doctype(self, *_: object) -> NoReturn:
        raise _DocumentType


def dig(value: object, *path: str | int) -> object:
    """What stands at a path of keys and positions, None if there is nothing."""
    for step in path:
        if isinstance(step, str):
            value = as_mapping(value).get(step)
        else:
            items = as_list(value)
            value = items[step] if -len(items) <= step < len(items) else None
    return value


def as_mapping(value: object) -> Mapping[str, object]:
    """The object, or an empty one."""
    return cast("Mapping[str, object]", value) if isinstance(value, dict) else EMPTY


def as_list(value: object) -> Sequence[object]:
    """The array, or an empty one."""
    return cast("Sequence[object]", value) if isinstance(value, list) else ()


def text(value: object) -> str | None:
    """A string that is not blank, without blanks around it."""
    return value.strip() or None if isinstance(value, str) else None


def number(value: object) -> Decimal | None:
    """A finite number as Decimal; a boolean or a string is none."""
    if isinstance(value, bool):
        return None
    if isinstance(value, int):
        return Decimal(value)
    return value if isinstance(value, Decimal) and value.is_finite() else None


def integer(value: object) -> int | None:
    """A whole number; 12.0 is one, 12.5 is none."""
    exact = number(value)
    return int(exact) if exact is not None and exact == exact.to_integral_value() else None


def _exact(digits: str) -> Decimal:
    value = Decimal(digits)
    if abs(value.adjusted()) > LARGEST_EXPONENT and value:
        raise ValueError("out of range")
    return value


def _hint(body: bytes) -> str:
    """What it seems to be instead, since that tells an operator most."""
    head = body[:500].lstrip().lower()
    if not head:
        return "it is empty"
    if head.startswith((b"<!doctype html", b"<html")):
        return "it is a web page instead of data"
    return "it is not JSON"
