"""Buttons, menus and layouts: Discord's rules for them, and the form they are handed out in."""

from collections.abc import Callable, Iterator, Sequence
from typing import Any, cast

from bot.playground.discord.refusals import Json, Mistakes

ROW, BUTTON, TEXT_INPUT, SECTION, TEXT, THUMBNAIL = 1, 2, 4, 9, 10, 11
GALLERY, FILE, SEPARATOR, CONTAINER, LABEL = 12, 13, 14, 17, 18
SELECTS = (3, 5, 6, 7, 8)
LAYOUT = (SECTION, TEXT, THUMBNAIL, GALLERY, FILE, SEPARATOR, CONTAINER)
MOST_IN_LAYOUT = 40
MOST_LAYOUT_TEXT = 4_000  # characters of all text displays together


def walk(components: Sequence[Json]) -> Iterator[Json]:
    """Every component, depth first."""
    for component in components:
        yield component
        nested = [*(component.get("components") or ())]
        nested += [component[key] for key in ("accessory", "component") if component.get(key)]
        yield from walk(nested)


def preset(menu: Json) -> list[str]:
    """What is chosen in a menu until somebody chooses."""
    words = [each["value"] for each in menu.get("options") or () if each.get("default")]
    return words + [each["id"] for each in menu.get("default_values") or ()]


def find(components: Sequence[Json], custom_id: str) -> Json | None:
    return next((each for each in walk(components) if each.get("custom_id") == custom_id), None)


_FILLED_IN: dict[int, Json] = {
    THUMBNAIL: {"description": None, "spoiler": False},
    FILE: {"spoiler": False},
    SEPARATOR: {"divider": True, "spacing": 1},
    CONTAINER: {"accent_color": None, "spoiler": False},
}


def numbered(components: Sequence[Json], media: Callable[[str], Json]) -> list[Json]:
    """A copy as Discord hands it out: each has an id and what it may leave out; `media` tells
    what an address of a picture or file becomes."""
    copy = [_copy(component, media) for component in components]
    taken = {each["id"] for each in walk(copy) if "id" in each}
    number = 1
    for each in walk(copy):
        for key, value in _FILLED_IN.get(each["type"], {}).items():
            each.setdefault(key, value)
        for item in each.get("items", ()):
            item.setdefault("description", None)
            item.setdefault("spoiler", False)
        if "id" not in each:
            while number in taken:
                number += 1
            taken.add(number)
            each["id"] = number
    return copy


def _copy(value: Any, media: Callable[[str], Json]) -> Any:
    if isinstance(value, list):
        return [_copy(each, media) for each in cast("list[Any]", value)]
    if not isinstance(value, dict):
        return value
    made: Json = {}
    for key, each in cast("Json", value).items():
        if key in ("media", "file"):
            made[key] = media(str(each["url"]))
        elif key == "default_values":  # numbers come in, text goes out, as everywhere
            made[key] = [one | {"id": str(one["id"])} for one in each or ()]
        elif each is not None:
            made[key] = _copy(each, media)
    return made


def check_message(components: Sequence[Json], *, layout: bool, mistakes: Mistakes) -> None:
    """The components of a message; `layout` is the Components V2 flag."""
    checker = _Checker(mistakes)
    if not layout and len(components) > 5:
        mistakes.add("components", "BASE_TYPE_BAD_LENGTH", "Must be between 1 and 5 in length.")
    for number, component in enumerate(components):
        path = f"components.{number}"
        kind = component.get("type")
        if kind != ROW and not (layout and kind in LAYOUT and kind != THUMBNAIL):
            mistakes.choice(f"{path}.type", "Value of field 'type' must be one of (1,).")
            continue
        checker.component(path, component)
    if layout:
        every = list(walk(components))
        if not every or len(every) > MOST_IN_LAYOUT:
            message = f"Must be between 1 and {MOST_IN_LAYOUT} in length."
            mistakes.add("components", "BASE_TYPE_BAD_LENGTH", message)
        text = sum(len(str(each.get("content", ""))) for each in every if each.get("type") == TEXT)
        if text > MOST_LAYOUT_TEXT:
            message = f"Text of all components exceeds {MOST_LAYOUT_TEXT} characters."
            mistakes.add("components", "COMPONENT_MAX_TOTAL_TEXT_LENGTH", message)


def check_modal(data: Json, mistakes: Mistakes) -> None:
    """`data` of an interaction answer of type 9."""
    title, custom_id = data.get("title"), data.get("custom_id")
    if not isinstance(title, str) or not title:
        mistakes.required("data.title")
    if not isinstance(custom_id, str) or not custom_id:
        mistakes.required("data.custom_id")
    mistakes.longer("data.title", title, 45)
    mistakes.longer("data.custom_id", custom_id, 100)
    components = cast("Sequence[Any]", data.get("components") or ())
    if not 1 <= len(components) <= 5:
        mistakes.add(
            "data.components", "BASE_TYPE_BAD_LENGTH", "Must be between 1 and 5 in length."
        )
    checker = _Checker(mistakes, modal=True)
    for number, component in enumerate(components):
        checker.component(f"data.components.{number}", component)


class _Checker:
    """One walk over the components of one body; custom ids must be unique within it."""

    def __init__(self, mistakes: Mistakes, *, modal: bool = False) -> None:
        self._mistakes = mistakes
        self._modal = modal
        self._seen: set[str] = set()

    def component(self, path: str, component: Json) -> None:
        kind = component.get("type")
        if kind == ROW:
            self._row(path, component)
        elif kind == BUTTON:
            self._button(path, component)
        elif kind in SELECTS:
            self._select(path, component)
        elif kind == TEXT_INPUT and self._modal:
            self._text_input(path, component)
        elif kind == LABEL and self._modal:
            self._mistakes.longer(f"{path}.label", component.get("label"), 45)
            self._mistakes.longer(f"{path}.description", component.get("description"), 100)
            self.component(f"{path}.component", component.get("component") or {})
        elif kind == SECTION:
            self._children(path, component, 3, (TEXT,))
            self.component(f"{path}.accessory", component.get("accessory") or {})
        elif kind == CONTAINER:
            allowed = tuple(each for each in LAYOUT if each not in (CONTAINER, THUMBNAIL))
            self._children(path, component, MOST_IN_LAYOUT, (ROW, *allowed))
        elif kind == TEXT:
            if not component.get("content"):
                self._mistakes.required(f"{path}.content")
        elif kind == GALLERY:
            if not 1 <= len(component.get("items") or ()) <= 10:
                message = "Must be between 1 and 10 in length."
                self._mistakes.add(f"{path}.items", "BASE_TYPE_BAD_LENGTH", message)
        elif kind not in LAYOUT:
            self._mistakes.choice(f"{path}.type", f"{kind} is not a component that fits here.")

    def _children(self, path: str, component: Json, most: int, kinds: tuple[int, ...]) -> None:
        children = cast("Sequence[Any]", component.get("components") or ())
        if not 1 <= len(children) <= most:
            message = f"Must be between 1 and {most} in length."
            self._mistakes.add(f"{path}.components", "BASE_TYPE_BAD_LENGTH", message)
        for number, child in enumerate(children):
            if child.get("type") in kinds:
                self.component(f"{path}.components.{number}", child)
            else:
                message = f"Value of field 'type' must be one of {kinds}."
                self._mistakes.choice(f"{path}.components.{number}.type", message)

    def _row(self, path: str, row: Json) -> None:
        if self._modal:
            self._children(path, row, 1, (TEXT_INPUT,))
            return
        children = cast("Sequence[Any]", row.get("components") or ())
        menus = any(child.get("type") in SELECTS for child in children)
        self._children(path, row, 1 if menus else 5, SELECTS if menus else (BUTTON,))

    def _custom_id(self, path: str, component: Json) -> None:
        custom_id = component.get("custom_id")
        if not isinstance(custom_id, str) or not custom_id:
            self._mistakes.required(f"{path}.custom_id")
            return
        self._mistakes.longer(f"{path}.custom_id", custom_id, 100)
        if custom_id in self._seen:
            message = "Component custom id cannot be duplicated"
            self._mistakes.add(f"{path}.custom_id", "COMPONENT_CUSTOM_ID_DUPLICATED", message)
        self._seen.add(custom_id)

    def _button(self, path: str, button: Json) -> None:
        style = button.get("style")
        if style not in (1, 2, 3, 4, 5, 6):
            self._mistakes.choice(f"{path}.style", "Value must be one of (1, 2, 3, 4, 5, 6).")
        if style == 5:
            if not str(button.get("url") or "").startswith(("http://", "https://", "discord://")):
                message = "A url is required"
                self._mistakes.add(f"{path}.url", "BUTTON_COMPONENT_URL_REQUIRED", message)
            if button.get("custom_id"):
                message = "A custom id and url cannot both be specified"
                self._mistakes.add(
                    path, "BUTTON_COMPONENT_CUSTOM_ID_URL_MUTUALLY_EXCLUSIVE", message
                )
            self._mistakes.longer(f"{path}.url", button.get("url"), 512)
        else:
            self._custom_id(path, button)
        if not button.get("label") and not button.get("emoji"):
            self._mistakes.required(f"{path}.label")
        self._mistakes.longer(f"{path}.label", button.get("label"), 80)

    def _select(self, path: str, menu: Json) -> None:
        self._custom_id(path, menu)
        self._mistakes.longer(f"{path}.placeholder", menu.get("placeholder"), 150)
        if menu.get("type") != 3:
            return
        options = cast("Sequence[Any]", menu.get("options") or ())
        if not 1 <= len(options) <= 25:
            message = "Must be between 1 and 25 in length."
            self._mistakes.add(f"{path}.options", "BASE_TYPE_BAD_LENGTH", message)
        values: set[Any] = set()
        for number, option in enumerate(options):
            at = f"{path}.options.{number}"
            for key in ("label", "value"):
                if not option.get(key):
                    self._mistakes.required(f"{at}.{key}")
            for key in ("label", "value", "description"):
                self._mistakes.longer(f"{at}.{key}", option.get(key), 100)
            if option.get("value") in values:
                message = "The specified option value is already used"
                self._mistakes.add(
                    f"{at}.value", "SELECT_COMPONENT_OPTION_VALUE_DUPLICATED", message
                )
            values.add(option.get("value"))

    def _text_input(self, path: str, field: Json) -> None:
        self._custom_id(path, field)
        if field.get("style") not in (1, 2):
            self._mistakes.choice(f"{path}.style", "Value must be one of (1, 2).")
        self._mistakes.longer(f"{path}.label", field.get("label"), 45)
        self._mistakes.longer(f"{path}.placeholder", field.get("placeholder"), 100)
        self._mistakes.longer(f"{path}.value", field.get("value"), 4_000)
