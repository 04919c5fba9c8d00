"""Trials in which importing the module gives the mutant, for errors in what runs at the import.

The process is forked from one that has imported the libraries and nothing of Laurel.
"""

import importlib.abc
import importlib.util
import json
import os
import re
import sys
import time
from collections.abc import Sequence
from functools import cache
from importlib.machinery import ModuleSpec
from time import sleep
from types import ModuleType
from typing import Any

from tests.mutation.mutants import ROOT, Mutant
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


# A table or a sentence needs no tenth example and no whole night.
_FEW = ["--hypothesis-profile=few", "-m", "not long"]
# The seconds of the processor that the tests of a file take; all of them pass without a mutant.
MEASURED: dict[str, float] = {}


def start_import(mutant: Mutant, files: Sequence[str]) -> Process | None:
    """Begin a trial with the tests of these files, those first that speak of the error; None if there are none."""
    found = nearest_first(mutant, [file for file in files if file in MEASURED])
    return start(lambda: _run(mutant, found), 20 + 10 * sum(MEASURED[file] for file in found)) if found else None


def nearest_first(mutant: Mutant, files: Sequence[str]) -> list[str]:
    """The files in the order of how many words of the mutant's lines they have, then of their seconds."""
    words = frozenset(_WORD.findall(f"{mutant.before} {mutant.module.rpartition('.')[2]}"))

    def order(file: str) -> tuple[int, float]:
        return -len(words & _words_of(file)), MEASURED[file]

    return sorted(files, key=order)


_WORD = re.compile(r"[A-Za-z]\w{3,}")


@cache
def _words_of(file: str) -> frozenset[str]:
    return frozenset(_WORD.findall((ROOT / file).read_text(encoding="utf-8")))


def measure(files: Sequence[str]) -> None:
    """Find out how long the tests of files take. Files with a test that fails, also at a second try, are left out."""
    for _ in range(2):
        left = [file for file in files if file not in MEASURED]
        if left:
            MEASURED.update(_measured(left))
    for file in files:
        if file not in MEASURED:
            print(f"fails without a mutant, left out: {file}", file=sys.stderr, flush=True)


def _measured(files: Sequence[str]) -> dict[str, float]:
    reading, writing = os.pipe()

    def run() -> Outcome:
        os.close(reading)
        seconds = _Seconds()
        pytest_main([*OPTIONS, *_FEW, *files], seconds)
        with os.fdopen(writing, "w", encoding="utf-8") as pipe:
            json.dump({file: seconds.of.get(file, 0.0) for file in files if file not in seconds.failed}, pipe)
        return Outcome.LIVES

    process = start(run, None)
    os.close(writing)
    with os.fdopen(reading, encoding="utf-8") as pipe:
        told = pipe.read()
    while process.ended() is None:
        sleep(0.05)
    return json.loads(told or "{}")


class _Seconds:
    """A plugin that adds up the seconds of each file, and notes the files with a test that fails."""

    def __init__(self) -> None:
        self.of: dict[str, float] = {}
        self.failed: set[str] = set()
        self._before = time.process_time()

    def pytest_runtest_logreport(self, report: Any) -> None:
        self._note(report)

    def pytest_collectreport(self, report: Any) -> None:
        self._note(report)

    def _note(self, report: Any) -> None:
        file, now = report.nodeid.partition("::")[0], time.process_time()
        self.of[file] = self.of.get(file, 0.0) + now - self._before
        self._before = now
        if report.failed:
            self.failed.add(file)


def pytest_main(arguments: list[str], *plugins: object) -> int:
    """pytest, which is not there before a process needs it."""
    import pytest

    return int(pytest.main(arguments, plugins=list(plugins)))


def _run(mutant: Mutant, files: Sequence[str]) -> Outcome:
    sys.meta_path.insert(0, _Instead(mutant))
    # pytest's own codes: 0 if all passed, 5 if there are none; all others can only come from the mutant.
    outcomes = {0: Outcome.LIVES, 5: Outcome.LIVES}
    return outcomes.get(pytest_main(["-x", *OPTIONS, *_FEW, *files]), Outcome.NOTICED)
