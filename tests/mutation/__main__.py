"""`python -m tests.mutation`, which `make mutants` runs: try a sample of mutants, list those that nothing notices.

A mutant is noticed by a test, or by the checker of types if all tests pass. Ends with 1 if fewer than 98 of 100 were
noticed, or if one that lives is not in `equivalent.toml`.
"""

import argparse
import os
import sys
import time
import tomllib
from collections import Counter, deque
from collections.abc import Callable, Iterator, Sequence
from functools import cache
from pathlib import Path

from tests.mutation.import_trials import measure, start_import, warm_up
from tests.mutation.mutants import ROOT, Mutant, Mutants, modules_with_rules, sample
from tests.mutation.nearest import nearest_tests, without_costly
from tests.mutation.quick_trials import QuickTrials, with_tests
from tests.mutation.running import Outcome, Process
from tests.mutation.swap import needs_import
from tests.mutation.type_check import is_refused

EQUIVALENT = Path(__file__).with_name("equivalent.toml")
ENOUGH = 0.98
_PROGRESS_SECONDS = 30.0
# Groups of tests, in stages: those next to the module, then the others.
NEAREST = (slice(0, 2),)
ALL = (*NEAREST, slice(2, 3))

type Start = Callable[[Mutant], Process | None]


@cache
def equivalent() -> frozenset[tuple[str, str, str]]:
    """Module, line and changed line of the mutants that no test can notice."""
    listed = tomllib.loads(EQUIVALENT.read_text(encoding="utf-8"))["mutant"]
    return frozenset((one["module"], one["before"], one["after"]) for one in listed)


def is_equivalent(mutant: Mutant) -> bool:
    """Whether the list has this mutant."""
    return (mutant.module, mutant.before, mutant.after) in equivalent()


def arguments() -> argparse.Namespace:
    """What the command line asks for."""
    parser = argparse.ArgumentParser(prog="python -m tests.mutation", description=__doc__)
    parser.add_argument("--count", type=int, default=None, help="how many mutants; all without it")
    parser.add_argument("--seed", default="laurel", help="what the sample is drawn with")
    parser.add_argument("--modules", default="", help="only modules whose name contains one of these, with commas")
    parser.add_argument("--nearest", action="store_true", help="only the nearest tests: quick, while you write them")
    parser.add_argument("--processes", type=int, default=os.cpu_count() or 1, help="how many run side by side")
    return parser.parse_args()


def main() -> int:
    """Try the sample that the command line asks for."""
    asked = arguments()
    wanted = asked.modules.split(",")
    modules = [module for module in modules_with_rules() if any(one in module for one in wanted)]
    os.chdir(ROOT)
    warm_up()
    known = {module: Mutants(module) for module in modules}
    mutants = [known[place.module][place.number] for place in sample(known, asked.count, asked.seed)]
    print(f"{len(mutants)} mutants of {len(modules)} modules, seed {asked.seed}", flush=True)
    return report(try_all(mutants, asked.processes, NEAREST if asked.nearest else ALL))


def try_all(mutants: list[Mutant], most: int, groups: Sequence[slice]) -> dict[Mutant, Outcome]:
    """The outcome of each mutant: first quick trials with groups of tests, then imports for those that need one."""
    progress = Progress(len(mutants))
    to_import = {mutant for mutant in mutants if needs_import(mutant)}
    left = [mutant for mutant in mutants if mutant not in to_import]
    for some in groups:
        outcomes = dict(quickly(left, some, most, progress)) if left else {}
        to_import |= {mutant for mutant, outcome in outcomes.items() if outcome == Outcome.NEEDS_IMPORT}
        left = [mutant for mutant, outcome in outcomes.items() if outcome != Outcome.NOTICED]
        print(f"{len(left)} are left", flush=True)
    for mutant in left:
        if mutant not in to_import:
            progress.add(mutant, Outcome.LIVES)
    left = [mutant for mutant in mutants if mutant in to_import and mutant not in progress.found]
    print(f"{len(left)} need an import", flush=True)
    by_import(left, range(groups[-1].indices(3)[1]), most, progress)
    return progress.found


class Progress:
    """What was found, and a line about it now and then."""

    def __init__(self, total: int) -> None:
        self.found: dict[Mutant, Outcome] = {}
        self._total, self._began, self._told = total, time.monotonic(), time.monotonic()

    def add(self, mutant: Mutant, outcome: Outcome) -> None:
        """Print a mutant that no test notices, and twice a minute at most how far it is."""
        if outcome == Outcome.LIVES and not is_equivalent(mutant) and is_refused(mutant):
            outcome = Outcome.REFUSED
        self.found[mutant] = outcome
        if outcome != Outcome.NOTICED and not is_equivalent(mutant):
            print(f"{outcome.name.lower()}: {mutant}", flush=True)
        now = time.monotonic()
        if now - self._told > _PROGRESS_SECONDS:
            self._told = now
            noticed = sum(one == Outcome.NOTICED for one in self.found.values())
            minutes = (now - self._began) / 60
            print(f"{minutes:.1f} min: {len(self.found)} of {self._total}, {noticed} noticed", flush=True)


def quickly(mutants: list[Mutant], groups: slice, most: int, progress: Progress) -> Iterator[tuple[Mutant, Outcome]]:
    """The outcome of the quick trials, which run in a process of their own: it imports what this one must not."""
    modules = sorted({mutant.module for mutant in mutants})
    files = sorted({file for module in modules for group in nearest_tests(module)[groups] for file in group})
    reading, writing = os.pipe()
    child = os.fork()
    if child == 0:
        code = 1
        try:
            os.close(reading)
            with os.fdopen(writing, "w") as pipe:
                with_tests(files, modules, lambda trials: _quick_trials(mutants, trials, most, pipe.write, pipe.flush))
            code = 0
        except SystemExit as error:
            print(error, file=sys.stderr)
        finally:
            os._exit(code)
    os.close(writing)
    with os.fdopen(reading) as pipe:
        for line in pipe:
            number, value = map(int, line.split())
            outcome = Outcome(value)
            if outcome == Outcome.NOTICED:
                progress.add(mutants[number], outcome)
            elif outcome == Outcome.LIVES:
                print(f"not noticed so far: {mutants[number]}", flush=True)
            yield mutants[number], outcome
    _, status = os.waitpid(child, 0)
    if os.waitstatus_to_exitcode(status):
        raise SystemExit(1)


def _quick_trials(
    mutants: list[Mutant], trials: QuickTrials, most: int, write: Callable[[str], object], flush: Callable[[], None]
) -> None:
    for number, outcome in run_trials(dict(enumerate(mutants)), trials.start, most):
        write(f"{number} {outcome.value}\n")
        flush()


def run_trials(mutants: dict[int, Mutant], begin: Start, most: int) -> Iterator[tuple[int, Outcome]]:
    """Run trials, some side by side. A trial that cannot begin needs an import."""
    waiting, running = deque(mutants.items()), dict[int, Process]()
    while waiting or running:
        while waiting and len(running) < most:
            number, mutant = waiting.popleft()
            process = begin(mutant)
            if process:
                running[number] = process
            else:
                yield number, Outcome.NEEDS_IMPORT
        for number, process in list(running.items()):
            if end := process.ended():
                del running[number]
                yield number, end[0]
        time.sleep(0.01)


def by_import(mutants: list[Mutant], groups: range, most: int, progress: Progress) -> None:
    """Try mutants with an import and these groups of tests."""
    files = {mutant: [file for one in groups for file in nearest_tests(mutant.module)[one]] for mutant in mutants}
    files = {mutant: without_costly(some) for mutant, some in files.items()}
    measure(sorted({file for some in files.values() for file in some}))
    for number, outcome in run_trials(dict(enumerate(mutants)), lambda one: start_import(one, files[one]), most):
        progress.add(mutants[number], Outcome.LIVES if outcome == Outcome.NEEDS_IMPORT else outcome)


_HEADS = ("tried", "tests", "types", "equivalent", "alive")


def report(found: dict[Mutant, Outcome]) -> int:
    """Print a line for each module; 0 if enough was noticed."""
    print(f"{'module':<44}" + "".join(f"{head:>11}" for head in _HEADS))
    for module in sorted({mutant.module for mutant in found}):
        own = {mutant: outcome for mutant, outcome in found.items() if mutant.module == module}
        print(f"{module:<44}" + "".join(f"{number:>11}" for number in _counts(own)))
    tried, tests, types, _, unlisted = _counts(found)
    share = (tests + types) / tried if tried else 0.0
    print(f"{tests + types} of {tried} noticed: {share:.1%}, {tests} by tests and {types} by the checker of types.")
    print(f"{unlisted} that live are not in {EQUIVALENT.relative_to(ROOT)}.")
    return int(share < ENOUGH or unlisted > 0)


def _counts(found: dict[Mutant, Outcome]) -> tuple[int, ...]:
    """The numbers for `_HEADS`."""
    by = Counter(found.values())
    alive = [mutant for mutant, outcome in found.items() if outcome not in (Outcome.NOTICED, Outcome.REFUSED)]
    listed = sum(map(is_equivalent, alive))
    return len(found), by[Outcome.NOTICED], by[Outcome.REFUSED], listed, len(alive) - listed


if __name__ == "__main__":
    sys.exit(main())
