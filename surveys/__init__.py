"""The words of the field: what is asked, of whom, about what. Pure, and at the bottom of all."""
