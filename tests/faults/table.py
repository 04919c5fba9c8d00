"""The table of the tried scenarios: injected faults, credits, lost, doubled.

A plugin that `tests/conftest.py` names, since of several pytest processes the one that prints collects no tests.
"""

import json
import os
from collections import Counter
from dataclasses import dataclass, field

import pytest

# The seed of everything that is random here; LAUREL_FAULT_SEED tries another one, or repeats one that failed.
USUAL_SEED = "2026-11-20"
SEED = os.environ.get("LAUREL_FAULT_SEED", USUAL_SEED)
# How many nights of each kind are tried; `make soak` asks for many.
NIGHTS = int(os.environ.get("LAUREL_FAULT_NIGHTS", "1"))
_SENT = "laurel_faults"


@dataclass
class Line:
    """One line of the table."""

    nights: int = 0
    faults: Counter = field(default_factory=Counter)
    credits: int = 0
    refused: int = 0
    lost: int = 0
    doubled: int = 0

    def add(self, other: "Line"):
        """Counts in what another process tried of the same scenario."""
        self.faults.update(other.faults)
        for name in ("nights", "credits", "refused", "lost", "doubled"):
            setattr(self, name, getattr(self, name) + getattr(other, name))


TABLE: dict[str, Line] = {}


def enter(name: str, line: Line):
    """Enters one more trial of a scenario."""
    TABLE.setdefault(name, Line()).add(line)


def pytest_report_header():
    """Names the seed before anything can fail."""
    return f"faults: seed {SEED}, {NIGHTS} of each random night"


def pytest_sessionfinish(session):
    """Sends the table of a pytest-xdist worker to the process that prints."""
    if hasattr(session.config, "workeroutput"):
        session.config.workeroutput[_SENT] = json.dumps({name: vars(line) for name, line in TABLE.items()})


@pytest.hookimpl(optionalhook=True)
def pytest_testnodedown(node):
    """Takes over a worker's table; one that crashed has sent none."""
    for name, line in json.loads(getattr(node, "workeroutput", {}).get(_SENT, "{}")).items():
        enter(name, Line(**line))


def pytest_terminal_summary(terminalreporter):
    """Prints the table after the tests, with the seed; nothing when no scenario was tried."""
    if not TABLE:
        return
    write = terminalreporter.write_line
    terminalreporter.section(f"faults, seed {SEED}")
    wide = max(map(len, TABLE))
    write(f"{'scenario':<{wide}}{'runs':>6}{'faults':>9}{'credits':>10}{'refused':>9}{'lost':>6}{'doubled':>9}")
    for name, line in TABLE.items():
        faults = line.faults.total()
        counts = f"{line.credits:>10,}{line.refused:>9}{line.lost:>6}{line.doubled:>9}"
        write(f"{name:<{wide}}{line.nights:>6}{faults:>9,}{counts}")
    kinds: Counter = sum((line.faults for line in TABLE.values()), Counter())
    write("injected: " + ", ".join(f"{kind} {count:,}" for kind, count in kinds.most_common()))
