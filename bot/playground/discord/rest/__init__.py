"""The REST API: one file for each family of routes, `frame` for what they have in common."""
