"""A form that a person filled in, as the client sends it."""

from collections.abc import Mapping, Sequence

from bot.playground.discord.components import LABEL, ROW, SELECTS, TEXT_INPUT, preset
from bot.playground.discord.refusals import Json, Mistakes, objects

Fields = Mapping[str, str | Sequence[str]]


def filled_in(form: Json, fields: Fields) -> Json:
    """`data` of an interaction of type 5. Raises Refusal 50035 for a field that is missing, too
    short or too long."""
    mistakes = Mistakes()
    parts = [_part(each, fields, mistakes) for each in objects(form.get("components"))]
    mistakes.refuse()
    return {"custom_id": form["custom_id"], "components": parts}


def _part(component: Json, fields: Fields, mistakes: Mistakes) -> Json:
    kind = component["type"]
    described: Json = {"type": kind, "id": component["id"]}
    if kind == ROW:
        inner = objects(component["components"])
        return described | {"components": [_part(each, fields, mistakes) for each in inner]}
    if kind == LABEL:
        return described | {"component": _part(component["component"], fields, mistakes)}
    name = component.get("custom_id")
    if name is None:
        return described
    described["custom_id"] = name
    given = fields.get(name)
    if kind == TEXT_INPUT:
        text = given if isinstance(given, str) else str(component.get("value") or "")
        least = component.get("min_length", 0)
        if component.get("required", True) and not text:
            mistakes.required(name)
        elif text and not least <= len(text) <= component.get("max_length", 4_000):
            mistakes.add(name, "BASE_TYPE_BAD_LENGTH", "The text is too short or too long.")
        return described | {"value": text}
    if kind in SELECTS:
        values = [given] if isinstance(given, str) else list(given or ())
        if given is None:
            values = preset(component)
        if component.get("required", True) and not values:
            mistakes.required(name)
        return described | {"values": values}
    return described
