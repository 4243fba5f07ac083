"""Why nothing was learned from corrections, said alike for every model."""

from collections.abc import Callable, Iterator
from contextlib import contextmanager

from bot.definitions import Missing
from bot.deps import Deps
from bot.reading.teaching import NothingCoded
from bot.wording import teaching as words
from bot.workers.apart import FailedApart

NOT_TAKEN = 1  # the exit code where what was learned reads worse


@contextmanager
def saying_why_not(deps: Deps, nothing_coded: Callable[[NothingCoded], str]) -> Iterator[None]:
    """Raises Missing, with *nothing_coded* where people corrected too little."""
    try:
        yield
    except NothingCoded as nothing:
        raise Missing((nothing_coded(nothing),)) from None
    except (FailedApart, TimeoutError) as error:
        why = str(error) or "it took too long"
        raise Missing((words.NOT_LEARNED.format(why=why),)) from None
    except OSError as error:
        raise Missing((f"{deps.models.folder}: can't be written ({error.strerror}).",)) from None
