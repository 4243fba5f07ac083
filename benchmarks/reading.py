"""How well the words are read: python -m benchmarks.reading [DIR] prints a table.

First what learning reaches on the comments in the project, held out file by file, beside peers.
A folder holds more: tables of coded comments (CSV: learned from and held out likewise), and JSONL
files of coded comments (text, sentiment, themes, perhaps sentences) or of texts with the personal
data in them marked (text, spans), which are read with what is shipped. Comments that it was learned
from flatter, and are counted. --deep FOLDER names the folder of a transformer that heard learn has
made: then the deep engine stands beside the light one.
"""

import argparse
import json
import resource
import subprocess
import sys
import time
from collections import defaultdict
from collections.abc import Collection, Iterable, Mapping, Sequence
from pathlib import Path
from typing import Any

from textblob import TextBlob  # type: ignore[import-untyped]

from analysis.reading.labelled import CodedComment, library_comments
from analysis.reading.reader import Reading, read
from analysis.reading.sentiment import view
from analysis.redaction.redacting import redact
from benchmarks import deep
from benchmarks.learned import boundaries, of_table, ours

VIEWS = ("negative", "neutral", "positive")
NUMBERED = {-1: "negative", 0: "neutral", 1: "positive"}
KINDS = {
    "NHS_NUMBER": "nhs_number",
    "NINO": "national_insurance",
    "VEHICLE_REG": "vehicle",
    "PERSON": "name",
}
# As it is installed. TextBlob's NLTK loads SciPy where it finds it, which only the tests bring.
FIRST = """
import resource, sys
sys.modules.update(scipy=None, sklearn=None)
from analysis.reading.reader import read
read("She was kind.")
print(resource.getrusage(resource.RUSAGE_SELF).ru_maxrss // 1024)
"""
Row = Mapping[str, Any]


def main() -> None:
    """Print the table for every file in the folder that has labels we know."""
    parser = argparse.ArgumentParser(description=__doc__)
    parser.add_argument("folder", type=Path, nargs="?")
    parser.add_argument("--deep", type=Path, metavar="FOLDER")
    given = parser.parse_args()
    folder = given.folder
    coded = [one.text for one in library_comments() if one.set.startswith("coded_")]
    print_speed(coded)
    print_tables(ours())
    if given.deep is not None:
        print_tables(deep.tables(given.deep, coded[::10]))
    if folder is not None:
        print_folder(folder)


def print_folder(folder: Path) -> None:
    files = {path.stem: rows_of(path) for path in sorted(folder.glob("*.jsonl"))}
    for path in sorted(folder.rglob("*.csv")):
        print_tables(of_table(path))
    for name, rows in files.items():
        learned = {comment.text for comment in library_comments()}
        seen = sum(row.get("text") in learned for row in rows)
        print(f"\n{name}: {len(rows)} rows, {seen} of them learned from")
        if any("spans" in row for row in rows):
            print_redaction(rows)
        elif all("sentiment" in row for row in rows):
            print_reading(rows)
        else:
            print("  no labels of ours")


def print_tables(tables: Iterable[tuple[str, tuple[str, ...], list[tuple[str, ...]]]]) -> None:
    for title, heading, rows in tables:
        print(f"\n{title}")
        widths = [max(map(len, column)) for column in zip(heading, *rows, strict=True)]
        for row in (heading, *rows):
            cells = (cell.ljust(width) for cell, width in zip(row, widths, strict=True))
            print("  " + "  ".join(cells).rstrip(), flush=True)


def rows_of(path: Path) -> list[Row]:
    return [json.loads(line) for line in path.read_text(encoding="utf-8").splitlines() if line]


def print_reading(rows: Sequence[Row]) -> None:
    coded = [row for row in rows if row.get("sentences")]
    if coded:
        print_sentences(coded)
    print_wholes(rows)


def print_sentences(rows: Sequence[Row]) -> None:
    parts = [part for row in rows for part in row["sentences"]]
    truth = [str(part["sentiment"]) for part in parts]
    usual = max(truth, key=truth.count)
    print_views("sentence sentiment, majority", truth, [usual] * len(truth), VIEWS)
    print_views("sentence sentiment, TextBlob", truth, [blob(p["text"]) for p in parts], VIEWS)
    ours = [view(part["text"]).sentiment.value for part in parts]
    print_views("sentence sentiment, Heard", truth, ours, VIEWS)
    found = [read(part["text"]).themes for part in parts]
    print_themes("sentence themes, Heard", [part["themes"] for part in parts], found)
    print_tables([boundaries([CodedComment.model_validate(row) for row in rows])])


def print_wholes(rows: Sequence[Row]) -> None:
    readings = [read(row["text"]) for row in rows]
    truth = [str(NUMBERED.get(row["sentiment"], row["sentiment"])) for row in rows]
    has_mixed = "mixed" in truth
    labels = (*VIEWS, "mixed") if has_mixed else VIEWS
    usual = max(truth, key=truth.count)
    print_views("whole sentiment, majority", truth, [usual] * len(truth), labels)
    print_views("whole sentiment, TextBlob", truth, [blob(row["text"]) for row in rows], labels)
    ours = [whole_of(reading, has_mixed=has_mixed) for reading in readings]
    print_views("whole sentiment, Heard", truth, ours, labels)
    themes = [reading.themes for reading in readings]
    print_themes("whole themes, Heard", [row["themes"] for row in rows], themes)
    unassigned = sum(not reading.themes for reading in readings)
    print(f"  {'whole themes, not assigned':32} {unassigned / len(rows):7.3f}")


def whole_of(reading: Reading, *, has_mixed: bool) -> str:
    """Where the labels know no mixed, it is neither good nor bad."""
    is_between = reading.sentiment == "mixed" and not has_mixed
    return "neutral" if is_between else reading.sentiment.value


def blob(text: str) -> str:
    polarity = TextBlob(text).sentiment.polarity
    return "positive" if polarity > 0.05 else "negative" if polarity < -0.05 else "neutral"


def print_redaction(rows: Sequence[Row]) -> None:
    """A piece counts as found when any of it was taken out as that kind or another."""
    counts: dict[str, list[int]] = defaultdict(lambda: [0, 0, 0])
    for row in rows:
        truth = [
            (s["start"], s["end"], KINDS.get(s["type"], s["type"].lower())) for s in row["spans"]
        ]
        ours = [(span.start, span.end, span.kind) for span in redact(row["text"]).spans]
        for piece in truth:
            counts[piece[2]][0 if touches(piece, ours) else 2] += 1
        for piece in ours:
            counts[piece[2]][1] += not touches(piece, truth)
    for kind, (hits, false, missed) in sorted(counts.items()):
        print_f1(f"redaction, {kind}", hits, false, missed)
    certain = [count for kind, count in counts.items() if kind not in {"name", "org_place"}]
    print_f1(
        "redaction, all but names, places", *(sum(column) for column in zip(*certain, strict=True))
    )


def touches(piece: tuple[int, int, str], others: Iterable[tuple[int, int, str]]) -> bool:
    return any(piece[0] < end and start < piece[1] for start, end, _ in others)


def print_views(
    name: str, truth: Sequence[str], found: Sequence[str], labels: Sequence[str]
) -> None:
    counts = [
        counted(label, [{one} for one in truth], [{one} for one in found]) for label in labels
    ]
    right = sum(a == b for a, b in zip(truth, found, strict=True)) / len(truth)
    macro = sum(f1(*count) for count in counts) / len(counts)
    print(f"  {name:32} {macro:7.3f} macro-F1 {right:7.3f} accuracy")


def print_themes(
    name: str, truth: Sequence[Collection[str]], found: Sequence[Collection[str]]
) -> None:
    labels = sorted({theme for themes in truth for theme in themes})
    counts = [counted(label, truth, found) for label in labels]
    micro = f1(*(sum(column) for column in zip(*counts, strict=True)))
    macro = sum(f1(*count) for count in counts) / len(counts)
    print(f"  {name:32} {macro:7.3f} macro-F1 {micro:7.3f} micro-F1")


def print_f1(name: str, hits: int, false: int, missed: int) -> None:
    precision, recall = hits / (hits + false or 1), hits / (hits + missed or 1)
    score = f1(hits, false, missed)
    print(f"  {name:32} {score:7.3f} F1 {precision:7.3f} precision {recall:7.3f} recall")


def counted(
    label: str, truth: Sequence[Collection[str]], found: Sequence[Collection[str]]
) -> tuple[int, int, int]:
    pairs = zip(truth, found, strict=True)
    return overlap(({label} & set(one), {label} & set(other)) for one, other in pairs)


def overlap(pairs: Iterable[tuple[Collection[Any], Collection[Any]]]) -> tuple[int, int, int]:
    """Hits, false alarms and misses of the second against the first of each pair."""
    hits = false = missed = 0
    for truth, found in pairs:
        hits += len(set(truth) & set(found))
        false += len(set(found) - set(truth))
        missed += len(set(truth) - set(found))
    return hits, false, missed


def f1(hits: int, false: int, missed: int) -> float:
    return 2 * hits / (2 * hits + false + missed or 1)


def print_speed(texts: Sequence[str]) -> None:
    """The first reading of a fresh Python with its imports, then the rate once loaded.

    The whole reading: redaction, the net, sentences, sentiment and themes. The time is on the clock
    and of the processor: on a busy machine only the second tells.
    """
    begin, used = time.perf_counter(), resource.getrusage(resource.RUSAGE_CHILDREN)
    told = subprocess.run([sys.executable, "-c", FIRST], check=True, capture_output=True, text=True)  # noqa: S603 - our own lines
    start, after = time.perf_counter() - begin, resource.getrusage(resource.RUSAGE_CHILDREN)
    processor = after.ru_utime + after.ru_stime - used.ru_utime - used.ru_stime
    read("She was kind.")
    begin = time.process_time()
    for text in texts:
        read(text)
    rate = len(texts) / (time.process_time() - begin)
    print(
        f"first reading {start:.2f} s ({processor:.2f} s of one core), {told.stdout.strip()} MB; "
        f"then {rate:,.0f} comments/s and core, the whole reading"
    )


if __name__ == "__main__":
    main()
