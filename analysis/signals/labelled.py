"""The labelled texts that the net is learned from and judged by. All persons in them are invented.

Three sets hold possible disclosures beside texts that only sound like one, about half and half.
`ordinary` holds comments as surveys bring them; none is a disclosure. `written_*` were written
later, to learn from: nothing is ever judged on them. The comments that were written for the reading
of comments to learn from are ordinary ones too.
"""

import json
import zlib
from collections.abc import Iterator, Sequence
from enum import IntEnum
from functools import cache
from importlib.resources import files
from importlib.resources.abc import Traversable
from typing import Literal

from pydantic import ConfigDict, ValidationInfo, field_validator

from surveys.values import Value

LIBRARY = files("analysis") / "library"
FOLDER, OF_READING = LIBRARY / "signals", LIBRARY / "reading"
WRITTEN, ENDING = "written_", ".jsonl"
JUDGED = ("first", "second", "third")
ORDINARY = "ordinary"
CATEGORIES = (
    "physical", "emotional", "sexual", "neglect", "domestic_abuse", "exploitation",
    "self_harm_suicide", "allegation_staff", "fgm_hba", "radicalisation", "missing",
    "non_recent", "adult_risk", "unaddressed_risk",
)  # fmt: skip
NO_CATEGORY = "none"
# What makes an alarming text harmless: talk of the process, of training, of what got better, ...
HARMLESS = (
    "", "process_talk", "training_policy", "improved_outcome", "negated", "known_managed",
    "hypothetical", "statistics", "idiom", "benign_child_talk", "service_complaint",
    "media_or_history", "own_feelings_about_work", ORDINARY,
)  # fmt: skip
SPELT_OTHERWISE = {
    "benign_child": "benign_child_talk",
    "process_jargon": "process_talk",
    "positive_outcome": "improved_outcome",
}


class Urgency(IntEnum):
    """How soon a person should read it: the longer the number, the sooner."""

    NONE = 0
    REVIEW = 1
    SAME_DAY = 2
    IMMEDIATE = 3


class LabelledText(Value):
    """One coder's opinion of one text."""

    model_config = ConfigDict(extra="ignore")

    text: str
    label: Literal[0, 1]
    category: str = NO_CATEGORY
    urgency: Urgency = Urgency.NONE
    hard_negative_type: str = ""
    speaker: str = ""
    difficulty: str = ""
    set: str = ""

    @field_validator("urgency", mode="before")
    @classmethod
    def _by_name(cls, given: object) -> object:
        return Urgency[given.upper()] if isinstance(given, str) else given

    @field_validator("hard_negative_type", mode="before")
    @classmethod
    def _of_ours(cls, given: object) -> object:
        return SPELT_OTHERWISE.get(str(given or ""), given or "")

    @field_validator("category", "hard_negative_type")
    @classmethod
    def _known(cls, given: str, info: ValidationInfo) -> str:
        allowed = HARMLESS if info.field_name == "hard_negative_type" else CATEGORIES
        if given not in (NO_CATEGORY, "", *allowed):
            raise ValueError("not one of those known")
        return given

    @property
    def is_ordinary(self) -> bool:
        return self.hard_negative_type == ORDINARY

    @property
    def fold(self) -> str | None:
        """The judged set that it is held out with; None for what is only learned from."""
        if self.set == ORDINARY:
            return JUDGED[zlib.crc32(self.text.encode()) % len(JUDGED)]
        return self.set if self.set in JUDGED else None


@cache
def labelled_texts() -> tuple[LabelledText, ...]:
    """All that is carried in the project, in a fixed order."""
    ours = [text for name in _names(FOLDER) for text in read_texts(name)]
    others = [text for name in _names(OF_READING) for text in _ordinary(name)]
    by_text = {text.text: text for text in (*others, *ours)}  # some stand in both: ours count
    return (*ours, *(text for text in others if by_text[text.text] is text))


def read_texts(name: str) -> Sequence[LabelledText]:
    """The texts of one file, each marked with the set it comes from."""
    belongs = {"set": name.removesuffix(ENDING)}
    return [
        LabelledText.model_validate_json(line).model_copy(update=belongs)
        for line in _lines(FOLDER, name)
    ]


def _ordinary(name: str) -> Iterator[LabelledText]:
    """The comments of a file that was written for the reading; others lie in `ordinary`."""
    if name.startswith(WRITTEN):
        for line in _lines(OF_READING, name):
            comment = json.loads(line)
            yield LabelledText(
                text=comment["text"],
                label=0,
                hard_negative_type=ORDINARY,
                speaker=comment["speaker"],
                set=name.removesuffix(ENDING),
            )


def _names(folder: Traversable) -> list[str]:
    return sorted(file.name for file in folder.iterdir() if file.name.endswith(ENDING))


def _lines(folder: Traversable, name: str) -> list[str]:
    return (folder / name).read_text(encoding="utf-8").splitlines()
