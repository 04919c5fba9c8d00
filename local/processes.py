"""Processes in the background: started with a log of their own, written down, and ended exactly.

A process is known by its id and the time it started, so that an id that the system has given to another program in
the meantime is never ended.
"""

import json
import socket
import subprocess
from collections.abc import Mapping, Sequence
from dataclasses import asdict, dataclass
from pathlib import Path

import psutil

from local.troubles import TroubleError

_GRACE_SECONDS = 5


@dataclass(frozen=True)
class Started:
    """A process that was started here: its name for people, its id, and when it started (seconds since the epoch)."""

    name: str
    pid: int
    started_at: float

    def process(self) -> psutil.Process | None:
        """The process, while it runs."""
        try:
            process = psutil.Process(self.pid)
            same = process.create_time() == self.started_at and process.status() != psutil.STATUS_ZOMBIE
        except psutil.NoSuchProcess:
            return None
        return process if same else None


class Register:
    """The processes of one stack, in a file of its folder: written as each starts, gone once all have ended."""

    def __init__(self, folder: Path) -> None:
        self._file = folder / "processes.json"

    def started(self) -> list[Started]:
        """What was started and not yet ended, oldest first."""
        if not self._file.exists():
            return []
        return [Started(**record) for record in json.loads(self._file.read_text(encoding="utf-8"))]

    def running(self) -> list[Started]:
        """Those of them that run."""
        return [started for started in self.started() if started.process()]

    def start(self, name: str, command: Sequence[str], *, env: Mapping[str, str], log: Path) -> Started:
        """Start a process in the background, its output in `log`, and write it down."""
        log.parent.mkdir(parents=True, exist_ok=True)
        with log.open("wb") as output:
            process = subprocess.Popen(
                command,
                env=dict(env),
                stdin=subprocess.DEVNULL,
                stdout=output,
                stderr=subprocess.STDOUT,
                start_new_session=True,
            )
        started = Started(name, process.pid, psutil.Process(process.pid).create_time())
        self._write([*self.started(), started])
        return started

    def end_all(self) -> list[Started]:
        """End what runs, the youngest first, each with its children; answers what was ended."""
        ended = [started for started in reversed(self.started()) if _end(started)]
        self._file.unlink(missing_ok=True)
        return ended

    def _write(self, records: list[Started]) -> None:
        fresh = self._file.with_suffix(".new")
        fresh.write_text(json.dumps([asdict(record) for record in records]), encoding="utf-8")
        fresh.replace(self._file)


def free_port() -> int:
    """A port of the loopback interface that is free now."""
    with socket.socket() as probe:
        probe.bind(("127.0.0.1", 0))
        port: int = probe.getsockname()[1]
        return port


def own_port(port: int) -> int:
    """`port`, if a program can listen there. Raises TroubleError when it is taken or not allowed."""
    with socket.socket() as probe:
        # As the servers of this stack do, so that a port that was in use a moment ago is not refused.
        probe.setsockopt(socket.SOL_SOCKET, socket.SO_REUSEADDR, 1)
        try:
            probe.bind(("127.0.0.1", port))
        except (OSError, OverflowError) as error:
            raise TroubleError(f"Port {port} cannot be used: {error}.", do="Give another one with PORT=.") from error
    return port


def still_runs(started: Started, log: Path) -> None:
    """Raise a trouble when the process has ended although it should not have."""
    if started.process() is None:
        raise TroubleError(f"{started.name} ended right after its start.", do="Read its log.", log=log)


def _end(started: Started) -> bool:
    process = started.process()
    if process is None:
        return False
    family = [process, *process.children(recursive=True)]
    process.terminate()
    _, alive = psutil.wait_procs([process], timeout=_GRACE_SECONDS)
    for member in [*alive, *family]:
        if member.is_running():
            member.kill()
    psutil.wait_procs(family, timeout=_GRACE_SECONDS)
    return True
