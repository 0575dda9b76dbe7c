"""How Discord says no: an HTTP status, a code that programs read and a message that people read."""

from typing import Any, cast

Json = dict[str, Any]


def objects(value: object) -> list[Json]:
    """The JSON objects in a list that came over the wire; anything else is left out."""
    every = cast("list[object]", value) if isinstance(value, list) else []
    return [cast("Json", each) for each in every if isinstance(each, dict)]


class Refusal(Exception):
    """Becomes the answer `{"message", "code", "errors"?}` with this status."""

    def __init__(self, status: int, code: int, message: str, errors: Json | None = None) -> None:
        super().__init__(f"{status} {code} {message}")
        self.status = status
        self.code = code
        self.message = message
        self.errors = errors

    def body(self) -> Json:
        body: Json = {"message": self.message, "code": self.code}
        if self.errors:
            body["errors"] = self.errors
        return body


_MESSAGES = {
    10002: "Unknown Application",
    10003: "Unknown Channel",
    10004: "Unknown Guild",
    10007: "Unknown Member",
    10008: "Unknown Message",
    10011: "Unknown Role",
    10013: "Unknown User",
    10014: "Unknown Emoji",
    10015: "Unknown Webhook",
    10062: "Unknown interaction",
    10063: "Unknown application command",
}


def unknown(code: int) -> Refusal:
    """404 for a thing that is not there, by Discord's code for that kind of thing."""
    return Refusal(404, code, _MESSAGES[code])


def unauthorized() -> Refusal:
    return Refusal(401, 0, "401: Unauthorized")


def not_found() -> Refusal:
    """No such route."""
    return Refusal(404, 0, "404: Not Found")


def missing_access() -> Refusal:
    """The channel or server cannot even be seen."""
    return Refusal(403, 50001, "Missing Access")


def missing_permissions() -> Refusal:
    return Refusal(403, 50013, "Missing Permissions")


def cannot_message_user() -> Refusal:
    return Refusal(403, 50007, "Cannot send messages to this user")


def empty_message() -> Refusal:
    return Refusal(400, 50006, "Cannot send an empty message")


def not_the_author() -> Refusal:
    return Refusal(403, 50005, "Cannot edit a message authored by another user")


def already_acknowledged() -> Refusal:
    return Refusal(400, 40060, "Interaction has already been acknowledged.")


def invalid_webhook_token() -> Refusal:
    """The interaction's fifteen minutes are over, or the token was never one."""
    return Refusal(401, 50027, "Invalid Webhook Token")


def invalid_json() -> Refusal:
    return Refusal(400, 50109, "The request body contains invalid JSON.")


class Mistakes:
    """Collects what is wrong with a body, by path, and refuses all of it at once (50035)."""

    def __init__(self) -> None:
        self._tree: Json = {}

    def add(self, path: str, code: str, message: str) -> None:
        """`path` is dotted: "embeds.0.title"; the empty path is the body itself."""
        node = self._tree
        for part in filter(None, path.split(".")):
            node = node.setdefault(part, {})
        node.setdefault("_errors", []).append({"code": code, "message": message})

    def longer(self, path: str, text: object, limit: int) -> None:
        if isinstance(text, str) and len(text) > limit:
            self.add(path, "BASE_TYPE_MAX_LENGTH", f"Must be {limit} or fewer in length.")

    def required(self, path: str) -> None:
        self.add(path, "BASE_TYPE_REQUIRED", "This field is required")

    def choice(self, path: str, message: str) -> None:
        self.add(path, "BASE_TYPE_CHOICES", message)

    def __bool__(self) -> bool:
        return bool(self._tree)

    def refuse(self) -> None:
        """Raises Refusal 400/50035 if anything was added."""
        if self._tree:
            raise Refusal(400, 50035, "Invalid Form Body", self._tree)
