"""What goes wrong when the local stack starts, said to the person at the terminal."""

import signal
import sys
from collections.abc import Callable
from pathlib import Path


class TroubleError(Exception):
    """Something that the person at the terminal can fix: what happened, what to do, and the log with the details.

    The log's last lines are a note of the exception, so that they are seen wherever it ends.
    """

    def __init__(self, what: str, *, do: str, log: Path | None = None) -> None:
        self.what = what
        self.do = do
        self.log = log
        details = f" Details: {log}" if log else ""
        # Below a list, what to do has a line of its own.
        between = "\n" if "\n" in what else " "
        super().__init__(f"{what}{between}{do}{details}")
        if log and (end := last_lines(log)):
            self.add_note(f"The last lines of {log}:\n{end}")


def last_lines(log: Path, count: int = 15) -> str:
    """The last `count` lines of a log file that are not blank, to show above a trouble."""
    if not log.is_file():
        return ""
    lines = log.read_text(encoding="utf-8", errors="replace").splitlines()
    return "\n".join([line for line in lines if line.strip()][-count:])


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
        for note in getattr(trouble, "__notes__", ()):
            print(f"{note}\n", file=sys.stderr)
        print(trouble, file=sys.stderr)
        return 1
    except KeyboardInterrupt:
        print("Stopped.", file=sys.stderr)
        return 130
    return 0
