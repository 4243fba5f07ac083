"""Which responses wait to be read by the machine, found without looking at all of them."""

from collections.abc import Collection, Mapping

from storage.codec import Document, key_of
from storage.rows import Changes
from surveys.coding import Coder

MOST_VERSIONS = 3  # kept up to date: the machine's own, and what somebody asks once


class Unread:
    """Responses with a comment that the machine of some version has not read.

    They are looked for once for each version that is asked for, and kept up to date from then on.
    """

    def __init__(self, tables: Mapping[str, Mapping[str, Document]]) -> None:
        self._responses = tables["responses"]
        self._codings = tables["codings"]
        self._by_version: dict[str, dict[str, None]] = {}

    def by(self, version: str) -> Collection[str]:
        """Ids of the responses, in the order in which they began to wait."""
        if version not in self._by_version:
            if len(self._by_version) >= MOST_VERSIONS:
                del self._by_version[next(iter(self._by_version))]
            waiting = (name for name in self._responses if self._waits(name, version))
            self._by_version[version] = dict.fromkeys(waiting)
        return self._by_version[version].keys()

    def saw(self, changes: Changes) -> None:
        """These changes are in the tables now."""
        codings = changes.get("codings", {})
        if None in codings.values():  # an erased coding does not say whose it was: look again
            self._by_version.clear()
        read = [coding["response"] for coding in codings.values() if coding is not None]
        for version, waiting in self._by_version.items():
            for name in (*changes.get("responses", ()), *read):
                if self._waits(name, version):
                    waiting[name] = None
                else:
                    waiting.pop(name, None)

    def _waits(self, name: str, version: str) -> bool:
        response = self._responses.get(name)
        return response is not None and not all(
            self._has_read(name, question, version) for question in response["comments"]
        )

    def _has_read(self, response: str, question: str, version: str) -> bool:
        coding = self._codings.get(key_of(response, question, Coder.MACHINE))
        return coding is not None and coding["version"] == version
