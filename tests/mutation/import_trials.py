"""Trials in which importing the module gives the mutant, for errors in what runs at the import.

The process is forked from one that has imported the libraries and nothing of Laurel.
"""

import importlib.abc
import importlib.util
import sys
from collections.abc import Sequence
from functools import cache
from importlib.machinery import ModuleSpec
from time import sleep
from types import ModuleType

from tests.mutation.mutants import Mutant
from tests.mutation.quick_trials import OPTIONS
from tests.mutation.running import Outcome, Process, start

_LIBRARIES = ("boto3", "hypothesis", "moto", "pydantic", "pytest", "aws_lambda_powertools", "yaml", "pypdf", "typst")


class _Instead(importlib.abc.MetaPathFinder, importlib.abc.Loader):
    """Gives the mutant to whoever imports the module."""

    def __init__(self, mutant: Mutant) -> None:
        self._mutant = mutant

    def find_spec(self, fullname: str, path: object, target: object = None) -> ModuleSpec | None:
        return importlib.util.spec_from_loader(fullname, self) if fullname == self._mutant.module else None

    def exec_module(self, module: ModuleType) -> None:
        exec(compile(self._mutant.source, self._mutant.module, "exec"), module.__dict__)


def warm_up() -> None:
    """Import what all trials need and no mutant changes."""
    for name in _LIBRARIES:
        importlib.import_module(name)
    assert not any(name.partition(".")[0] == "laurel" for name in sys.modules)


def start_import(mutant: Mutant | None, files: Sequence[str], seconds: float | None) -> Process:
    """Begin a trial with the tests of these files."""
    return start(lambda: _run(mutant, files), seconds)


# The seconds of the tests of a file that the quick trials measured, all of which pass without a mutant.
MEASURED: dict[str, float] = {}


@cache
def seconds_of(files: tuple[str, ...]) -> float:
    """How long these tests take the processor without a mutant. They must pass, if need be at the second try."""
    if all(file in MEASURED for file in files):
        return sum(MEASURED[file] for file in files)
    for _ in range(2):
        process = start_import(None, files, None)
        while (end := process.ended()) is None:
            sleep(0.05)
        outcome, seconds = end
        if outcome == Outcome.LIVES:
            return seconds
    raise SystemExit(f"These tests fail without a mutant: {' '.join(files)}")


def _run(mutant: Mutant | None, files: Sequence[str]) -> Outcome:
    import pytest

    if mutant:
        sys.meta_path.insert(0, _Instead(mutant))
    # pytest's own codes: 0 if all passed, 5 if there are none; all others can only come from the mutant.
    outcomes = {0: Outcome.LIVES, 5: Outcome.UNKNOWN}
    return outcomes.get(int(pytest.main(["-x", *OPTIONS, *files])), Outcome.NOTICED)
