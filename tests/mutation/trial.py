"""One mutant against the tests: in a process of its own, in which importing the module gives the mutant.

The process is forked from one that has imported the libraries and nothing of Laurel, so that a trial takes no longer
than its tests.
"""

import importlib.abc
import importlib.util
import os
import re
import signal
import sys
import time
from collections.abc import Iterator, Sequence
from dataclasses import dataclass
from importlib.machinery import ModuleSpec
from pathlib import Path
from types import ModuleType

from tests.mutation.mutants import ROOT, Mutant

_TESTS = [ROOT / "tests" / one for one in ("unit", "functions", "local")]
# Compares what the API says of itself, and with that the texts of refusals and of fields.
_LAST = [ROOT / "tests" / "functions" / "test_openapi.py"]
_OPTIONS = ["-x", "-q", "-p", "no:cacheprovider", "-p", "no:schemathesis", "--hypothesis-profile=same"]
_LIBRARIES = ("boto3", "hypothesis", "moto", "pydantic", "pytest", "aws_lambda_powertools", "yaml", "pypdf", "typst")
# pytest's own codes: tests failed, or a test file could not be imported.
_NOTICED = (1, 2)


@dataclass
class Trial:
    """A trial that runs: its mutant (None for the module as it is), the group of tests, its process and its time."""

    mutant: Mutant | None
    group: int
    process: int
    started: float
    seconds: float

    def is_late(self) -> bool:
        """Whether it takes so long that the mutant must go round in circles."""
        return time.monotonic() - self.started > self.seconds

    def break_off(self) -> None:
        """End its process and those that it started."""
        os.killpg(self.process, signal.SIGKILL)


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
    for name in (
        "boto3",
        "hypothesis",
        "moto",
        "pydantic",
        "pytest",
        "aws_lambda_powertools",
        "yaml",
        "pypdf",
        "typst",
    ):
        importlib.import_module(name)


def nearest_tests(module: str) -> list[list[str]]:
    """Groups of test files: the module's own; others of its package that name it; all others that name it, and the rest
    of its package.
    """
    package, name = module.split(".")[1], module.rpartition(".")[2]
    parent = re.escape(module.rpartition(".")[0])
    named = re.compile(rf"{re.escape(module)}\b|from {parent} import [^\n]*\b{name}\b")
    files = [path for folder in _TESTS for path in sorted(folder.rglob("test_*.py"))]
    naming = [path for path in files if named.search(path.read_text(encoding="utf-8"))]
    beside = [path for path in files if path.parent == ROOT / "tests" / "unit" / package]
    own = [path for path in beside if path.stem.startswith(f"test_{name}")]
    near = [path for path in naming if path in beside and path not in own]
    then = [path for path in dict.fromkeys([*naming, *beside, *_LAST]) if path not in (*own, *near)]
    return [[str(path.relative_to(ROOT)) for path in group] for group in (own, near, then) if group]


def start(mutant: Mutant | None, group: int, tests: Sequence[str], seconds: float) -> Trial:
    """Begin a trial with these tests, the ones of `group`. It is broken off after so many seconds."""
    sys.stdout.flush()
    process = os.fork()
    if process == 0:
        os.setpgid(0, 0)
        _run(mutant, tests)
    return Trial(mutant, group, process, time.monotonic(), seconds)


def _run(mutant: Mutant | None, tests: Sequence[str]) -> None:
    import pytest

    code = 3
    try:
        nowhere = os.open(os.devnull, os.O_WRONLY)
        os.dup2(nowhere, 1)
        os.dup2(nowhere, 2)
        if mutant:
            sys.meta_path.insert(0, _Instead(mutant))
        code = int(pytest.main([*_OPTIONS, *tests]))
    finally:
        os._exit(code)


def ended(trials: list[Trial]) -> Iterator[tuple[Trial, bool]]:
    """The trials that came to an end, taken from the list, and whether the tests noticed the mutant."""
    for trial in list(trials):
        process, status = os.waitpid(trial.process, os.WNOHANG)
        late = not process and trial.is_late()
        if late:
            trial.break_off()
            os.waitpid(trial.process, 0)
        if process or late:
            trials.remove(trial)
            code = os.waitstatus_to_exitcode(status) if process else 1
            if code > 0 and code not in _NOTICED:
                raise RuntimeError(f"pytest ended with {code} over {trial.mutant}")
            yield trial, code != 0


def environment(root: Path) -> None:
    """As `make` gives it to the tests."""
    os.chdir(root)
    os.environ["SAM_CLI_TELEMETRY"] = "0"
