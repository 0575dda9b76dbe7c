"""The gateway: one websocket a session, events that the intents let through, resume."""
