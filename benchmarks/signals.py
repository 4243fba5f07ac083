"""What the net costs: a comment, the first one, and against TextBlob's polarity.

python -m benchmarks.signals [--deep FOLDER]: the folder of a transformer that heard learn has made.
"""

import argparse
import subprocess
import sys
import time
from collections.abc import Callable, Sequence
from pathlib import Path

from textblob.en import sentiment  # type: ignore[import-untyped]

from analysis.redaction.redacting import redact
from analysis.signals import read_signals
from analysis.signals.labelled import ORDINARY, labelled_texts
from bot.reading.models import Models

FIRST = """
import resource
from analysis.signals import read_signals
read_signals("She was kind.")
print(resource.getrusage(resource.RUSAGE_SELF).ru_maxrss // 1024)
"""
RUNS = 5
DEEP_RUNS = 2
LONGEST_ANSWER = 3000  # signs, in a form of Slack


def measure() -> list[tuple[str, str]]:
    texts = [text.text for text in labelled_texts() if text.set == ORDINARY]
    polarity, net, both = _in_turns(texts, (sentiment, read_signals, _redacted_and_read))
    return [
        ("the net, a comment", f"{1000 * net:.2f} ms"),
        ("redaction and net, against TextBlob's polarity", f"{both / polarity:.1f} times"),
        ("the first reading, in a fresh Python", _first()),
    ]


def measure_deep(folder: Path) -> list[tuple[str, str]]:
    """With a transformer beside the net, in turns with the light net alone."""
    texts = [text.text for text in labelled_texts() if text.set == ORDINARY][:400]
    longest = " ".join(texts)[:LONGEST_ANSWER]
    deep = Models(folder).net
    light, both = _in_turns(texts, (read_signals, deep), DEEP_RUNS)
    [long] = _in_turns([longest], (deep,), DEEP_RUNS)
    return [
        ("with a transformer, a comment", f"{1000 * both:.1f} ms, against {1000 * light:.2f} ms"),
        (f"with a transformer, {LONGEST_ANSWER:,} signs", f"{1000 * long:.0f} ms"),
    ]


def _redacted_and_read(text: str) -> None:
    read_signals(redact(text).text)


def _in_turns(
    texts: Sequence[str], readers: Sequence[Callable[[str], object]], runs: int = RUNS
) -> list[float]:
    """Seconds a text, the best of several runs; in turns, so that a busy moment hits all."""
    best = [float("inf")] * len(readers)
    for _ in range(runs):
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
    parser = argparse.ArgumentParser(description=__doc__)
    parser.add_argument("--deep", type=Path, metavar="FOLDER")
    given = parser.parse_args()
    for row in [*measure(), *(measure_deep(given.deep) if given.deep else ())]:
        print(*row, sep=": ")
