"""Which test runs which lines of the modules, measured with all tests and no mutant."""

import time
from collections.abc import Iterable, Iterator, Sequence
from dataclasses import dataclass
from sys import monitoring
from types import CodeType

import pytest

from tests.mutation.running import failed
from tests.mutation.swap import Functions, Name, name_of, nested

_TOOL = monitoring.COVERAGE_ID
_EVENTS = monitoring.events


@dataclass(frozen=True)
class Measured:
    """A test: how many seconds of the processor it takes, and the lines that it runs, by path of the file."""

    seconds: float
    lines: dict[str, frozenset[int]]
    failed: bool


class Calls:
    """The functions that are called between `begin` and `end`: those that run at an import."""

    def __init__(self) -> None:
        self.names: set[Name] = set()

    def begin(self) -> None:
        """Note every function that starts."""
        monitoring.use_tool_id(_TOOL, "mutation")
        monitoring.register_callback(_TOOL, _EVENTS.PY_START, self._note)
        monitoring.set_events(_TOOL, _EVENTS.PY_START)

    def end(self) -> None:
        """Note no more."""
        monitoring.set_events(_TOOL, _EVENTS.NO_EVENTS)
        monitoring.free_tool_id(_TOOL)

    def _note(self, code: CodeType, at: int) -> object:
        self.names.add(name_of(code))
        return monitoring.DISABLE


def measure(items: Sequence[pytest.Item], functions: Functions) -> Iterator[tuple[str, Measured]]:
    """Run the tests; the lines are those inside `functions`."""
    hit: dict[str, set[int]] = {path: set() for path in functions}

    def on_line(code: CodeType, line: int) -> object:
        hit[code.co_filename].add(line)
        return monitoring.DISABLE  # until the next test

    monitoring.use_tool_id(_TOOL, "mutation")
    monitoring.register_callback(_TOOL, _EVENTS.LINE, on_line)
    for code in _with_nested(one.__code__ for of in functions.values() for held in of.values() for one in held):
        monitoring.set_local_events(_TOOL, code, _EVENTS.LINE)
    for item, following in zip(items, [*items[1:], None], strict=True):
        for lines in hit.values():
            lines.clear()
        monitoring.restart_events()
        before = time.process_time()
        was_bad = failed(item, following)
        those = {path: frozenset(numbers) for path, numbers in hit.items() if numbers}
        yield item.nodeid, Measured(time.process_time() - before, those, was_bad)
    monitoring.free_tool_id(_TOOL)


def _with_nested(codes: Iterable[CodeType]) -> Iterator[CodeType]:
    for code in codes:
        yield code
        yield from _with_nested(nested(code))
