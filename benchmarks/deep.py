"""What a transformer adds to the light engine: its figures, and what it costs in the same run."""

import subprocess
import sys
import time
from collections.abc import Iterator, Sequence
from pathlib import Path

from analysis.deep.file import deep_from
from analysis.reading.deep.beside import KIND
from analysis.reading.engine import Engine
from analysis.reading.light import shipped_engine
from analysis.reading.reader import read
from bot.reading.models import Models

Row = tuple[str, ...]
Table = tuple[str, Row, list[Row]]
ROUNDS = 2  # of each engine in turn, so that a busy machine is busy for both
FIRST = """
import sys, time
from pathlib import Path
from analysis.reading.reader import read
from bot.reading.models import Models
read("She was kind.", by=Models(Path(sys.argv[1]) if sys.argv[1] else None).engine)
most = next(line for line in open("/proc/self/status") if line.startswith("VmHWM"))  # Linux's own
print(f"{time.process_time():.2f}", int(most.split()[1]) // 1024)
"""


def tables(folder: Path, texts: Sequence[str]) -> Iterator[Table]:
    """*folder* has a transformer that heard learn has made; *texts* are read to see how fast."""
    drawn = deep_from((folder / KIND.file).read_bytes(), KIND).drawn
    for kind in ("sentiment", "themes"):
        rows: list[Row] = [(name, figure) for name, figure in drawn.get(kind, {}).items()]
        yield f"With a transformer, {kind}, as it was judged when it was learned", ("", ""), rows
    engines = {"light": ("", shipped_engine()), "deep": (str(folder), Models(folder).engine)}
    rows = [
        (name, *_first(where), f"{_rate(by, texts):,.0f}")
        for _ in range(ROUNDS)
        for name, (where, by) in engines.items()
    ]
    yield "What it costs", ("", "first, s of one core", "MB", "comments/s and core"), rows


def _first(folder: str) -> tuple[str, str]:
    said = subprocess.run(  # noqa: S603 - our own lines
        [sys.executable, "-c", FIRST, folder], check=True, capture_output=True, text=True
    )
    seconds, megabytes = said.stdout.split()
    return seconds, megabytes


def _rate(by: Engine, texts: Sequence[str]) -> float:
    read("She was kind.", by=by)
    begin = time.process_time()
    for text in texts:
        read(text, by=by)
    return len(texts) / (time.process_time() - begin)
