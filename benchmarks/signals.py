"""What the net costs: a comment, the first one, and against TextBlob's polarity.

python -m benchmarks.signals
"""

import subprocess
import sys
import time
from collections.abc import Callable, Sequence

from textblob.en import sentiment  # type: ignore[import-untyped]

from analysis.redaction.redacting import redact
from analysis.signals import read_signals
from analysis.signals.labelled import ORDINARY, labelled_texts

FIRST = """
import resource
from analysis.signals import read_signals
read_signals("She was kind.")
print(resource.getrusage(resource.RUSAGE_SELF).ru_maxrss // 1024)
"""
RUNS = 5


def measure() -> list[tuple[str, str]]:
    texts = [text.text for text in labelled_texts() if text.set == ORDINARY]
    polarity, net, both = _in_turns(texts, (sentiment, read_signals, _redacted_and_read))
    return [
        ("the net, a comment", f"{1000 * net:.2f} ms"),
        ("redaction and net, against TextBlob's polarity", f"{both / polarity:.1f} times"),
        ("the first reading, in a fresh Python", _first()),
    ]


def _redacted_and_read(text: str) -> None:
    read_signals(redact(text).text)


def _in_turns(texts: Sequence[str], readers: Sequence[Callable[[str], object]]) -> list[float]:
    """Seconds a text, the best of several runs; in turns, so that a busy moment hits all."""
    best = [float("inf")] * len(readers)
    for _ in range(RUNS):
        for number, reader in enumerate(readers):
            began = time.process_time()
            for text in texts:
                reader(text)
            best[number] = min(best[number], (time.process_time() - began) / len(texts))
    return best


def _first() -> str:
    began = time.perf_counter()
    told = subprocess.run(  # noqa: S603 - our own lines
        (sys.executable, "-c", FIRST), check=True, capture_output=True, text=True
    )
    return f"{time.perf_counter() - began:.2f} s, {told.stdout.strip()} MB"


if __name__ == "__main__":
    for row in measure():
        print(*row, sep=": ")
