"""What a page sees and does: one WebSocket of JSON objects at `/playground/people`.

`?as=USER_ID` chooses the person behind the page; without it, the first person of the first server.
All ids are strings. Message, channel, user, role, command, component and modal objects are
Discord's own (API v10), so that the page draws exactly what Discord would be given to draw.

From the server (`t` names the event):

    {"t": "state", "me": USER_ID,
     "guild": {"id", "name"}, "roles": [role…],      of the first server
     "users": [user…],                               everyone, the bot too (`"bot": true`)
     "online": [USER_ID…],                           bots that have a gateway connection
     "channels": [channel…],                         that this person may see, in their order;
                                                     type 0 text, 1 direct message, 11 thread, 15 forum
     "messages": {CHANNEL_ID: [message…]},           oldest first, the last 50 of each channel
     "commands": [command…]}                         type 1 slash, 2 user menu, 3 message menu
        First event of a connection. `name_localizations` and the like are all present.

    {"t": "message_create" | "message_update", "d": message}
        The whole message, also for an update. `flags & 64`: ephemeral, "Only you can see this";
        sent to the one person only. `flags & 128`: the bot is thinking; a later message_update
        of the same id brings the answer. `flags & 32768`: Components V2.
        `interaction_metadata` says who used which command, as on Discord.
        Attachments have a `url` on this machine; embeds' `attachment://NAME` is already resolved.
    {"t": "message_delete", "d": {"id", "channel_id"}}
    {"t": "reaction", "d": {"channel_id", "message_id", "user_id", "emoji": {"id", "name"},
                            "on": true | false}}
    {"t": "typing", "d": {"channel_id", "user_id"}}                       lasts ten seconds
    {"t": "presence", "d": {"user_id", "status": "online" | "offline"}}   of a bot
    {"t": "channel", "d": channel}                                        new or changed; threads too
    {"t": "channel_delete", "d": {"id"}}
    {"t": "commands", "d": [command…]}                                    the whole new list

    {"t": "interaction", "d": {"id", "type", "state", "channel_id", "message_id", "name",
                               "ephemeral", "modal"}}
        Only to the person who caused it. type: 2 command, 3 component, 5 modal.
        `message_id` is the message whose component was used, or null; `name` is the command's
        full name or the custom_id. `state` is one of
          "sent"      the bot has it; draw the button as busy
          "thinking"  deferred; the loading message follows as message_create where one is shown
          "answered"  done; what it brought comes as message_create or message_update
          "modal"     `modal` is {"custom_id", "title", "components": […]}; answer with op "modal"
          "failed"    no answer within three seconds: "The application did not respond"
        `ephemeral` and `modal` are there with the states that have them, else false and null.
    {"t": "choices", "seq": SEQ, "choices": [{"name", "value", "name_localizations"}…]}
        The answer to autocomplete; an empty list where the bot did not answer in time.
    {"t": "refused", "d": {"op", "code", "message"}}
        Something this person may not do, or that is no longer there; `message` is a sentence.

From the page (`op` names the action):

    {"op": "say", "channel", "content"[, "reply_to": MESSAGE_ID]}
    {"op": "slash", "channel", "command_id", "options": [{"name", "type", "value"}…][, "locale"]}
        A subcommand is an option of type 1 (group: 2) with its own "options", as on the wire.
    {"op": "autocomplete", "channel", "command_id", "options": […], "seq"[, "locale"]}
        The option being typed has "focused": true; `seq` is any number, given back in "choices".
    {"op": "menu", "channel", "command_id", "target"[, "locale"]}         message or user id
    {"op": "press", "channel", "message", "custom_id"[, "values": […]][, "locale"]}
        `values` for select menus.
    {"op": "modal", "channel", "custom_id", "fields": {CUSTOM_ID: "text" | ["value"…]}[, "locale"]}
    {"op": "delete", "channel", "message"}                                 own, or as a moderator
    {"op": "react", "channel", "message", "emoji"[, "on": false]}
    {"op": "vote", "channel", "message", "answers": [1, …]}                 in a poll
    {"op": "dismiss", "channel", "message"}                                an ephemeral message

`locale` is the person's Discord language ("de", "en-US", …); default "en-US".
"""
