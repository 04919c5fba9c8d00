"""The tests that are nearest to a module."""

import re
from functools import cache

from tests.mutation.mutants import ROOT

_TESTS = [ROOT / "tests" / one for one in ("unit", "functions", "local", "template", "architecture")]
# Compares each refusal with docs/messages.md.
_REFUSALS = "tests/architecture/test_refusals.py"
# Compares what the API says of itself, and with that the texts of fields.
_LAST = "tests/functions/test_openapi.py"
_COSTLY = ("tests/functions/", "tests/local/")


@cache
def nearest_tests(module: str) -> list[list[str]]:
    """Three groups of test files: the module's own; others of its package that name it; all others that name it, and
    the rest of its package.
    """
    package, name = module.split(".")[1], module.rpartition(".")[2]
    parent = re.escape(module.rpartition(".")[0])
    named = re.compile(rf"{re.escape(module)}\b|from {parent} import [^\n]*\b{name}\b")
    files = [path for folder in _TESTS for path in sorted(folder.rglob("test_*.py"))]
    naming = [path for path in files if named.search(path.read_text(encoding="utf-8"))]
    beside = [path for path in files if path.parent == ROOT / "tests" / "unit" / package]
    own = [path for path in beside if path.stem.startswith(f"test_{name}")]
    near = [path for path in naming if path in beside and path not in own]
    groups = [[str(path.relative_to(ROOT)) for path in group] for group in (own, near, [*naming, *beside])]
    groups[0] += [_REFUSALS] if name == "refusals" else []
    groups[2] = sorted({*groups[2], _LAST, _REFUSALS} - {*groups[0], *groups[1]})
    return groups


def without_costly(files: list[str]) -> list[str]:
    """Those of these files that every mutant that needs an import can run."""
    return [file for file in files if file == _LAST or not file.startswith(_COSTLY)]
