"""Marks are set where words stand, and nowhere else."""

from surveys.marks import with_mark


def test_what_a_mark_says_is_none_of_the_words_of_a_comment() -> None:
    assert with_mark("Ask [name] her name.", "name", "[school]") == "Ask [name] her [school]."
    assert with_mark("Ask [name] Quimby.", "[name] quimby", "[name]") == "Ask [name]."
