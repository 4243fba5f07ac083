"""make bench: every measurement, as one table each; with --peers those beside others' packages."""

import argparse

from rich.console import Console
from rich.table import Table

from benchmarks import digesting, redaction, signals, starting, statistics, submission

ALONE = {
    "Pressing Send": submission,
    "Digests": digesting,
    "The net": signals,
    "Starting": starting,
}
BESIDE_PEERS = {"Statistics": statistics, "Personal data": redaction}


def main() -> None:
    parser = argparse.ArgumentParser(description=__doc__)
    parser.add_argument("--peers", action="store_true", help="what is measured beside peers")
    chosen = BESIDE_PEERS if parser.parse_args().peers else ALONE
    console = Console()
    for title, measured in chosen.items():
        table = Table("measured", "here", title=title, title_justify="left")
        with console.status(f"Measuring: {title} ..."):
            rows = measured.measure()
        for row in rows:
            table.add_row(*row)
        console.print(table)


if __name__ == "__main__":
    main()
