"""Figures told so that a board can use them: sentences and rows, for any surface."""
