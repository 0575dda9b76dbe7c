"""The sample world: the sources' own wire formats, served on loopback from tables we wrote."""
