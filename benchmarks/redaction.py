"""How well personal data is found, beside presidio and scrubadub: python -m benchmarks.redaction.

Takes a JSONL file of texts with the personal data in them marked (text, spans), by default the
project's own for judging, and says for each kind how much was found, with Wilson's interval, and
how much of what was taken out was right. A piece is found when any of it is taken out, as whatever
kind. A kind with three pieces proves little: see the intervals.

The peers are no dependencies: `make bench` installs them (group peers) in a folder apart. Presidio
runs with its patterns and without a language model, because it would fetch one; without the peers
the table says so.
"""

import argparse
import json
import logging
import time
from collections import defaultdict
from collections.abc import Callable, Iterable, Iterator, Sequence
from importlib.util import find_spec
from pathlib import Path
from typing import Any

from analysis.redaction.redacting import redact
from analysis.signals.labelled import labelled_texts
from analysis.statistics import Share, wilson

OWN = Path(__file__).parent.parent / "tests" / "data" / "redaction.jsonl"
KINDS = {
    "NHS_NUMBER": "nhs_number",
    "NINO": "national_insurance",
    "VEHICLE_REG": "vehicle",
    "PERSON": "name",
    "ORG_PLACE": "place",
}
Piece = tuple[int, int, str]
Row = dict[str, Any]
Engine = Callable[[str], list[Piece]]


def main() -> None:
    parser = argparse.ArgumentParser(description=__doc__)
    parser.add_argument("file", type=Path, nargs="?", default=OWN)
    file = parser.parse_args().file
    for row in measure(file):
        print(f"{row[0]:44} {row[1]}")


def measure(file: Path = OWN) -> list[tuple[str, str]]:
    rows = [json.loads(line) for line in file.read_text(encoding="utf-8").splitlines()]
    table = []
    for name, engine in engines():
        if engine is None:
            table.append((name, "not installed"))
            continue
        table += [(f"{name}, {what}", figure) for what, figure in judged(rows, engine)]
    return table


def engines() -> Iterator[tuple[str, Engine | None]]:
    yield "Heard", heard
    yield "presidio", presidio() if find_spec("presidio_analyzer") else None
    yield "scrubadub", scrubadub() if find_spec("scrubadub") else None


def heard(text: str) -> list[Piece]:
    return [(span.start, span.end, span.kind) for span in redact(text).spans]


def presidio() -> Engine:
    analyzer = __import__("presidio_analyzer")
    registry = analyzer.RecognizerRegistry(supported_languages=["en"])
    registry.load_predefined_recognizers(languages=["en"])
    logging.getLogger("tldextract").setLevel(logging.CRITICAL)  # would fetch a list, and does not
    no_model = __import__("presidio_analyzer.nlp_engine", fromlist=["NlpArtifacts"])
    nothing = no_model.NlpArtifacts([], [], [], [], None, "en")
    recognizers = [
        one
        for one in registry.recognizers
        if isinstance(one, analyzer.PatternRecognizer) and one.supported_language == "en"
    ]

    def found(text: str) -> list[Piece]:
        results = [
            result
            for one in recognizers
            for result in one.analyze(text, one.supported_entities, nothing) or ()
        ]
        return [(one.start, one.end, one.entity_type.lower()) for one in results]

    return found


def scrubadub() -> Engine:
    scrubber = __import__("scrubadub").Scrubber(locale="en_GB")

    def found(text: str) -> list[Piece]:
        return [(one.beg, one.end, one.type) for one in scrubber.iter_filth(text)]

    return found


def judged(rows: Sequence[Row], engine: Engine) -> list[tuple[str, str]]:
    hits: dict[str, int] = defaultdict(int)
    truth: dict[str, int] = defaultdict(int)
    false: dict[str, int] = defaultdict(int)
    touched = clean = 0
    begin = time.perf_counter()
    found = [engine(row["text"]) for row in rows]
    rate = len(rows) / (time.perf_counter() - begin)
    for row, pieces in zip(rows, found, strict=True):
        gold = [
            (s["start"], s["end"], KINDS.get(s["type"], s["type"].lower())) for s in row["spans"]
        ]
        clean += not gold
        touched += bool(pieces) and not gold
        for piece in gold:
            truth[piece[2]] += 1
            hits[piece[2]] += touches(piece, pieces)
        for piece in pieces:
            false[piece[2]] += not touches(piece, gold)
    return [
        *_by_kind(hits, truth, false),
        ("clean texts touched, many of them traps", f"{touched} of {clean}"),
        ("ordinary comments touched", _of_ordinary(engine)),
        ("a second", f"{rate:,.0f} texts"),
    ]


def _of_ordinary(engine: Engine) -> str:
    texts = [text.text for text in labelled_texts() if text.is_ordinary and text.fold]
    touched = sum(bool(engine(text)) for text in texts)
    return f"{touched} of {len(texts):,} ({touched / len(texts):.1%})"


def _by_kind(
    hits: dict[str, int], truth: dict[str, int], false: dict[str, int]
) -> Iterator[tuple[str, str]]:
    for kind, count in sorted(truth.items()):
        yield kind, _figure(hits[kind], count, false[kind])
    others = [kind for kind in truth if kind != "name"]
    wrong = sum(count for kind, count in false.items() if kind not in {"name", "person"})
    yield (
        "all but names",
        _figure(sum(hits[kind] for kind in others), sum(truth[kind] for kind in others), wrong),
    )


def _figure(hits: int, count: int, false: int) -> str:
    interval = wilson(Share(favourable=hits, base=count))
    precision = f"{hits / (hits + false):.3f}" if hits + false else "not to be told"
    return (
        f"recall {hits / (count or 1):.3f} "
        f"({interval.lower:.2f} to {interval.upper:.2f}, {hits} of {count}), "
        f"precision {precision} ({false} false)"
    )


def touches(piece: Piece, others: Iterable[Piece]) -> bool:
    return any(piece[0] < end and start < piece[1] for start, end, _ in others)


if __name__ == "__main__":
    main()
