"""What goes wrong when the local stack starts, said to the person at the terminal."""

import signal
import sys
from collections.abc import Callable
from pathlib import Path


class TroubleError(Exception):
    """Something that the person at the terminal can mend: what happened, what to do, and where the details are."""

    def __init__(self, what: str, *, do: str, log: Path | None = None) -> None:
        details = f" Details: {log}" if log else ""
        super().__init__(f"{what} {do}{details}")


def last_lines(log: Path, count: int = 15) -> str:
    """The end of a log file, to be shown under a trouble."""
    if not log.exists():
        return ""
    return "\n".join(log.read_text(encoding="utf-8", errors="replace").splitlines()[-count:])


def told(command: Callable[[], None]) -> int:
    """Run a command; a trouble becomes a line on standard error and exit code 1, Ctrl-C exit code 130.

    SIGTERM and a terminal that is closed count as Ctrl-C, so that what was started is ended then too.
    """
    for stop in (signal.SIGTERM, signal.SIGHUP):
        if signal.getsignal(stop) is not signal.SIG_IGN:  # as under nohup
            signal.signal(stop, signal.default_int_handler)
    try:
        command()
    except TroubleError as trouble:
        print(trouble, file=sys.stderr)
        return 1
    except KeyboardInterrupt:
        print("Stopped.", file=sys.stderr)
        return 130
    return 0
