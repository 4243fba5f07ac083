"""People who wrote about neglect, each comment read by a machine and a few by a person again."""

from collections.abc import Sequence

from surveys.coding import Coder, Coding, Sampled, ThemeNames
from surveys.evidence import Evidence
from surveys.survey import Survey
from surveys.values import QuestionId
from tests.analysis.crowds import CHILDREN, WORDS, evidence, of
from tests.builders import NEGLECT, a_coding, saying

WAITING = ThemeNames(version="0a1b2c3d", labels={"waiting": "Waiting for help"})
SIX = ThemeNames(version="0a1b2c3d", labels={f"theme-{n}": f"Theme {n}" for n in range(6)})
Seen = tuple[bool, bool | None]  # whether the machine found the theme; and a person, if audited
VECTOR: Sequence[Seen] = (
    *[(True, True)] * 8,
    *[(True, False)] * 2,
    *[(False, True)] * 5,
    *[(False, False)] * 25,
    *[(True, None)] * 50,
    *[(False, None)] * 110,
)


def written(
    seen: Sequence[Seen],
    survey: Survey = CHILDREN,
    question: QuestionId = WORDS,
    names: ThemeNames = WAITING,
    **of_each: str,
) -> Evidence:
    """Comments of so many people, each read for all themes of the codebook alike."""
    responses = [of(survey, {question: saying("…")}, content_area=NEGLECT, **of_each) for _ in seen]
    themes = tuple(names.labels)
    codings: list[Coding] = []
    for one, (machine, person) in zip(responses, seen, strict=True):
        read = a_coding(one, question=question, themes=themes if machine else ())
        codings.append(read)
        if person is not None:
            again = {"coder": Coder.PERSON, "sampled": Sampled.AUDIT, "version": "codebook 1"}
            codings.append(read.model_copy(update={**again, "themes": themes if person else ()}))
    return evidence(*responses, about=NEGLECT, codings=tuple(codings), themes=names)
