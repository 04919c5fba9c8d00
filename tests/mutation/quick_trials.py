"""Trials in processes forked from one that has collected the tests: each gets a mutant's functions and runs the tests
that run the changed lines, until one fails.
"""

import gc
import json
import os
import sys
import threading
from collections.abc import Callable, Iterator, Mapping, Sequence, Set

import psutil
import pytest

from tests.mutation import lines, swap
from tests.mutation.lines import Measured
from tests.mutation.mutants import Mutant, path_of
from tests.mutation.nearest import nearest_tests
from tests.mutation.running import Outcome, Process, failed, start

OPTIONS = [
    "-q",
    "-s",
    "--tb=no",
    "--no-header",
    "--no-summary",
    "-p",
    "no:cacheprovider",
    "-p",
    "no:schemathesis",
]
# Of tests for one mutant. Those that are left out are the farthest from the module.
_MOST_SECONDS = 20.0

type Run = Callable[[QuickTrials], None]


class QuickTrials:
    """The collected tests, what they run, and the trials with them."""

    def __init__(
        self,
        items: Sequence[pytest.Item],
        modules: Sequence[str],
        measured: Mapping[str, Measured],
        called_by_imports: Set[swap.Name],
    ) -> None:
        self._items = {item.nodeid: item for item in items}
        self._measured, self._called_by_imports = measured, called_by_imports
        self._functions = swap.functions_in_memory(map(path_of, modules))
        gc.collect()
        gc.freeze()  # a collection in a trial would copy the memory that it shares with this process

    def start(self, mutant: Mutant) -> Process | None:
        """Begin a trial; None if no test runs the changed lines after the import."""
        tests = self._tests(mutant)
        if not tests:
            return None
        seconds = 20 + 10 * sum(self._measured[test].seconds for test in tests)
        return start(lambda: self._run(mutant, [self._items[test] for test in tests]), seconds)

    def _tests(self, mutant: Mutant) -> list[str]:
        """The tests that run the changed lines, the nearest first, and of those the quick ones."""
        path, wanted = str(path_of(mutant.module)), frozenset(mutant.lines)
        order = {file: group for group, files in enumerate(nearest_tests(mutant.module)) for file in files}
        found = [test for test, one in self._measured.items() if wanted & one.lines.get(path, frozenset())]
        found.sort(key=lambda test: (order.get(test.partition("::")[0], 9), self._measured[test].seconds))
        total, tests = 0.0, list[str]()
        for test in found:
            total += self._measured[test].seconds
            if tests and total > _MOST_SECONDS:
                break
            tests.append(test)
        return tests

    def _run(self, mutant: Mutant, items: Sequence[pytest.Item]) -> Outcome:
        try:
            changed = swap.swap(mutant, self._functions)
        except swap.NeedsImport:
            return Outcome.NEEDS_IMPORT
        following = [*items[1:], None]
        if any(failed(item, after) for item, after in zip(items, following, strict=True)):
            return Outcome.NOTICED
        return Outcome.NEEDS_IMPORT if changed & self._called_by_imports else Outcome.LIVES


class _Instead:
    """A plugin that runs trials where pytest would run the tests."""

    def __init__(self, modules: Sequence[str], run: Run) -> None:
        self._modules, self._run = modules, run
        self._calls = lines.Calls()
        self._calls.begin()

    def pytest_runtestloop(self, session: pytest.Session) -> bool:
        self._calls.end()
        if session.testsfailed:
            pytest.exit("Some tests could not be collected.", 1)
        if psutil.Process().num_threads() > threading.active_count():
            pytest.exit(
                "A library starts threads while tests are collected: a forked process would wait for them for ever", 1
            )
        measured = _measure(session.items, self._modules)
        self._run(QuickTrials(session.items, self._modules, measured, self._calls.names))
        return True


def with_tests(files: Sequence[str], modules: Sequence[str], run: Run) -> None:
    """Collect the tests of these files, measure them, and call `run` with them."""
    code = pytest.main([*OPTIONS, "--hypothesis-profile=same", *files], plugins=[_Instead(modules, run)])
    if code != pytest.ExitCode.OK:
        raise SystemExit(f"pytest ended with {code}.")


def _measure(items: Sequence[pytest.Item], modules: Sequence[str]) -> dict[str, Measured]:
    """The seconds and the lines of each test that passes without a mutant, if need be at the second try.

    A test that fails on a busy machine would notice every mutant, and must not end hours of trials.
    """
    measured = _measure_once(items, modules)
    bad = [item for item in items if measured[item.nodeid].failed]
    measured |= _measure_once(bad, modules) if bad else {}
    for test in [test for test, one in measured.items() if one.failed]:
        print(f"fails without a mutant, left out: {test}", file=sys.stderr, flush=True)
    return {test: one for test, one in measured.items() if not one.failed}


def _measure_once(items: Sequence[pytest.Item], modules: Sequence[str]) -> dict[str, Measured]:
    """What each test runs, from a process of its own, so that nothing of it stays here."""
    reading, writing = os.pipe()

    def run() -> Outcome:
        os.close(reading)
        with os.fdopen(writing, "w", encoding="utf-8") as pipe:
            for test, one in lines.measure(items, swap.functions_in_memory(map(path_of, modules))):
                line_lists = {path: sorted(numbers) for path, numbers in one.lines.items()}
                pipe.write(json.dumps([test, one.seconds, line_lists, one.failed]) + "\n")
        return Outcome.LIVES

    start(run, None)
    os.close(writing)
    return dict(_read(reading, len(items)))


def _read(pipe: int, count: int) -> Iterator[tuple[str, Measured]]:
    with os.fdopen(pipe, encoding="utf-8") as file:
        number = 0
        for number, line in enumerate(file, 1):
            test, seconds, hit, was_bad = json.loads(line)
            yield test, Measured(seconds, {path: frozenset(numbers) for path, numbers in hit.items()}, was_bad)
            if number % max(1, count // 10) == 0:
                print(f"measured {number} of {count} tests", file=sys.stderr, flush=True)
    if number < count:
        raise SystemExit(f"Only {number} of {count} tests could be measured.")
