"""Which tests stay in one process when several run side by side (`pytest -n`): a plugin that `tests/conftest.py` names.

Not pytest-xdist's own `--dist loadgroup`: its 3.8 marks the tests with a group where pytest 9.2 no longer looks.
"""

from pathlib import PurePosixPath

import pytest

# The tests of these folders share what takes long to start: the stack, or the packages and an AWS of their own.
_SHARED = {
    "tests/api": "stack",
    "tests/browser": "stack",
    "tests/flow": "stack",
    "tests/faults/test_deployed.py": "stack",
    "tests/package": "packages",
}
# Long tests, each on its own.
_APART = "tests/faults"


def group(test: str) -> str:
    """What the test with this id goes to a process with: others of its group, of its file, or nothing."""
    file = test.partition("::")[0]
    folder = str(PurePosixPath(file).parent)
    return _SHARED.get(file) or _SHARED.get(folder) or (test if folder == _APART else file)


@pytest.hookimpl(optionalhook=True)
def pytest_xdist_make_scheduler(config, log):
    """Groups are handed out in the order of collection, so that the stack's, the longest, is the first."""
    from xdist.scheduler import LoadScopeScheduling

    class Scheduling(LoadScopeScheduling):
        def _split_scope(self, nodeid: str) -> str:
            return group(nodeid)

    config.option.loadscopereorder = False
    return Scheduling(config, log)
