"""A Discord on loopback that discord.py connects to unchanged: REST and gateway, no shortcuts.

`server.Discord` is the whole of it. Data walks one way: models → state → rest and gateway;
`people` at the end acts for the persons in front of the screen.
"""
