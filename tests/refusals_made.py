"""A plugin that looks at every refusal that a function makes in a test, also at what the test itself does not look at.

The test fails if the place is not one that `local/problem_places.toml` gives to the code, if a value of the sentence
is empty, missing or too many, or if the refusal lacks what its kind promises.
"""

import sys
from functools import cache, wraps
from string import Formatter

import pytest

from laurel.platform.refusal import Problem, ProblemType, RefusalKind, RefusalType
from local.places import ROOT
from local.problem_places import ERRORS, FILE, NONE, pattern, places

# Tests make refusals too, with places of their own.
_CODE = (str(ROOT / "layers"), str(ROOT / "functions"))
# What the answer says in a header: `ETag` and `Retry-After`.
_WITH_VERSION = {RefusalKind.OUTDATED, RefusalKind.VERSION_NEEDED}
_WITH_WAIT = {RefusalKind.TOO_MANY}


def fault_of_problem(kind, path, values):
    """What is wrong with a problem of this type at `path`; empty if nothing is."""
    if not isinstance(path, str):
        return f"its path is {path!r}"
    if not pattern(kind.code).fullmatch(path):
        return f"{FILE.name} does not have its place {path!r}"
    return _fault_of_values(kind, values)


def fault_of_refusal(kind, path, errors, retry_after, version, values):
    """What is wrong with a refusal of this type; empty if nothing is."""
    if kind.kind in _WITH_VERSION and not isinstance(version, int):
        return f"its version is {version!r}"
    if kind.kind in _WITH_WAIT and not isinstance(retry_after, int):
        return f"its retry_after is {retry_after!r}"
    if path is not None:
        return fault_of_problem(kind, path, values)
    listed = places().get(kind.code, (NONE,))
    if not errors and NONE not in listed:
        return f"it lists no problem; {FILE.name} gives it places"
    if errors and ERRORS not in listed:
        return f"it lists problems; {FILE.name} does not say so"
    return _fault_of_values(kind, values)


def _fault_of_values(kind, values):
    needed = _names_in(kind.sentence)
    if needed != values.keys():
        return f"its sentence needs {sorted(needed)} and gets {sorted(values)}"
    empty = sorted(name for name, value in values.items() if str(value) in {"", "None"})
    return f"empty in its sentence: {', '.join(empty)}" if empty else ""


@cache
def _names_in(sentence):
    return {name for _, name, _, _ in Formatter().parse(sentence) if name}


def _tell(code, fault, frame):
    """Fail the test, past every `except Exception` of the code."""
    if fault and frame.f_code.co_filename.startswith(_CODE):
        pytest.fail(f"{frame.f_code.co_filename}:{frame.f_lineno} makes {code}, but {fault}.")


def _watch_at(kind):
    at = kind.at

    @wraps(at)
    def watched(self, path, **values):
        _tell(self.code, fault_of_problem(self, path, values), sys._getframe(1))
        return at(self, path, **values)

    kind.at = watched


def _watch_refuse():
    refuse = RefusalType.refuse

    @wraps(refuse)
    def watched(self, path=None, *, errors=(), retry_after=None, version=None, **values):
        errors = tuple(errors)
        _tell(self.code, fault_of_refusal(self, path, errors, retry_after, version, values), sys._getframe(1))
        return refuse(self, path, errors=errors, retry_after=retry_after, version=version, **values)

    RefusalType.refuse = watched


def _watch_problem():
    made = Problem.__init__

    @wraps(made)
    def watched(self, path, code, message, *kind, **named):
        if not (isinstance(path, str) and isinstance(message, str) and message == message.strip() != ""):
            pytest.fail(f"A problem {code!r} at {path!r} says {message!r}.")
        made(self, path, code, message, *kind, **named)

    Problem.__init__ = watched


_watch_at(ProblemType)
_watch_at(RefusalType)
_watch_refuse()
_watch_problem()
