"""The codebook that counts now: the board's file until it is changed, then the store's newest.

Several processes may run. Each codebook is kept under the next number, so of two who change it at
once one is told to look again, and every process finds the newest before it reads.
"""

from analysis.reading import codebook_changes as changes
from analysis.reading.codebook import Codebook
from analysis.reading.codebook_changes import BoardCodebook
from storage.interface import Entry, Store
from surveys.errors import ChangedMeanwhile


class Codebooks:
    """*now* is the newest that this process has seen."""

    def __init__(self, first: Codebook) -> None:
        self.now = changes.first(first)

    async def refresh(self, store: Store) -> BoardCodebook:
        """Look for a newer one, made by whatever process."""
        while newer := await store.kept(BoardCodebook, str(self.now.number + 1)):
            self.now = changes.with_unasked(self.now, newer)
        return self.now

    async def publish(self, store: Store, newer: BoardCodebook, entry: Entry) -> None:
        """From now on this one counts. Raises ChangedMeanwhile when another was quicker."""
        if await store.keep(newer, entry=entry) == "again":
            await self.refresh(store)
            raise ChangedMeanwhile
        self.now = newer
