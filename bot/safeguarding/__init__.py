"""Concerns: raised by the net or a person, told to whoever must know, watched until one acts."""
