"""Everything that was imported, in memory, and what a query finds in it."""
