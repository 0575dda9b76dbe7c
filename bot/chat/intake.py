"""Which messages are for us? Decided on the raw data, before discord.py builds objects of it.

Most of what a bot hears is people talking to each other. A Message object costs four times what
it takes to see that a message is none of our business (`tests/bench`).
"""

import logging
import re
from collections.abc import Callable, Collection, Mapping, MutableMapping
from typing import Any

from bot.audiences import Audiences

_log = logging.getLogger(__name__)

# READY must stay loud: without it the bot would sit there and hear nothing.
_LOUD = frozenset({"READY"})
CASHTAG = re.compile(r"(?<![\w$])\$[A-Za-z]")
_MENTION = re.compile(r"<@([!&]?)(\d{1,20})>")
_FIRST_WORD = re.compile(r"\s*(\S{1,40})")


class Intake:
    """names: all words that a command can begin with, aliases too. role_of: the id of the role
    that Discord made for us in a server; people pick it when they mean us, it has our name."""

    def __init__(
        self,
        audiences: Audiences,
        names: Callable[[], Collection[str]],
        role_of: Callable[[int | None], int | None],
    ) -> None:
        self._audiences = audiences
        self._names = names
        self._role_of = role_of
        self.closed = False  # on the way out: nothing new is taken
        self.me = ""  # our own id, once it is known

    def wants(self, data: Mapping[str, Any]) -> bool:
        """Whether a MESSAGE_CREATE is a command, a mention of us, or an asked-for cashtag."""
        content = data["content"]
        if not content or self.closed:
            return False
        guild = data.get("guild_id")
        audience = self._audiences.of(int(guild)) if guild else self._audiences.default
        prefix = audience.prefix
        if content.startswith(prefix):
            word = _FIRST_WORD.match(content, len(prefix))
            wanted = word is not None and word[1].lower() in self._names()
        elif content.startswith("<@"):
            mention = _MENTION.match(content)
            wanted = mention is not None and (
                mention[2] == str(self._role_of(int(guild) if guild else None))
                if mention[1] == "&"
                else mention[2] == self.me
            )
        else:
            wanted = False
        if not wanted and audience.cashtags and "$" in content:
            wanted = CASHTAG.search(content) is not None
        return wanted and not data["author"].get("bot") and "webhook_id" not in data


Parse = Callable[[Any], None]


def stand_at_the_door(parsers: MutableMapping[str, Parse], intake: Intake) -> None:
    """Puts `intake` and a guard before the library's parsers.

    `parsers` is the one table that the gateway looks into for each dispatch, in the plain and in
    the sharded client alike; discord.py has no public place for it.
    """
    make_message = parsers["MESSAGE_CREATE"]

    def message_create(data: Any) -> None:
        if intake.wants(data):
            make_message(data)

    parsers["MESSAGE_CREATE"] = message_create
    for event, parse in tuple(parsers.items()):
        if event not in _LOUD:
            parsers[event] = _guarded(event, parse)


def _guarded(event: str, parse: Parse) -> Parse:
    """The library's parser, so that one dispatch that makes no sense does not end the client."""

    def parse_or_report(data: Any) -> None:
        try:
            parse(data)
        except Exception:
            _log.exception("Discord sent a %s that cannot be understood; it was skipped", event)

    return parse_or_report
