"""Which tests go to which process, when several run side by side."""

from collections.abc import Sequence
from types import SimpleNamespace
from typing import Any

import pytest

from tests.side_by_side import Scheduling, group, is_news, needs_stack, pytest_runtest_setup

STACK = [f"tests/flow/test_{name}.py::test_it[{n}]" for name in "abcd" for n in range(4)]
STACK += [f"tests/api/test_{name}.py::test_it[{n}]" for name in "ab" for n in range(4)]
OTHERS = [f"tests/unit/ledger/test_{name}.py::test_it[{n}]" for name in "abcdef" for n in range(4)]


class Node:
    """A process: what it was given to run, and whether it ends after that."""

    def __init__(self, tests: Sequence[str]) -> None:
        self.given: list[str] = []
        self.shutting_down = False
        self.gateway = SimpleNamespace(id="")
        self._tests = tests

    def send_runtest_some(self, numbers: Sequence[int]) -> None:
        self.given += [self._tests[number] for number in numbers]

    def shutdown(self) -> None:
        self.shutting_down = True

    def has_stack(self) -> bool:
        return any(needs_stack(group(test)) for test in self.given)


def ran(tests: Sequence[str], processes: int) -> list[Node]:
    """So many processes, once they have run these tests in turn."""
    config: Any = SimpleNamespace(option=SimpleNamespace(), getvalue=lambda _: ["popen"] * processes)
    scheduling, nodes = Scheduling(config), [Node(tests) for _ in range(processes)]
    for node in nodes:
        scheduling.add_node(node)
    for node in nodes:
        scheduling.add_node_collection(node, tests)
    scheduling.schedule()
    for turn in range(len(tests)):
        for node in nodes:
            # As pytest-xdist: the last of the given tests waits until it is known what follows.
            if turn < len(node.given) - (not node.shutting_down):
                scheduling.mark_test_complete(node, tests.index(node.given[turn]))
    assert all(node.shutting_down for node in nodes)
    return nodes


@pytest.mark.parametrize("processes", range(1, 7))
@pytest.mark.parametrize("tests", [[*STACK, *OTHERS], OTHERS, STACK], ids=["all", "without the stack", "on the stack"])
def test_each_test_runs_once_and_half_of_the_processes_start_a_stack(tests: list[str], processes: int) -> None:
    nodes = ran(tests, processes)
    assert sorted(test for node in nodes for test in node.given) == sorted(tests)
    wanted = min((processes + 1) // 2, 5) if tests is not OTHERS else 0
    assert sum(node.has_stack() for node in nodes) == wanted


def test_a_process_takes_the_tests_on_the_stack_first_and_whole_groups() -> None:
    for node in ran([*STACK, *OTHERS], 3):
        groups = [group(test) for test in node.given]
        on_stack = [needs_stack(one) for one in groups]
        assert on_stack == sorted(on_stack, reverse=True)
        assert all(groups.count(one) == (8 if one == "tests/api" else 4) for one in groups)


@pytest.mark.parametrize(
    ("tests", "needed"),
    [
        ("tests/api", True),
        ("tests/flow/test_night.py", True),
        ("tests/browser/test_sign_in.py", True),
        # Pages with answers of their own, and those over the API in memory.
        ("tests/browser/test_pictures.py", False),
        ("tests/browser/staff_tasks/test_people.py", False),
        ("tests/unit/test_limits.py", False),
    ],
)
def test_which_tests_need_the_stack(tests: str, needed: bool) -> None:
    assert needs_stack(tests) == needed


def test_a_test_that_needs_the_stack_without_a_word_fails() -> None:
    item = SimpleNamespace(nodeid="tests/browser/test_pictures.py::test_it", fixturenames=["browser", "local_stack"])
    with pytest.raises(pytest.fail.Exception, match="needs the stack"):
        pytest_runtest_setup(item)
    item.nodeid = "tests/browser/test_sign_in.py::test_it"
    pytest_runtest_setup(item)


def test_two_tests_with_one_id_are_refused() -> None:
    with pytest.raises(pytest.UsageError, match=r"Several tests have the id tests/unit/test_a.py::test_it"):
        ran([*OTHERS, "tests/unit/test_a.py::test_it", "tests/unit/test_a.py::test_it"], 2)


@pytest.mark.parametrize(
    ("test", "goes_with"),
    [
        ("tests/faults/test_outages.py::test_it[a]", "tests/faults/test_outages.py::test_it[a]"),
        ("tests/faults/test_deployed.py::test_it", "tests/faults/test_deployed.py"),
        ("tests/package/test_packages.py::test_it", "tests/package"),
        ("tests/flow/test_night.py::TestIt::test_it[a::b]", "tests/flow/test_night.py"),
    ],
)
def test_what_a_test_goes_with(test: str, goes_with: str) -> None:
    assert group(test) == goes_with


@pytest.mark.parametrize(
    ("when", "outcome", "sections", "news"),
    [
        ("setup", "passed", [], False),
        ("teardown", "passed", [], False),
        ("teardown", "passed", [("Captured stdout", "words")], True),
        ("setup", "failed", [], True),
        ("setup", "skipped", [], True),
        ("call", "passed", [], True),
    ],
)
def test_what_a_process_tells_the_first_one(
    when: str, outcome: str, sections: list[tuple[str, str]], news: bool
) -> None:
    told = {"data": {"when": when, "outcome": outcome, "sections": sections}}
    assert is_news("testreport", told) == news
    assert not is_news("logstart", {})
    assert is_news("runtest_protocol_complete", {})
