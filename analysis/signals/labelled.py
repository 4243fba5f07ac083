"""The labelled texts that the net is learned from and judged by. All persons in them are invented.

Three sets hold possible disclosures beside texts that only sound like one, about half and half.
`ordinary` holds comments as surveys bring them; none is a disclosure. `written_*` were written
later, to learn from: nothing is ever judged on them.
"""

import zlib
from collections.abc import Sequence
from enum import IntEnum
from functools import cache
from importlib.resources import files
from typing import Literal

from pydantic import ConfigDict, ValidationInfo, field_validator

from surveys.values import Value

FOLDER = files("analysis") / "library" / "signals"
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
    names = sorted(file.name for file in FOLDER.iterdir() if file.name.endswith(".jsonl"))
    return tuple(text for name in names for text in read_texts(name))


def read_texts(name: str) -> Sequence[LabelledText]:
    """The texts of one file, each marked with the set it comes from."""
    lines = (FOLDER / name).read_text(encoding="utf-8").splitlines()
    belongs = name.removesuffix(".jsonl")
    return [
        LabelledText.model_validate_json(line).model_copy(update={"set": belongs})
        for line in lines
        if line.strip()
    ]
