"""What the learning of any transformer begins with: its packages, and a folder to write to."""

from collections.abc import Iterator
from contextlib import contextmanager
from importlib import import_module
from pathlib import Path
from types import ModuleType

from bot.definitions import Missing

DEEP = "deep"  # the engine, after --engine
NEEDS_LEARNING = (
    "The deep engine learns with packages that are not installed here. Please install them, best "
    "beside and not in what runs Heard: pip install 'heard[deep-learning]'"
)


def learning_in(module: str) -> ModuleType:
    """The *module*, of which each is slow to load. Raises Missing without the extra."""
    try:
        import_module("analysis.deep.network").carried()
        return import_module(module)
    except ImportError:
        raise Missing((NEEDS_LEARNING,)) from None


@contextmanager
def writing(folder: Path) -> Iterator[None]:
    """Raises Missing for a folder that can't be written."""
    try:
        yield
    except OSError as error:
        raise Missing((f"{folder}: can't be written ({error.strerror}).",)) from None
