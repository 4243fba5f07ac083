"""Numbers for whoever watches Heard, in Prometheus' text format. Of the whole, never of a part.

What counts people or their answers is in whole tens, so that nobody can see from outside when
somebody answers.
"""

import asyncio
import resource
import sys
from collections.abc import Iterator, Sequence
from datetime import datetime
from pathlib import Path
from typing import NamedTuple

from aiohttp import web
from aiohttp.typedefs import Handler

from bot.deps import Deps
from bot.keeping.inbox import Arrival
from bot.workers.vitals import Connection
from storage.interface import Counts, StorageError

FORMAT = "text/plain; version=0.0.4; charset=utf-8"
PATIENCE = 5.0  # seconds
TENS = 10
LEADING = ("caretaking", "concerns", "inbox")
PAGES = Path("/proc/self/statm")


class Metric(NamedTuple):
    name: str
    kind: str
    about: str
    value: float
    labels: str = ""

    def line(self) -> str:
        return f"{self.name}{self.labels} {self.value:.15g}"


def metrics(deps: Deps) -> Handler:
    """Always 200: a number that is not known is left out, and heard_store_up says so."""

    async def answer(_request: web.Request) -> web.StreamResponse:
        found = list(_of_the_process(deps))
        try:
            async with asyncio.timeout(PATIENCE):
                found += await _of_the_store(deps)
            found.append(Metric("heard_store_up", "gauge", "Whether the store answers.", 1))
        except (StorageError, TimeoutError):
            found.append(Metric("heard_store_up", "gauge", "Whether the store answers.", 0))
        return web.Response(text=written(found), headers={"Content-Type": FORMAT})

    return answer


def written(found: Sequence[Metric]) -> str:
    """Each name is explained once, and its values follow."""
    lines: list[str] = []
    explained = set()
    for metric in found:
        if metric.name not in explained:
            explained.add(metric.name)
            lines.append(f"# HELP {metric.name} {metric.about}")
            lines.append(f"# TYPE {metric.name} {metric.kind}")
        lines.append(metric.line())
    return "\n".join(lines) + "\n"


async def _of_the_store(deps: Deps) -> list[Metric]:
    now = deps.clock()
    version = await asyncio.to_thread(_version, deps)
    counts = await deps.store.counted(version, now)
    arrivals = await deps.store.all_kept(Arrival)
    failed = sum(bool(one.failed) for one in arrivals)
    return [*_of_counts(counts, now), *_of_arrivals(len(arrivals) - failed, failed)]


def _version(deps: Deps) -> str:
    return deps.models.engine.version(deps.codebook)


def _of_counts(counts: Counts, now: datetime) -> Iterator[Metric]:
    age = (now - counts.oldest_due).total_seconds() if counts.oldest_due else 0.0
    yield Metric("heard_responses", "gauge", "Responses kept, in tens.", _tens(counts.responses))
    yield Metric(
        "heard_drafts", "gauge", "Surveys begun and not sent, in tens.", _tens(counts.drafts)
    )
    yield Metric(
        "heard_uncoded",
        "gauge",
        "Responses whose words wait to be read, in tens.",
        _tens(counts.uncoded),
    )
    yield Metric("heard_outbox_waiting", "gauge", "Messages that are due.", counts.due)
    yield Metric("heard_outbox_dead", "gauge", "Messages that were given up.", counts.dead)
    yield Metric(
        "heard_outbox_oldest_seconds", "gauge", "How long the oldest one is due.", max(age, 0.0)
    )
    yield Metric("heard_store_bytes", "gauge", "Size of the store.", counts.size)


def _of_arrivals(waiting: int, failed: int) -> Iterator[Metric]:
    yield Metric("heard_arrivals_waiting", "gauge", "What came in and is not handled.", waiting)
    yield Metric("heard_arrivals_failed", "gauge", "What came in and could not be handled.", failed)


def _of_the_process(deps: Deps) -> Iterator[Metric]:
    vitals = deps.vitals
    is_connected = vitals.connection is not Connection.NONE
    yield Metric("heard_connected", "gauge", "Whether Slack can reach this process.", is_connected)
    yield Metric(
        "heard_reconnected_total", "counter", "Connections opened anew.", vitals.reconnected
    )
    yield Metric(
        "heard_stopping", "gauge", "Whether this process is about to end.", vitals.stopping
    )
    yield Metric("heard_workers_dead", "gauge", "Workers that ended.", len(vitals.dead_workers()))
    for task in sorted({*LEADING, *vitals.leads}):
        yield Metric(
            "heard_leads",
            "gauge",
            "Whether this process does the task.",
            task in vitals.leads,
            f'{{task="{task}"}}',
        )
    if vitals.delivered_at:
        yield Metric(
            "heard_last_delivery_timestamp_seconds",
            "gauge",
            "When a message was last delivered.",
            vitals.delivered_at.timestamp(),
        )
    yield Metric("heard_event_loop_lag_seconds", "gauge", "How late the process is.", vitals.lag)
    yield Metric("process_resident_memory_bytes", "gauge", "Memory in use.", _memory())


def _tens(count: int) -> int:
    return count // TENS * TENS


def _memory() -> int:
    """What it holds now; where a system does not tell, the most it ever held."""
    if PAGES.exists():
        return int(PAGES.read_text().split()[1]) * resource.getpagesize()
    most = resource.getrusage(resource.RUSAGE_SELF).ru_maxrss
    return most if sys.platform == "darwin" else most * 1024
