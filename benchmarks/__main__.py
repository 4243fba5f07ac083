"""make bench: every measurement, as one table each."""

from rich.console import Console
from rich.table import Table

from benchmarks import digesting, redaction, signals, starting, statistics, submission


def main() -> None:
    console = Console()
    for title, measured in (
        ("Pressing Send", submission),
        ("Digests", digesting),
        ("Statistics", statistics),
        ("The net", signals),
        ("Starting", starting),
        ("Personal data", redaction),
    ):
        table = Table("measured", "here", title=title, title_justify="left")
        with console.status(f"Measuring: {title} ..."):
            rows = measured.measure()
        for row in rows:
            table.add_row(*row)
        console.print(table)


if __name__ == "__main__":
    main()
