"""What is said of Board papers and of what people write in them."""

from collections.abc import Sequence

from analysis.phrases import listed


def no_day(actions: Sequence[int]) -> str:
    which = listed([str(number) for number in actions])
    these = f"Action {which} does" if len(actions) == 1 else f"Actions {which} do"
    return (
        f"{these} not say by when in a day or month, such as `15 January 2027` or `January 2027`. "
        "Please write one, or leave it empty for now."
    )
