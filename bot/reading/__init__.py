"""Reading the words: the machine, the people who check it, and what it learns from them."""
