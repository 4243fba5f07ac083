"""What comes in until it is handled, what is kept about a person, and letting go of it."""
