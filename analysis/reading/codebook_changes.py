"""What may change in a codebook, and what becomes of what was coded by the old.

Every codebook that ever counted is kept under its number. A theme is never used for something else:
its id stays with it, also once it is merged into another or retired.
"""

import re
from collections.abc import Mapping, Sequence
from datetime import date
from enum import StrEnum
from functools import cached_property
from typing import Annotated, ClassVar, Literal, Self

from pydantic import Field, ValidationError, model_validator

from analysis.reading.codebook import MOST_EXAMPLES, MOST_THEMES, Codebook, Theme
from surveys.errors import CannotChangeCodebook, Unknown
from surveys.reviewed import Asked
from surveys.values import Kept, Line, Paragraph, PersonId, Slug, Value

LONGEST_ID = 60


class Proposed(Value):
    kind: Literal["propose"] = "propose"
    theme: Theme


class Renamed(Value):
    """Another name and description; its id, its words and all that was coded stay."""

    kind: Literal["rename"] = "rename"
    theme: Slug
    label: Line
    description: Paragraph


class Merged(Value):
    """All that was coded with *theme* counts for *into*, which takes over its words."""

    kind: Literal["merge"] = "merge"
    theme: Slug
    into: Slug


class Split(Value):
    """*new* takes its words out of *theme*. What people coded with it is asked of them anew."""

    kind: Literal["split"] = "split"
    theme: Slug
    new: Theme


class Retired(Value):
    kind: Literal["retire"] = "retire"
    theme: Slug


class Widened(Value):
    """*theme* is looked for by these *words* and *examples* too; all that was coded with it stays.

    At least one of them is given.
    """

    kind: Literal["widen"] = "widen"
    theme: Slug
    words: tuple[Line, ...] = ()
    examples: tuple[Line, ...] = ()

    @model_validator(mode="after")
    def _adds_something(self) -> Self:
        if not (self.words or self.examples):
            raise ValueError("words or examples are needed")
        return self


Change = Annotated[
    Proposed | Renamed | Merged | Split | Retired | Widened, Field(discriminator="kind")
]


def words_of(change: Change) -> tuple[str, ...]:
    """What it says of a theme, without the words that a theme is found by."""
    match change:
        case Proposed(theme=theme) | Split(new=theme):
            return (theme.label, theme.description)
        case Renamed(label=label, description=description):
            return (label, description)
        case _:
            return ()


class BoardCodebook(Kept):
    """One codebook as it counted. Its id is its number; 0 is the file that Heard began with.

    *became* tells of every theme that is no more what took its place, over all changes until now;
    *stale* of each that was split with which codebooks it had been coded before; *unasked* of each
    that came later, was split or took in a later one, which codebooks did not ask for it as it is.
    """

    kind: ClassVar[str] = "codebook"

    codebook: Codebook
    day: date | None = None
    change: Change | None = None
    why: str = ""
    by: str = ""
    signed_by: str = ""
    proposal: str = ""  # that it was signed from
    became: Mapping[Slug, Slug | None] = Field(default_factory=dict)
    stale: Mapping[Slug, tuple[str, ...]] = Field(default_factory=dict)
    unasked: Mapping[Slug, tuple[str, ...]] = Field(default_factory=dict)
    versions: tuple[str, ...] = ()  # of all codebooks before this one

    @property
    def number(self) -> int:
        return int(self.id)

    @cached_property
    def asked(self) -> Asked:
        """Of each codebook that ever counted the themes it asked for, as they are now."""
        themes = [theme.id for theme in self.codebook.themes]
        earlier = {
            version: frozenset(one for one in themes if version not in self.unasked.get(one, ()))
            for version in self.versions
        }
        return {**earlier, self.codebook.version: frozenset(themes)}


class State(StrEnum):
    WAITING = "waiting"
    SIGNED = "signed"
    DECLINED = "declined"


class Proposal(Kept):
    """A change that one person proposes and another, named, signs or declines."""

    kind: ClassVar[str] = "codebook_proposal"

    change: Change
    why: Paragraph
    by: PersonId
    signs: PersonId
    day: date
    state: State = State.WAITING

    @property
    def labels(self) -> tuple[str, ...]:
        return (self.state.value,)


def first(codebook: Codebook) -> BoardCodebook:
    """The codebook of the board's file, before anybody changed it in Slack."""
    return BoardCodebook(id="0", codebook=codebook)


def changed(
    before: BoardCodebook,
    change: Change,
    *,
    why: str,
    by: str,
    signed_by: str,
    day: date,
    proposal: str = "",
) -> BoardCodebook:
    """The next codebook. Raises Unknown (theme), CannotChangeCodebook."""
    codebook, became, stale = _with(before, change)
    versions = (*before.versions, before.codebook.version)
    return BoardCodebook(
        id=str(before.number + 1),
        codebook=codebook,
        day=day,
        change=change,
        why=why,
        by=by,
        signed_by=signed_by,
        proposal=proposal,
        became=_onward(before.became, became),
        stale=_but_of(codebook.version, {**before.stale, **stale}),
        unasked=_unasked(before, codebook, change, versions),
        versions=versions,
    )


def replaced(
    before: BoardCodebook, codebook: Codebook, *, why: str, by: str, signed_by: str, day: date
) -> BoardCodebook:
    """The next codebook, taken from a file: a theme that is not in it any more is retired."""
    gone = {theme.id: None for theme in before.codebook.themes if not codebook.theme(theme.id)}
    back = {theme.id for theme in codebook.themes}
    became = {old: new for old, new in _onward(before.became, gone).items() if old not in back}
    versions = (*before.versions, before.codebook.version)
    return BoardCodebook(
        id=str(before.number + 1),
        codebook=codebook,
        day=day,
        why=why,
        by=by,
        signed_by=signed_by,
        became=became,
        stale=_but_of(codebook.version, before.stale),
        unasked=_unasked(before, codebook, None, versions),
        versions=versions,
    )


def with_unasked(before: BoardCodebook, newer: BoardCodebook) -> BoardCodebook:
    """The same codebook, if it was kept before Heard noted what an earlier one did not ask for.

    *before* may be a file that was edited since: its version then is none of those that counted.
    """
    if newer.unasked:
        return newer
    unasked = _unasked(before, newer.codebook, newer.change, newer.versions)
    return newer.model_copy(update={"unasked": unasked}) if unasked else newer


def id_for(label: str) -> Slug:
    """An id that tells what the theme is called: small letters, digits and _."""
    return re.sub(r"[^a-z0-9]+", "_", label.casefold()).strip("_")[:LONGEST_ID].strip("_")


def _with(
    before: BoardCodebook, change: Change
) -> tuple[Codebook, dict[Slug, Slug | None], dict[Slug, tuple[str, ...]]]:
    kept = before.codebook.themes
    match change:
        case Proposed(theme=theme):
            _refuse_used(before, theme.id)
            return _codebook((*kept, theme)), {}, {}
        case Renamed(theme=theme, label=label, description=description):
            old = _theme(before, theme)
            new = old.model_copy(update={"label": label, "description": description})
            return _codebook(_swapped(kept, new)), {}, {}
        case Merged(theme=theme, into=into):
            if theme == into:
                raise CannotChangeCodebook("into_itself")
            old, target = _theme(before, theme), _theme(before, into)
            words = tuple(dict.fromkeys((*target.words, *old.words)))
            taken_in = (*target.takes_in, theme, *old.takes_in)
            both = _swapped(kept, target.model_copy(update={"words": words, "takes_in": taken_in}))
            return _codebook(_without(both, theme)), {theme: into}, {}
        case Split(theme=theme, new=new):
            _refuse_used(before, new.id)
            old = _theme(before, theme)
            left = tuple(word for word in old.words if word not in new.words)
            if not left:
                raise CannotChangeCodebook("no_words_left")
            smaller = _swapped(kept, old.model_copy(update={"words": left}))
            stale = (*before.versions, before.codebook.version)
            return _codebook((*smaller, new)), {}, {theme: stale}
        case Widened(theme=theme, words=words, examples=examples):
            old = _theme(before, theme)
            more = {
                "words": tuple(dict.fromkeys((*old.words, *words))),
                "examples": tuple(dict.fromkeys((*old.examples, *examples))),
            }
            if len(more["examples"]) > MOST_EXAMPLES:
                raise CannotChangeCodebook("too_many_examples")
            return _codebook(_swapped(kept, old.model_copy(update=more))), {}, {}
        case Retired(theme=theme):
            _theme(before, theme)
            return _codebook(_without(kept, theme)), {theme: None}, {}


def _onward(
    before: Mapping[Slug, Slug | None], became: Mapping[Slug, Slug | None]
) -> dict[Slug, Slug | None]:
    """What had become something that changes now, becomes what that becomes."""
    carried = {
        old: became.get(new, new) if new is not None else None for old, new in before.items()
    }
    return {**carried, **became}


def _unasked(
    before: BoardCodebook, codebook: Codebook, change: Change | None, versions: tuple[str, ...]
) -> dict[Slug, tuple[str, ...]]:
    """A theme that is new, or one of two that were one, no codebook of *versions* asked for."""
    match change:
        case None:  # from a file
            new = {one.id for one in codebook.themes if not before.codebook.theme(one.id)}
        case Proposed(theme=theme):
            new = {theme.id}
        case Split(theme=split, new=part):
            new = {split, part.id}
        case _:
            new = set()
    found = {
        one.id: versions if one.id in new else before.unasked.get(one.id, ())
        for one in codebook.themes
    }
    if isinstance(change, Merged):
        both = (*found[change.into], *before.unasked.get(change.theme, ()))
        found[change.into] = tuple(dict.fromkeys(both))
    return {theme: unasked for theme, unasked in found.items() if unasked}


def _but_of(version: str, stale: Mapping[Slug, tuple[str, ...]]) -> dict[Slug, tuple[str, ...]]:
    """Nothing is stale that was coded by the very codebook that counts again."""
    return {
        theme: tuple(one for one in versions if one != version) for theme, versions in stale.items()
    }


def _theme(before: BoardCodebook, wanted: Slug) -> Theme:
    found = before.codebook.theme(wanted)
    if found is None:
        raise Unknown("theme", wanted)
    return found


def _refuse_used(before: BoardCodebook, new: Slug) -> None:
    if before.codebook.theme(new) or new in before.became:
        raise CannotChangeCodebook("used")


def _swapped(kept: Sequence[Theme], new: Theme) -> tuple[Theme, ...]:
    return tuple(new if theme.id == new.id else theme for theme in kept)


def _without(kept: Sequence[Theme], gone: Slug) -> tuple[Theme, ...]:
    return tuple(theme for theme in kept if theme.id != gone)


def _codebook(kept: Sequence[Theme]) -> Codebook:
    labels = [" ".join(theme.label.casefold().split()) for theme in kept]
    if len(set(labels)) < len(labels):
        raise CannotChangeCodebook("used")
    if len(kept) > MOST_THEMES:
        raise CannotChangeCodebook("too_many")
    try:
        return Codebook(themes=tuple(kept))
    except ValidationError:
        raise CannotChangeCodebook("last") from None
