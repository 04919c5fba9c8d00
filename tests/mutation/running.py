"""Processes in which tests run, with a limit for the processor's time.

A process that uses more time of the processor than its limit goes round in circles. The time on the clock does not
count, because a busy machine makes all processes slow.
"""

import contextlib
import os
import resource
import shutil
import signal
import sys
import tempfile
import time
from collections.abc import Callable
from dataclasses import dataclass, field
from enum import Enum

import psutil
import pytest
from _pytest.runner import runtestprotocol

_MOST_MEMORY = 6 * 1024**3
# A process that sleeps so long and uses no processor waits for what never comes.
_STUCK_SECONDS = 90.0
_LOOK_EVERY = 5.0


class Outcome(Enum):
    """The outcome of a trial: a test failed, all passed, only an import can tell, or the process was ended.

    `REFUSED` is no outcome of a process: no test failed, but the checker of types finds the error.
    """

    NOTICED = 1
    LIVES = 0
    REFUSED = 39
    NEEDS_IMPORT = 40
    UNKNOWN = 41


@dataclass
class Process:
    """A process that runs tests, its folder for temporary files, and when it last used the processor."""

    number: int
    folder: str
    used: float = 0.0
    used_at: float = field(default_factory=time.monotonic)
    looked_at: float = field(default_factory=time.monotonic)

    def is_stuck(self) -> bool:
        """Whether it and those that it started sleep for long and do nothing."""
        now = time.monotonic()
        if now - self.looked_at < _LOOK_EVERY:
            return False
        self.looked_at = now
        try:
            process = psutil.Process(self.number)
            family = [process, *process.children(recursive=True)]
            used = sum(sum(one.cpu_times()[:2]) for one in family)
            sleeps = all(one.status() == psutil.STATUS_SLEEPING for one in family)
        except psutil.NoSuchProcess:
            return False
        if used != self.used or not sleeps:
            self.used, self.used_at = used, now
        return now - self.used_at > _STUCK_SECONDS

    def ended(self) -> tuple[Outcome, float] | None:
        """Its outcome and how many seconds of the processor it took; None while it runs."""
        process, status, usage = os.wait4(self.number, os.WNOHANG)
        outcome = _outcome(os.waitstatus_to_exitcode(status)) if process else None
        if outcome is None and self.is_stuck():
            os.killpg(self.number, signal.SIGKILL)
            _, _, usage = os.wait4(self.number, 0)
            outcome = Outcome.NOTICED
        if outcome is None:
            return None
        with contextlib.suppress(ProcessLookupError):
            os.killpg(self.number, signal.SIGKILL)  # its own processes
        shutil.rmtree(self.folder, ignore_errors=True)
        return outcome, usage.ru_utime + usage.ru_stime


def _outcome(code: int) -> Outcome:
    if code == -signal.SIGKILL:  # by the machine, for want of memory
        return Outcome.UNKNOWN
    if code < 0:
        return Outcome.NOTICED
    return Outcome(code) if code in {one.value for one in Outcome} else Outcome.UNKNOWN


def start(run: Callable[[], Outcome], seconds: float | None) -> Process:
    """Fork a process that calls `run`, silently, and that may use so many seconds of the processor."""
    sys.stdout.flush()
    folder = tempfile.mkdtemp(prefix="laurel-mutant-")
    number = os.fork()
    if number:
        return Process(number, folder)
    code = Outcome.UNKNOWN
    try:
        os.setpgid(0, 0)
        os.environ["PYTEST_DEBUG_TEMPROOT"] = tempfile.tempdir = folder
        nowhere = os.open(os.devnull, os.O_RDWR)
        for stream in (0, 1, 2):
            os.dup2(nowhere, stream)
        resource.setrlimit(resource.RLIMIT_AS, (_MOST_MEMORY, _MOST_MEMORY))
        if seconds is not None:
            resource.setrlimit(resource.RLIMIT_CPU, (int(seconds) + 1, int(seconds) + 10))
        code = run()
    finally:
        os._exit(code.value)


def failed(item: pytest.Item, following: pytest.Item | None) -> bool:
    """Run a test, and the fixtures that `following` no longer needs. Whether anything failed."""
    return any(report.failed for report in runtestprotocol(item, nextitem=following, log=False))
