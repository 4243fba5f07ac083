"""Who said what about one content area: one vote a person, ready to be counted."""
