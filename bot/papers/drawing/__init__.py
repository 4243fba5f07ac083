"""Draws pictures with matplotlib, which only this room knows: it takes most of a second to load."""
