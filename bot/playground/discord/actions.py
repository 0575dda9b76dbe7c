"""What persons do in a Discord: write, use commands, press buttons, fill in forms.

Each act is what Discord's own client would send, and is refused as Discord would refuse it.
Afterwards `wait_for` looks at what came since.
"""

import asyncio
from collections.abc import AsyncIterator, Callable, Mapping, Sequence

from bot.playground.discord import components, permissions, refusals
from bot.playground.discord.direct import open_direct
from bot.playground.discord.dressing import File
from bot.playground.discord.founding import Founding
from bot.playground.discord.interaction import (
    AUTOCOMPLETE,
    COMMAND,
    COMPONENT,
    MODAL,
    Interaction,
)
from bot.playground.discord.invocation import Invocation, full_name, options_of
from bot.playground.discord.journal import Entry
from bot.playground.discord.modals import filled_in
from bot.playground.discord.models import Application, Channel, Message, User
from bot.playground.discord.permissions import Can
from bot.playground.discord.refusals import Json, Refusal, objects

LONGEST_OF_PERSONS = 4_000  # characters; with a subscription to Discord
DEFAULT_LOCALE = "en-US"


class Actions(Founding):
    """Acts of persons. Channels and messages may be given as records or, a message, as the JSON
    that `wait_for` returned."""

    # -- seeing

    async def wait_for(
        self, t: str, where: Callable[[Json], bool] = lambda _: True, *, timeout: float = 5.0
    ) -> Json:
        """The `d` of the first event `t` (as `people` names them) since the last act of a person
        that fits and that no wait returned before. Raises TimeoutError."""
        return await self.journal.wait_for(t, where, timeout=timeout)

    def watch(self) -> AsyncIterator[Entry]:
        """Everything that happens from now on, to anyone."""
        return self.journal.watch()

    def message(self, told: Json) -> Message:
        """The record of a message that an event told of. Raises Refusal 10008."""
        return self.state.message(int(told["channel_id"]), int(told["id"]))

    # -- writing

    def direct(self, user: User, other: User) -> Channel:
        """The direct messages of two, opened where they were not."""
        return open_direct(self.state, self.hub, user, other)

    async def say(
        self,
        channel: Channel,
        user: User,
        content: str,
        *,
        reply_to: Message | Json | None = None,
        files: Sequence[File] = (),
    ) -> Message:
        """Raises Refusal where this person may not write there."""
        self.journal.act()
        needed = Can.SEND_MESSAGES_IN_THREADS if channel.is_thread else Can.SEND_MESSAGES
        allowed = self.state.require(channel, user.id, needed)
        body: Json = {"content": content, "nonce": str(self.state.ids.next())}
        if reply_to is not None:
            body["message_reference"] = {"message_id": str(self._message(reply_to).id)}
        message = self.posting.create(
            channel,
            user,
            body,
            files=files,
            may_ping_all=bool(allowed & Can.MENTION_EVERYONE),
            longest=LONGEST_OF_PERSONS,
        )
        await asyncio.sleep(0)
        return message

    async def edit(self, message: Message | Json, user: User, content: str) -> Message:
        self.journal.act()
        found = self._message(message)
        if found.author.id != user.id:
            raise refusals.not_the_author()
        return self.posting.edit(found, {"content": content})

    async def delete(self, message: Message | Json, user: User) -> None:
        """One's own, or as a moderator; an ephemeral one is dismissed."""
        self.journal.act()
        found = self._message(message)
        if user.id not in (found.author.id, found.seen_by):
            channel = self.state.channel(found.channel_id)
            self.state.require(channel, user.id, Can.MANAGE_MESSAGES)
        self.posting.delete(found)

    async def react(
        self, message: Message | Json, user: User, emoji: str, *, on: bool = True
    ) -> None:
        self.journal.act()
        found = self._message(message)
        channel = self.state.channel(found.channel_id)
        needed = 0 if emoji in found.reactions else Can.ADD_REACTIONS
        self.state.require(channel, user.id, needed | Can.READ_MESSAGE_HISTORY)
        act = self.reacting.add if on else self.reacting.remove
        act(found, emoji, user)

    async def vote(self, message: Message | Json, user: User, *answers: int) -> None:
        self.journal.act()
        found = self._message(message)
        self.state.require(self.state.channel(found.channel_id), user.id, 0)
        self.reacting.vote(found, set(answers), user)

    # -- commands

    async def slash(
        self,
        channel: Channel,
        user: User,
        name: str,
        values: Mapping[str, object] | None = None,
        *,
        locale: str = DEFAULT_LOCALE,
    ) -> Interaction:
        """`name` may be "group command"; `values` by option name. Raises Refusal 10063 for an
        unknown command, 50035 for options that the client would not let through."""
        first, *path = name.split()
        command = self.commands.named(channel.guild_id, first)
        options = options_of(command, path, values or {})
        return await self.invoke(channel, user, command, options, locale=locale)

    async def invoke(
        self,
        channel: Channel,
        user: User,
        command: Json,
        options: Sequence[Json],
        *,
        locale: str = DEFAULT_LOCALE,
    ) -> Interaction:
        """A registered slash command with options as they are on the wire."""
        self.journal.act()
        self._may_use(channel, user, command)
        data = Invocation(self.state, self.state.guild_of(channel)).slash(command, options)
        application = self.state.applications[int(command["application_id"])]
        name = full_name(command, options)
        return self.interactions.start(
            COMMAND, application, user, channel, data, name=name, locale=locale
        )

    async def menu(
        self,
        channel: Channel,
        user: User,
        command: Json,
        target: int,
        *,
        locale: str = DEFAULT_LOCALE,
    ) -> Interaction:
        """A command of the menu of a message or of a person, by the id of either."""
        self.journal.act()
        self._may_use(channel, user, command)
        data = Invocation(self.state, self.state.guild_of(channel)).menu(command, channel, target)
        application = self.state.applications[int(command["application_id"])]
        return self.interactions.start(
            COMMAND, application, user, channel, data, name=command["name"], locale=locale
        )

    async def autocomplete(
        self,
        channel: Channel,
        user: User,
        name: str,
        values: Mapping[str, object],
        focused: str,
        *,
        locale: str = DEFAULT_LOCALE,
    ) -> list[Json]:
        """What the bot offers while `focused` is being typed; nothing where it is too slow."""
        first, *path = name.split()
        command = self.commands.named(channel.guild_id, first)
        options = options_of(command, path, values)
        inner = options
        for _ in path:
            inner = objects(inner[0]["options"])
        for option in inner:
            if option["name"] == focused:
                option["focused"] = True
        return await self.suggest(channel, user, command, options, locale=locale)

    async def suggest(
        self,
        channel: Channel,
        user: User,
        command: Json,
        options: Sequence[Json],
        *,
        locale: str = DEFAULT_LOCALE,
    ) -> list[Json]:
        """The same with options as they are on the wire."""
        self._may_use(channel, user, command)
        guild = self.state.guild_of(channel)
        data = Invocation(self.state, guild).slash(command, options, typing=True)
        made = self.interactions.start(
            AUTOCOMPLETE,
            self.state.applications[int(command["application_id"])],
            user,
            channel,
            data,
            name=full_name(command, options),
            locale=locale,
        )
        await made.outcome
        return made.choices

    # -- components and forms

    async def press(
        self,
        message: Message | Json,
        custom_id: str,
        user: User,
        *,
        values: Sequence[str] | None = None,
        locale: str = DEFAULT_LOCALE,
    ) -> Interaction:
        """A button, or a choice in a menu. Raises Refusal for one that is not there or is off."""
        self.journal.act()
        found = self._message(message)
        channel = self.state.channel(found.channel_id)
        if not self.state.sees(channel, user.id) or found.seen_by not in (None, user.id):
            raise refusals.unknown(10008)
        component = components.find(found.components, custom_id)
        application = self._application_of(found)
        if component is None or application is None or component.get("disabled"):
            raise Refusal(400, 50035, "This component cannot be used.")
        data: Json = {"custom_id": custom_id, "component_type": component["type"]}
        data["id"] = component["id"]
        if component["type"] in components.SELECTS:
            chosen = list(values or ())
            data |= Invocation(self.state, self.state.guild_of(channel)).chosen(component, chosen)
        return self.interactions.start(
            COMPONENT,
            application,
            user,
            channel,
            data,
            name=custom_id,
            locale=locale,
            source=found,
        )

    async def submit_modal(
        self,
        user: User,
        custom_id: str,
        fields: Mapping[str, str | Sequence[str]],
        *,
        locale: str = DEFAULT_LOCALE,
    ) -> Interaction:
        """The form that the bot opened for this person. Raises Refusal where a field is wrong."""
        self.journal.act()
        opened = self.interactions.form_of(user, custom_id)
        return self.interactions.start(
            MODAL,
            opened.application,
            user,
            opened.channel,
            filled_in(opened.form or {}, fields),
            name=custom_id,
            locale=locale,
            source=opened.source,
            parent=opened,
        )

    def _message(self, message: Message | Json) -> Message:
        if isinstance(message, Message):
            return self.state.message(message.channel_id, message.id)
        return self.message(message)

    def _application_of(self, message: Message) -> Application | None:
        if message.application_id is not None:
            return self.state.applications.get(message.application_id)
        return self.state.application_of(message.author.id)

    def _may_use(self, channel: Channel, user: User, command: Json) -> None:
        allowed = self.state.require(channel, user.id, Can.USE_APPLICATION_COMMANDS)
        needed = command["default_member_permissions"]
        if needed is not None and channel.guild_id is not None:
            missing = int(needed) & ~allowed
            if missing or (needed == "0" and allowed != permissions.EVERYTHING):
                raise refusals.missing_permissions()
