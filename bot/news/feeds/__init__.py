"""From bytes to entries: feeds of every dialect, damage and malice."""
