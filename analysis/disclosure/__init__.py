"""What of a number may leave, and for whom. Every number passes here before anyone sees it."""
