"""Which tests stay in one process when several run side by side (`pytest -n`): a plugin that `tests/conftest.py` names.

Not pytest-xdist's own `--dist loadgroup`: its 3.8 marks the tests with a group where pytest 9.2 no longer looks.
"""

import ast
from collections import Counter
from functools import cache
from pathlib import Path, PurePosixPath
from typing import Any

import pytest
from xdist.scheduler import LoadScopeScheduling

# The tests of these folders share what takes long to start: much data, or the packages and an AWS of their own.
_TOGETHER = ("tests/api", "tests/package")
# These tests need the stack, which takes most of a minute to start. The processes that have one share their files.
_ON_THE_STACK = ("tests/api", "tests/flow", "tests/faults/test_deployed.py")
# These do where one of their functions asks for it; the other pages have answers of their own.
_SOME_ON_THE_STACK = "tests/browser"
_STACK = frozenset({"arrive", "learner", "ledger", "local_stack", "new_learner", "stack"})
_ROOT = Path(__file__).parents[1]
# Long tests, each on its own.
_APART = "tests/faults"


def group(test: str) -> str:
    """What the test with this id goes to a process with: others of its folder, of its file, or nothing."""
    file = test.partition("::")[0]
    folder = str(PurePosixPath(file).parent)
    if folder in _TOGETHER:
        return folder
    return test if folder == _APART and file not in _ON_THE_STACK else file


def needs_stack(tests: str) -> bool:
    """Whether the tests of this group run on the stack."""
    folder = str(PurePosixPath(tests).parent)
    return tests in _ON_THE_STACK or folder in _ON_THE_STACK or (folder == _SOME_ON_THE_STACK and _asks_for_it(tests))


@cache
def _asks_for_it(file: str) -> bool:
    tree = ast.parse((_ROOT / file).read_text(encoding="utf-8"))
    functions = [one for one in ast.walk(tree) if isinstance(one, ast.FunctionDef)]
    return any(argument.arg in _STACK for one in functions for argument in one.args.args)


class Scheduling(LoadScopeScheduling):
    """Half of the processes start a stack, and take the tests on it first; the others take the rest.

    A process without a stack ends when only tests on the stack are left.
    """

    def __init__(self, config, log=None):
        super().__init__(config, log)
        # In the order of collection, not by the number of tests.
        config.option.loadscopereorder = False
        self._with_stack = set()
        self._numbers = {}

    def _split_scope(self, nodeid: str) -> str:
        return group(nodeid)

    def schedule(self) -> None:
        """As pytest-xdist, which of several tests with the same id would run one and say nothing."""
        for tests in self.registered_collections.values():
            for test, count in Counter(tests).items():
                if count > 1:
                    raise pytest.UsageError(f"Several tests have the id {test}.")
        super().schedule()

    def _next(self, node) -> str | None:
        """The group for this process: one on the stack, as long as it has a stack or may start one."""
        stacks = len(self._with_stack.intersection(self.nodes))
        may = node in self._with_stack or stacks < (self.numnodes + 1) // 2
        on_stack = next((one for one in self.workqueue if needs_stack(one)), None)
        other = next((one for one in self.workqueue if not needs_stack(one)), None)
        return on_stack if may and on_stack else other

    def _assign_work_unit(self, node) -> None:
        """As pytest-xdist, which looks for the number of each test in the list of all."""
        tests = self._next(node)
        if tests is None:
            node.shutdown()
            return
        if needs_stack(tests):
            self._with_stack.add(node)
        work = self.workqueue.pop(tests)
        self.assigned_work.setdefault(node, {})[tests] = work
        if node not in self._numbers:
            collected = self.registered_collections[node]
            self._numbers[node] = {test: number for number, test in enumerate(collected)}
        node.send_runtest_some([self._numbers[node][test] for test, completed in work.items() if not completed])


@pytest.hookimpl(optionalhook=True)
def pytest_xdist_make_scheduler(config, log):
    """Takes the place of pytest-xdist's own schedulers."""
    return Scheduling(config, log)


def pytest_runtest_setup(item):
    """A test that asks for the stack is known to, since others run in processes without one."""
    if "local_stack" in getattr(item, "fixturenames", ()) and not needs_stack(group(item.nodeid)):
        pytest.fail("This test needs the stack, which tests/side_by_side.py does not know.", pytrace=False)


def pytest_sessionstart(session):
    """A process tells the first one of each test once: pytest-xdist does six times, a millisecond and a half in all."""
    config = session.config
    wanted = [config.getoption(name, None) for name in ("durations", "xmlpath")]
    if not hasattr(config, "workerinput") or wanted != [None, None] or config.option.verbose > 0:
        return
    # Its class has another module there than where it can be imported.
    [worker] = [one for one in config.pluginmanager.get_plugins() if type(one).__name__ == "WorkerInteractor"]
    send = worker.sendevent
    worker.sendevent = lambda name, **told: send(name, **told) if is_news(name, told) else None


def is_news(name: str, told: dict[str, Any]) -> bool:
    """Whether the result of the run depends on it: neither the begin and end of a test, nor a fixture that worked."""
    if name != "testreport":
        return name not in ("logstart", "logfinish")
    report = told["data"]
    return report["when"] == "call" or report["outcome"] != "passed" or bool(report["sections"])
