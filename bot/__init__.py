"""Parkett: a Discord bot for investor communities. Data walks one way; see docs/house.md."""
