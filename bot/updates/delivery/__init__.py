"""How does it get to Discord? Out of the outbox, within the pace, once."""
