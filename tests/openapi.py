"""Judges what went over the wire to our Discord against Discord's own description of its API.

The description lies outside the project (`../shared/discord/openapi.json`); where it is absent,
nothing is judged. It lets through what it does not name, so fields of a request that no schema
knows are complaints too; the rules that it lacks are refused by the playground itself.
"""

from collections.abc import Iterable, Iterator
from functools import cache
from pathlib import Path
from typing import Any

import jsonschema
import orjson
import pytest
from jsonschema.protocols import Validator
from referencing import Registry, Resource
from referencing.jsonschema import DRAFT202012

from bot.playground.discord.recorder import Exchange

SPEC = Path(__file__).resolve().parents[2] / "shared" / "discord" / "openapi.json"
# In the written documents, and missing in the description: of a command, an answer, an embed,
# and what Discord itself has filled into an embed that is sent back to it.
_DOCUMENTED = frozenset({"nsfw", "tts", "flags", "proxy_url", "proxy_icon_url", "content_type"})
# What discord.py sends, and Discord overlooks: the type of a forum's post.
_OVERLOOKED = {"/channels/{channel_id}/threads": ".type"}


class Description:
    """The published description; schemas are looked up and compiled once."""

    def __init__(self, spec: dict[str, Any]) -> None:
        self._spec = spec
        schemas = spec["components"]["schemas"]
        schemas["SnowflakeType"]["type"] = ["string", "integer"]
        # The written documents know this kind of channel; discord.py names it beside the forum.
        schemas["ChannelTypes"]["oneOf"].append({"title": "GUILD_MEDIA", "const": 16})
        resource = Resource(contents=spec, specification=DRAFT202012)
        self._registry = Registry().with_resource("spec", resource)
        self._validators: dict[int, Validator] = {}
        self._verdicts: dict[tuple[int, bytes], list[str]] = {}

    def complaints(self, exchange: Exchange) -> list[str]:
        """What is wrong with the request, if it was answered well, and with the answer."""
        operation = self._operation(exchange)
        if operation is None:
            return [f"{exchange.method} {exchange.path} is not in the description"]
        where = f"{exchange.method} {exchange.template}"
        found: list[str] = []
        if exchange.body is not None and 200 <= exchange.status < 300:
            schema = self._request_schema(operation, multipart=exchange.multipart)
            if schema is None:
                found.append(f"{where} takes no body")
            else:
                wrong = self._check(schema, exchange.body, closed=True)
                overlooked = f"unknown field {_OVERLOOKED.get(exchange.template)}"
                wrong = [each for each in wrong if each != overlooked]
                found += [f"{where} request: {each}" for each in wrong]
        if exchange.answer is not None and not exchange.lost:
            schema = self._answer_schema(operation, exchange.status)
            if schema is not None:
                wrong = self._check(schema, _without_details(exchange), closed=False)
                found += [f"{where} {exchange.status} answer: {each}" for each in wrong]
            elif exchange.status < 400:
                found.append(f"{where} never answers {exchange.status} with a body")
        return found

    def _operation(self, exchange: Exchange) -> dict[str, Any] | None:
        if not exchange.template:
            return None
        item = self._spec["paths"].get(exchange.template)
        if item is None:
            names = {"/applications/{application_id}/commands/{command_id}"}
            return {} if exchange.template in names else None
        return item.get(exchange.method.lower())

    def _request_schema(self, operation: dict[str, Any], *, multipart: bool) -> Any:
        content = operation.get("requestBody", {}).get("content", {})
        return content.get("multipart/form-data" if multipart else "application/json", {}).get(
            "schema"
        )

    def _answer_schema(self, operation: dict[str, Any], status: int) -> Any:
        answers = operation.get("responses", {})
        found = answers.get(str(status)) or answers.get(f"{status // 100}XX")
        if found is None:
            return None
        if "$ref" in found:
            found = self._resolve(found)
        return found.get("content", {}).get("application/json", {}).get("schema")

    def _check(self, schema: Any, instance: Any, *, closed: bool) -> list[str]:
        key = (id(schema), orjson.dumps(instance, option=orjson.OPT_SORT_KEYS))
        if key not in self._verdicts:
            validator = self._validator(schema)
            wrong = [_told(each) for each in validator.iter_errors(instance)]
            if closed and not wrong:
                wrong = [f"unknown field {each}" for each in self._unknown(schema, instance, "")]
            self._verdicts[key] = wrong
        return self._verdicts[key]

    def _validator(self, schema: Any) -> Validator:
        if id(schema) not in self._validators:
            rooted = jsonschema.Draft202012Validator(_rebased(schema), registry=self._registry)
            self._validators[id(schema)] = rooted
        return self._validators[id(schema)]

    def _resolve(self, schema: dict[str, Any]) -> dict[str, Any]:
        while "$ref" in schema:
            node: Any = self._spec
            for part in schema["$ref"].removeprefix("#/").split("/"):
                node = node[part]
            schema = node
        return schema

    def _unknown(self, schema: Any, instance: Any, path: str) -> list[str]:
        """Fields that no schema names, in the branch of each union that leaves the fewest."""
        schema = self._resolve(schema)
        branches = schema.get("oneOf") or schema.get("anyOf")
        if branches:
            fitting = [each for each in branches if self._validator(each).is_valid(instance)]
            return min((self._unknown(each, instance, path) for each in fitting), key=len)
        if isinstance(instance, list) and "items" in schema:
            found: list[str] = []
            for number, each in enumerate(instance):
                found += self._unknown(schema["items"], each, f"{path}.{number}")
            return found
        if not isinstance(instance, dict):
            return []
        known = dict(self._properties(schema))
        if not known or schema.get("additionalProperties"):
            return []
        found = [f"{path}.{key}" for key in instance if key not in known and key not in _DOCUMENTED]
        for key, value in instance.items():
            if key in known:
                found += self._unknown(known[key], value, f"{path}.{key}")
        return found

    def _properties(self, schema: dict[str, Any]) -> Iterator[tuple[str, Any]]:
        schema = self._resolve(schema)
        yield from schema.get("properties", {}).items()
        for part in schema.get("allOf", ()):
            yield from self._properties(part)


def _rebased(schema: Any) -> Any:
    """References made absolute, so that they are found in the registry."""
    if isinstance(schema, dict):
        return {
            key: f"spec{value}" if key == "$ref" and value.startswith("#") else _rebased(value)
            for key, value in schema.items()
        }
    return [_rebased(each) for each in schema] if isinstance(schema, list) else schema


def _without_details(exchange: Exchange) -> Any:
    """An error's details have words as codes in the documents, numbers in the description."""
    if exchange.status < 400 or not isinstance(exchange.answer, dict):
        return exchange.answer
    return {key: value for key, value in exchange.answer.items() if key != "errors"}


def _told(error: jsonschema.ValidationError) -> str:
    """The deepest reason: a union's own message says nothing."""
    best = jsonschema.exceptions.best_match([error]) or error
    path = ".".join(map(str, best.absolute_path))
    return f"{path or 'the whole'}: {best.message[:300]}"


@cache
def description() -> Description | None:
    """Discord's description, read once; None where it is absent."""
    return Description(orjson.loads(SPEC.read_bytes())) if SPEC.is_file() else None


def complaints(exchanges: Iterable[Exchange]) -> list[str]:
    """Everything wrong with them; nothing where the description is absent."""
    judge = description()
    if judge is None:
        return []
    found: dict[str, None] = {}
    for exchange in exchanges:
        if exchange.status not in (401, 429) and exchange.template and not exchange.lost:
            found |= dict.fromkeys(judge.complaints(exchange))
    return list(found)


@pytest.fixture
def judge() -> Description:
    """The description; a test that needs it is skipped where it is absent."""
    found = description()
    if found is None:
        pytest.skip("Discord's description of its API is not on this machine")
    return found
