"""What the machine reads in a comment: its sentences, how they lean, and what they speak of."""
