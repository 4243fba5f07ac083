"""Which themes of a codebook a sentence speaks of, by its words, and by which words."""

from collections.abc import Sequence

from analysis.reading.codebook import Codebook
from analysis.words import Word, words
from surveys.values import Slug, Value


class FoundTheme(Value):
    """One theme of a sentence and the words, as typed, that point to it (*why*)."""

    theme: Slug
    why: tuple[str, ...]


def themes(sentence: str, codebook: Codebook) -> tuple[FoundTheme, ...]:
    """Every theme of *codebook* that *sentence* has a word of, in the codebook's order.

    No theme is an empty tuple: not assigned, and for a person to see.
    """
    return themes_of(sentence, words(sentence), codebook)


def themes_of(sentence: str, said: Sequence[Word], codebook: Codebook) -> tuple[FoundTheme, ...]:
    """As *themes*, for a sentence whose *words* are at hand."""
    why: dict[Slug, dict[str, None]] = {}
    for match in codebook.phrases.found(said):
        typed = sentence[match.words[0].start : match.words[-1].end]
        why.setdefault(match.meaning, {})[typed] = None
    order = (theme.id for theme in codebook.themes)
    return tuple(FoundTheme(theme=theme, why=tuple(why[theme])) for theme in order if theme in why)
