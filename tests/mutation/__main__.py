"""`python -m tests.mutation`, which `make mutants` runs: try a sample of mutants, list those that no test notices.

Ends with 1 if fewer than 98 of 100 were noticed, or if one that lives is not in `equivalent.toml`.
"""

import argparse
import os
import sys
import time
import tomllib
from collections import defaultdict, deque
from functools import cache
from pathlib import Path

from tests.mutation.mutants import ROOT, Mutant, Mutants, Place, pure_modules, sample
from tests.mutation.trial import Trial, ended, environment, nearest_tests, start, warm_up

EQUIVALENT = Path(__file__).with_name("equivalent.toml")
ENOUGH = 0.98
_FIRST_SECONDS = 1200.0


def equivalent() -> set[tuple[str, str, str]]:
    """Module, line and changed line of the mutants that no test can notice."""
    listed = tomllib.loads(EQUIVALENT.read_text(encoding="utf-8"))["mutant"]
    return {(one["module"], one["before"], one["after"]) for one in listed}


def is_equivalent(mutant: Mutant) -> bool:
    """Whether the list has this mutant."""
    return (mutant.module, mutant.before, mutant.after) in equivalent()


def main() -> int:
    """Try the sample that the command line asks for."""
    parser = argparse.ArgumentParser(prog="python -m tests.mutation", description=__doc__)
    parser.add_argument("--count", type=int, default=None, help="how many mutants; all without it")
    parser.add_argument("--seed", default="laurel", help="what the sample is drawn with")
    parser.add_argument("--modules", default="", help="only modules whose name contains one of these, with commas")
    asked = parser.parse_args()
    wanted = asked.modules.split(",")
    modules = [module for module in pure_modules() if any(one in module for one in wanted)]
    environment(ROOT)
    warm_up()
    places = list(sample(modules, asked.count, asked.seed))
    print(f"{len(places)} mutants of {len(modules)} modules, seed {asked.seed}", flush=True)
    return report(try_all(places))


def try_all(places: list[Place]) -> dict[str, list[tuple[Mutant, bool]]]:
    """Every mutant, by module, and whether it was noticed."""
    found: dict[str, list[tuple[Mutant, bool]]] = defaultdict(list)
    groups = {module: nearest_tests(module) for module in {place.module for place in places}}
    known = {module: Mutants(module) for module in groups}
    waiting, running = deque((known[place.module][place.number], 0) for place in places), list[Trial]()
    while waiting or running:
        while waiting and len(running) < (os.cpu_count() or 1):
            mutant, group = waiting.popleft()
            tests = groups[mutant.module][group]
            running.append(start(mutant, group, tests, 30 + 10 * seconds_of(tuple(tests))))
        for trial, noticed in ended(running):
            mutant = trial.mutant
            assert mutant
            if not noticed and trial.group + 1 < len(groups[mutant.module]):
                waiting.append((mutant, trial.group + 1))
                continue
            found[mutant.module].append((mutant, noticed))
            if not noticed and not is_equivalent(mutant):
                print(f"lives: {mutant}", flush=True)
        time.sleep(0.02)
    return found


@cache
def seconds_of(tests: tuple[str, ...]) -> float:
    """How long these tests take without an error in any module. They must pass."""
    running = [start(None, 0, tests, _FIRST_SECONDS)]
    while True:
        for trial, failed in ended(running):
            if failed:
                raise SystemExit(f"These tests fail without a mutant: {' '.join(tests)}")
            return time.monotonic() - trial.started
        time.sleep(0.02)


def report(found: dict[str, list[tuple[Mutant, bool]]]) -> int:
    """Print a line for each module; 0 if enough was noticed."""
    tried = noticed = unlisted = 0
    for module, mutants in sorted(found.items()):
        alive = [mutant for mutant, was_noticed in mutants if not was_noticed]
        new = [mutant for mutant in alive if not is_equivalent(mutant)]
        print(f"{module:<50}{len(mutants):>6} tried{len(alive):>5} alive{len(new):>5} of them not listed")
        tried, noticed, unlisted = tried + len(mutants), noticed + len(mutants) - len(alive), unlisted + len(new)
    share = noticed / tried if tried else 0.0
    print(f"{noticed} of {tried} noticed: {share:.1%}. {unlisted} that live are not in {EQUIVALENT.relative_to(ROOT)}.")
    return int(share < ENOUGH or unlisted > 0)


if __name__ == "__main__":
    sys.exit(main())
