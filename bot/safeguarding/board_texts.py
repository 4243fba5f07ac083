"""The door for what the board's own people write: reasons, a paper's texts, what came of it.

Others will read these words, so the net reads them before anything is done with them: what may
disclose harm goes to the designated lead at once, and to nobody else before its writer was asked.
Who or where somebody is has no place in them: that is to be taken out, and nothing is replaced.
"""

from collections.abc import Collection, Mapping

from analysis.redaction.personal_data import Kind
from analysis.redaction.redacting import redact
from bot.deps import Deps
from bot.ids import derived
from bot.safeguarding.concerns import agency_of, keep_at_once, raised
from surveys.concern import Door
from surveys.errors import HeldBack, NamesSomebody
from surveys.values import PersonId


async def pass_board_texts(
    deps: Deps,
    place: str,
    texts: Mapping[str, str],
    *,
    by: str,
    captions: Mapping[str, str] | None = None,
    door: Door = Door.BOARD_TEXT,
) -> None:
    """Raises HeldBack for what a designated lead reads first, who has been told when it is raised.

    *texts* are as they were written, by field. The same words in the same *place* are one concern,
    whoever sends them and however often; once it is released they pass.
    """
    clean = {name: redact(text).text for name, text in texts.items() if text.strip()}
    refers_to = derived("board text", place, *sorted(clean.values()))
    found = await raised(
        deps,
        door=door,
        texts=clean,
        writer=PersonId(by),
        agency=agency_of(deps, by),
        area=None,
        refers_to=refers_to,
        captions=captions,
        read_later=False,  # people read it where it is meant for
    )
    await keep_at_once(deps, found)
    if any(concern.withholds for concern in found.standing or ()):
        raise HeldBack(found.told)


def refuse_personal_data(*texts: str, but: Collection[Kind] = ()) -> None:
    """Raises NamesSomebody for what is surely personal data, but for kinds that may stand there."""
    spans = [span for text in texts for span in redact(text).spans if span.is_sure]
    kinds = tuple(span.kind for span in spans if span.kind not in but)
    if kinds:
        raise NamesSomebody(kinds)
