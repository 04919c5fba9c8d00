"""Which tests stay in one process when several run side by side (`pytest -n`): a plugin that `tests/conftest.py` names.

Not pytest-xdist's own `--dist loadgroup`: its 3.8 marks the tests with a group where pytest 9.2 no longer looks.
"""

from pathlib import PurePosixPath

import pytest
from xdist.scheduler import LoadScopeScheduling

# The tests of these folders share what takes long to start: much data, or the packages and an AWS of their own.
_TOGETHER = ("tests/api", "tests/package")
# These tests need the stack, which takes most of a minute to start. The processes that have one share their files.
_ON_THE_STACK = ("tests/api", "tests/browser", "tests/flow", "tests/faults/test_deployed.py")
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
    return tests in _ON_THE_STACK or str(PurePosixPath(tests).parent) in _ON_THE_STACK


class Scheduling(LoadScopeScheduling):
    """Half of the processes start a stack, and take the tests on it first; the others take the rest.

    A process without a stack ends when only tests on the stack are left.
    """

    def __init__(self, config, log=None):
        super().__init__(config, log)
        # In the order of collection, not by the number of tests.
        config.option.loadscopereorder = False
        self._with_stack = set()

    def _split_scope(self, nodeid: str) -> str:
        return group(nodeid)

    def _next(self, node) -> str | None:
        """The group for this process: one on the stack, as long as it has a stack or may start one."""
        stacks = len(self._with_stack.intersection(self.nodes))
        may = node in self._with_stack or stacks < (self.numnodes + 1) // 2
        on_stack = next((one for one in self.workqueue if needs_stack(one)), None)
        other = next((one for one in self.workqueue if not needs_stack(one)), None)
        return on_stack if may and on_stack else other

    def _assign_work_unit(self, node) -> None:
        tests = self._next(node)
        if tests is None:
            node.shutdown()
            return
        if needs_stack(tests):
            self._with_stack.add(node)
        self.workqueue.move_to_end(tests, last=False)
        super()._assign_work_unit(node)


@pytest.hookimpl(optionalhook=True)
def pytest_xdist_make_scheduler(config, log):
    """Takes the place of pytest-xdist's own schedulers."""
    return Scheduling(config, log)
