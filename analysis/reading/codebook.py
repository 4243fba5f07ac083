"""The board's codebook: the themes a comment is read for, and the words that point to each."""

import hashlib
from collections.abc import Mapping
from functools import cache, cached_property
from importlib.resources import files
from typing import Annotated

import yaml
from pydantic import Field, ValidationError

from analysis.words import Phrases, phrase_words
from surveys.coding import ThemeNames
from surveys.values import Line, Paragraph, Slug, Value
from surveys.yaml_files import Document, Path, Plain, mappings, read, texts

LIBRARY_FILE = "codebook.yaml"
LONGEST_PHRASE = 8
LONGEST_LINE = 300  # characters
MOST_THEMES = 100  # as many as Slack offers in one list
MOST_EXAMPLES = 50
SHORTEST_BEGINNING = 3  # "ex*" would find every other sentence


class Theme(Value):
    """*words* as an author writes them: whole words, phrases, and beginnings such as "explain*".

    *examples* are sentences that speak of it; ten tell a theme of a board's own well enough.
    *takes_in* names the themes that were merged into it: what was learned of them counts for it.
    """

    id: Slug
    label: Line
    description: Paragraph
    words: Annotated[tuple[Line, ...], Field(min_length=1)]
    examples: Annotated[tuple[Line, ...], Field(max_length=MOST_EXAMPLES)] = ()
    takes_in: tuple[Slug, ...] = ()


class Codebook(Value):
    """Themes in the order they are shown in."""

    themes: Annotated[tuple[Theme, ...], Field(min_length=1, max_length=MOST_THEMES)]

    def theme(self, wanted: Slug) -> Theme | None:
        return next((theme for theme in self.themes if theme.id == wanted), None)

    @cached_property
    def phrases(self) -> Phrases[Slug]:
        return Phrases((phrase, theme.id) for theme in self.themes for phrase in theme.words)

    @cached_property
    def names(self) -> ThemeNames:
        labels = {theme.id: theme.label for theme in self.themes}
        return ThemeNames(version=self.version, labels=labels)

    @cached_property
    def version(self) -> str:
        """Eight characters that change with any theme or word of it."""
        return hashlib.sha256(self.model_dump_json().encode()).hexdigest()[:8]


def read_codebook(content: str | bytes, file: str) -> Codebook:
    """The codebook written in this text.

    Raises InvalidDefinition with every mistake: its line, its place, and what is allowed there.
    """
    document = read(content, file)
    document.check_keys((), document.root, tuple(Codebook.model_fields))
    entries = mappings(document, ("themes",), document.root.get("themes"))
    for path, entry in entries:
        document.check_keys(path, entry, tuple(Theme.model_fields))
        _check_words(document, path, entry)
    for key in ("id", "label"):
        _check_doubles(document, {path: entry.get(key) for path, entry in entries}, key)
    try:
        codebook = Codebook.model_validate(document.root)
    except ValidationError as wrong:
        document.mistakes(wrong)
        document.refuse()
    if document.problems:
        document.refuse()
    return codebook


def written(codebook: Codebook) -> str:
    """The codebook as a file that read_codebook reads again, the same to the version."""
    return yaml.safe_dump(
        codebook.model_dump(mode="json"), sort_keys=False, allow_unicode=True, width=100
    )


@cache
def library_codebook() -> Codebook:
    """The fifteen themes that Heard brings along, until a board has its own."""
    entry = files("analysis").joinpath("library", LIBRARY_FILE)
    return read_codebook(entry.read_bytes(), LIBRARY_FILE)


def _check_words(document: Document, path: Path, entry: dict[str, Plain]) -> None:
    place = (*path, "words")
    if entry.get("words") in (None, [], ""):
        document.mistake(place, "a theme needs at least one word or phrase that points to it")
        return
    phrases = texts(document, place, entry["words"])
    entry["words"] = list(phrases)
    for index, phrase in enumerate(phrases):
        if reason := what_is_wrong(phrase):
            document.mistake((*place, index), reason)


def what_is_wrong(phrase: str) -> str | None:
    """Why this can't be looked for, as a person is told; None when it can."""
    parts = phrase_words(phrase)
    if not parts:
        return f"'{phrase[:60]}' has no word in it; allowed: words, and * at the end of one"
    if len(phrase) > LONGEST_LINE:
        return f"'{phrase[:60]}' is longer than {LONGEST_LINE} characters"
    if len(parts) > LONGEST_PHRASE:
        return f"is longer than {LONGEST_PHRASE} words; take the two or three that matter"
    if any("*" in part.rstrip("*") or part.endswith("**") for part in phrase.split()):
        return f"'{phrase[:60]}': a * is allowed only at the end of a word, as in 'explain*'"
    if any(part.endswith("*") and len(part) <= SHORTEST_BEGINNING for part in parts):
        return f"'{phrase[:60]}' is too short: at least {SHORTEST_BEGINNING} letters before a *"
    return None


def _check_doubles(document: Document, written: Mapping[Path, Plain], key: str) -> None:
    first: dict[str, Path] = {}
    for path, name in written.items():
        if isinstance(name, str):
            earlier = first.setdefault(" ".join(name.casefold().split()), path)
            if earlier != path:
                other = f"also the {key} of the theme in line {document.line(earlier)}"
                document.mistake((*path, key), f"'{name[:60]}' is {other}; each needs its own")
