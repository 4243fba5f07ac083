"""The kinds of question: which keys an author may write, and what each kind brings along."""

from collections.abc import Mapping
from dataclasses import dataclass
from types import MappingProxyType

from surveys.survey import (
    AgreeQuestion,
    Asked,
    ChangeQuestion,
    CommentQuestion,
    ContentAreaQuestion,
    FacesQuestion,
    FrequencyQuestion,
    ManyQuestion,
    NumberQuestion,
    ScaleQuestion,
    SingleQuestion,
    YesNoQuestion,
)

EVERY_QUESTION = ("id", "kind", "text", "hint", "required", "show_if", "theme", "good", "measures")
CHOOSING = ("favourable", "goto")
STANDARD = (*CHOOSING, "extra_opt_outs")
OWN_OPTIONS = (*CHOOSING, "options", "opt_outs")
GOTO = ("when", "to")


@dataclass(frozen=True)
class Kind:
    """One kind of question: its keys beside those of every question, and what it brings along."""

    model: type[Asked]
    keys: tuple[str, ...]
    options: tuple[str, ...] = ()
    opt_outs: tuple[str, ...] = ()
    favourable: tuple[str, ...] = ()

    @property
    def all_keys(self) -> tuple[str, ...]:
        return EVERY_QUESTION + self.keys


KINDS: Mapping[str, Kind] = MappingProxyType(
    {
        "agree": Kind(
            AgreeQuestion,
            STANDARD,
            ("Strongly disagree", "Disagree", "Neither", "Agree", "Strongly agree"),
            ("Not applicable", "Prefer not to say"),
            ("Agree", "Strongly agree"),
        ),
        "scale": Kind(
            ScaleQuestion,
            (*STANDARD, "low", "high"),
            tuple(str(number) for number in range(11)),
            (),
            ("7", "8", "9", "10"),
        ),
        "frequency": Kind(
            FrequencyQuestion,
            STANDARD,
            ("Never", "Sometimes", "Most of the time", "Always"),
            ("I'm not sure", "I don't want to say"),
            ("Most of the time", "Always"),
        ),
        "change": Kind(
            ChangeQuestion,
            STANDARD,
            ("Much worse", "A bit worse", "About the same", "A bit better", "Much better"),
            ("I don't know", "Prefer not to say"),
            ("A bit better", "Much better"),
        ),
        "faces": Kind(
            FacesQuestion, STANDARD, ("🙁 No", "😐 Kind of", "🙂 Yes"), ("Skip",), ("🙂 Yes",)
        ),
        "yes_no": Kind(YesNoQuestion, STANDARD, ("Yes", "No"), ("Not sure",), ("Yes",)),
        "content_area": Kind(ContentAreaQuestion, STANDARD, (), ("None of these",)),
        "single": Kind(SingleQuestion, (*OWN_OPTIONS, "segment")),
        "many": Kind(ManyQuestion, OWN_OPTIONS),
        "number": Kind(NumberQuestion, ("smallest", "largest")),
        "comment": Kind(CommentQuestion, ("max_characters", "own_words")),
    }
)
