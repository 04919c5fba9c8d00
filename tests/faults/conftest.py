"""What every test of faults has: the book that its verdict is entered into, and silence."""

import logging
import warnings
from collections import Counter

import pytest

from laurel.platform.log import logger
from tests.faults import table


@pytest.fixture
def book():
    """Enters the result of a scenario into the table: its name, the injected faults, and the verdict.

    Then the verdict must be that all is well: the table of a failed run shows lost and doubled credits.
    """

    def enter(name, injected, verdict):
        line = table.Line(
            nights=1,
            faults=Counter(injected),
            credits=verdict.credits,
            refused=len(verdict.refused),
            lost=len(verdict.lost),
            doubled=len(verdict.doubled) + len(verdict.disagreeing) + len(verdict.strangers),
        )
        table.enter(name, line)
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
