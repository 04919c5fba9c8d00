"""The table of what was tried: faults injected, credits, lost, doubled."""

import logging
import os
import warnings
from collections import Counter
from dataclasses import dataclass, field

import pytest

from laurel.platform.log import logger

# The seed of everything that is random here; LAUREL_FAULT_SEED tries another one, or repeats one that failed.
USUAL_SEED = "2026-11-20"
SEED = os.environ.get("LAUREL_FAULT_SEED", USUAL_SEED)
# How many nights of each kind are tried; `make soak` asks for many.
NIGHTS = int(os.environ.get("LAUREL_FAULT_NIGHTS", "1"))


@dataclass
class Line:
    """One line of the table."""

    nights: int = 0
    faults: Counter = field(default_factory=Counter)
    credits: int = 0
    refused: int = 0
    lost: int = 0
    doubled: int = 0


_TABLE: dict[str, Line] = {}


@pytest.fixture
def book():
    """Enters what came of a scenario into the table: its name, what was injected, and the verdict.

    Then the verdict must be that all is well: what is lost or doubled stands in the table of a run that fails.
    """

    def enter(name, injected, verdict):
        line = _TABLE.setdefault(name, Line())
        line.nights += 1
        line.faults.update(injected)
        line.credits += verdict.credits
        line.refused += len(verdict.refused)
        line.lost += len(verdict.lost)
        line.doubled += len(verdict.doubled) + len(verdict.disagreeing) + len(verdict.strangers)
        verdict.expect_all_well()

    return enter


@pytest.fixture(autouse=True)
def quiet():
    """Thousands of log lines of nights that are meant to go wrong help nobody."""
    before = logger.level
    logger.setLevel(logging.CRITICAL)
    with warnings.catch_warnings():
        warnings.simplefilter("ignore", UserWarning)  # of metrics that are switched off
        yield
    logger.setLevel(before)


def pytest_report_header():
    """Names the seed before anything can fail."""
    return f"faults: seed {SEED}, {NIGHTS} of each random night"


def pytest_terminal_summary(terminalreporter):
    """Prints the seed, and the table behind the tests."""
    write = terminalreporter.write_line
    terminalreporter.section(f"faults, seed {SEED}")
    if not _TABLE:
        write("no scenario came to its end")
        return
    wide = max(map(len, _TABLE))
    write(f"{'scenario':<{wide}}{'runs':>6}{'faults':>9}{'credits':>10}{'refused':>9}{'lost':>6}{'doubled':>9}")
    for name, line in _TABLE.items():
        faults = line.faults.total()
        counts = f"{line.credits:>10,}{line.refused:>9}{line.lost:>6}{line.doubled:>9}"
        write(f"{name:<{wide}}{line.nights:>6}{faults:>9,}{counts}")
    kinds: Counter = sum((line.faults for line in _TABLE.values()), Counter())
    write("injected: " + ", ".join(f"{kind} {count:,}" for kind, count in kinds.most_common()))
