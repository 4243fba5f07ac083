"""Keeps values. What was acknowledged is there afterwards; what is kept is sealed."""
