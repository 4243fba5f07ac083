"""Figures and readings from responses. Pure: the same evidence always gives the same figures."""
