"""One tree of errors; `str(error)` is the English sentence that a person reads.

ParkettError
├── InputError            what the person typed cannot be used
│   ├── EmptyQuery · QueryTooLong · InvalidIdentifier · UnknownInstrument · UnreadableFile
├── SourceError           the outside world did not answer as it should
│   ├── SourceDown        refused, reset, unreachable, 5xx
│   ├── SourceTimeout     no answer within the limit
│   ├── SourceLimited     429, 999 or our own cool-down; `retry_after` in seconds
│   ├── NotFound          404, or 200 that says "no such thing"
│   ├── BadAnswer         an answer that is not what the source promises
│   ├── TooLarge          more bytes, items or depth than we take
│   └── ForbiddenAddress  an address that must never be fetched
├── WorkError             a worker process failed
│   ├── WorkTimeout · WorkDied
├── StoreError            the database cannot be opened, read or written
│   └── LeaseLost         another process has taken over what this one was doing
└── SettingsError         the operator's settings; `mistakes` lists all of them

`code` is stable: the command line prints it as JSON and the wording translates by it, with the
keyword arguments of the error as the placeholders. Nothing here is ever a traceback to a person.
"""

from collections.abc import Sequence
from typing import ClassVar


class ParkettError(Exception):
    """Root of all errors that we raise on purpose."""

    code: ClassVar[str] = "error"
    template: ClassVar[str] = "Something went wrong."

    def __init__(self, **details: object) -> None:
        self.details = details
        super().__init__(self.template.format_map(details))

    def __reduce__(self) -> tuple[object, ...]:
        """Errors cross the border of a worker process with their details."""
        return _rebuild, (type(self), self.details)


def _rebuild(kind: "type[ParkettError]", details: dict[str, object]) -> "ParkettError":
    error = kind.__new__(kind)
    ParkettError.__init__(error, **details)
    return error


class InputError(ParkettError):
    """What a person typed cannot be used as it is."""

    code = "input"
    template = "That input cannot be used."


class EmptyQuery(InputError):
    code = "empty_query"
    template = "Which company? Type a name, ISIN, WKN or symbol, for example “xiaomi”."


class QueryTooLong(InputError):
    code = "query_too_long"
    template = "That is {length} characters; a company's name, ISIN or symbol has at most {limit}."


class InvalidIdentifier(InputError):
    """An ISIN or WKN that cannot be one. details: kind ("ISIN"/"WKN"), value, reason."""

    code = "invalid_identifier"
    template = "“{value}” is not a valid {kind}: {reason}."


class UnknownInstrument(InputError):
    """details: query, nearest (names, comma-joined, may be empty)."""

    code = "unknown_instrument"
    template = "No company is known as “{query}”. Nearest: {nearest}"


class AmbiguousInstrument(InputError):
    """details: query, candidates (names, comma-joined)."""

    code = "ambiguous_instrument"
    template = "“{query}” can be several companies: {candidates}"


class UnreadableFile(InputError):
    """details: path, reason."""

    code = "unreadable_file"
    template = "{path} cannot be read: {reason}."


class SourceError(ParkettError):
    """details always hold `source`, the name that a person knows it by."""

    code = "source"
    template = "{source} did not answer as expected."


class SourceDown(SourceError):
    code = "source_down"
    template = "{source} cannot be reached: {reason}."


class SourceTimeout(SourceError):
    code = "source_timeout"
    template = "{source} did not answer within {seconds:g} seconds."


class SourceLimited(SourceError):
    """details: source, retry_after (seconds until it may be asked again)."""

    code = "source_limited"
    template = "{source} asks us to wait; it is asked again in {retry_after:.0f} seconds."


class NotFound(SourceError):
    code = "not_found"
    template = "{source} knows nothing of {what}."


class BadAnswer(SourceError):
    code = "bad_answer"
    template = "{source} gave an answer that cannot be used: {reason}."


class TooLarge(SourceError):
    code = "too_large"
    template = "{source} sent more than {limit}."


class ForbiddenAddress(SourceError):
    """details: source (the host as written), reason."""

    code = "forbidden_address"
    template = "{source} may not be fetched: {reason}."


class WorkError(ParkettError):
    code = "work"
    template = "{task} failed: {reason}."


class WorkTimeout(WorkError):
    code = "work_timeout"
    template = "{task} took longer than {seconds:g} seconds and was stopped."


class WorkDied(WorkError):
    code = "work_died"
    template = "{task} ended its worker process (out of memory or a crash in a parser)."


class StoreError(ParkettError):
    code = "store"
    template = "The database cannot be used: {reason}."


class LeaseLost(StoreError):
    """Somebody else works on it now; nothing was kept. details: what, the key of one of them."""

    code = "lease_lost"
    template = "Another process has taken over {what}."


class SettingsError(ParkettError):
    """details: mistakes, a sequence of sentences, one for each setting that is wrong."""

    code = "settings"
    template = "{summary}"

    def __init__(self, mistakes: Sequence[str]) -> None:
        self.mistakes = tuple(mistakes)
        super().__init__(summary="\n".join(self.mistakes))

    def __reduce__(self) -> tuple[object, ...]:
        return SettingsError, (self.mistakes,)
