"""The QA team's listeners for digests: ask, choose, see how a figure was made, read the comments."""
