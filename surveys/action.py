"""An action of a plan: what is done in a content area, since when, and what it should move."""

import re
from datetime import date

from surveys.measures import Measures
from surveys.values import AreaId, Line, Value

NAMED = re.compile(r"\b(?:QN|QL|OC)[0-9]{1,3}\b")


class Action(Value):
    """*moves* is what whoever planned it wrote: a measure by its code or name, or by a figure."""

    content_area: AreaId
    what: Line
    since: date
    moves: str = ""

    def measures_of(self, known: Measures) -> set[str]:
        """The codes of the measures that it should move; none where *known* has none of them."""
        said = self.moves.casefold()
        codes = set(NAMED.findall(self.moves.upper())) & set(known.codes)
        return codes | {one.code for one in known.all() if one.name.casefold() in said}
