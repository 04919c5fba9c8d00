"""A refusal is defined once, in the `refusals.py` of its package; docs/messages.md has every code and sentence."""

import ast
from collections import Counter
from importlib import import_module
from pathlib import Path
from string import Formatter

from laurel.platform.problems import STATUS
from laurel.platform.refusal import ProblemType, RefusalKind, RefusalType
from local import refusals

ROOT = Path(__file__).parents[2]
LAUREL = ROOT / "layers" / "common" / "laurel"
SOURCES = {
    path: ast.parse(path.read_text(encoding="utf-8"))
    for path in sorted([*LAUREL.rglob("*.py"), *(ROOT / "functions").rglob("*.py")])
    if path.is_relative_to(LAUREL) or "requirements" not in path.parts
}
TYPES = {"RefusalType", "ProblemType"}
# `refuse` and `at` take these in addition to the values of the sentence.
BESIDE = {"errors", "retry_after", "version"}
# Where problems are made from what a library says, and from the faults of a CSV file, which feeds have too.
BY_HAND = {
    LAUREL / "platform" / "refusal.py",
    LAUREL / "platform" / "problems.py",
    LAUREL / "catalog" / "uploads.py",
}


def calls(path):
    """Every call in a file, with the called name: `Refusal`, or `refuse` of `CLAIM_FINAL.refuse(…)`."""
    for node in ast.walk(SOURCES[path]):
        if isinstance(node, ast.Call):
            yield node, getattr(node.func, "id", getattr(node.func, "attr", ""))


def types_in(path):
    """The types that a file takes from a `refusals.py`, by the names that it gives them."""
    found = {}
    for node in SOURCES[path].body:
        if isinstance(node, ast.ImportFrom) and str(node.module).endswith(".refusals"):
            module = import_module(node.module)
            found |= {alias.asname or alias.name: getattr(module, alias.name) for alias in node.names}
    return found


def needed(sentence):
    return {name for _, name, _, _ in Formatter().parse(sentence) if name}


def test_the_committed_list_is_what_the_packages_say():
    assert refusals.FILE.read_text(encoding="utf-8") == refusals.text(), "run `make openapi`"


def test_a_code_is_defined_once_and_in_a_file_of_refusals():
    defined = Counter()
    for path in SOURCES:
        for call, name in calls(path):
            if name in TYPES:
                assert path.name == "refusals.py", path
                defined[call.args[0].value] += 1
    assert len(defined) > 130
    assert [code for code, times in defined.items() if times > 1] == []
    assert set(defined) == set(refusals.answers())


def test_nobody_makes_a_refusal_by_hand():
    """So whatever a function answers is in the list."""
    by_hand = {path for path in SOURCES for _, name in calls(path) if name in {"Refusal", "Problem"}}
    assert by_hand == BY_HAND


def meant(call, name, types):
    """The types that a call may give values to: `X.refuse(…)`, `X[kind].at(…)`, or `row_error(…, X, …)`."""
    if name in {"refuse", "at"}:
        of = getattr(call.func, "value", None)
        names = [getattr(of.value if isinstance(of, ast.Subscript) else of, "id", "")]
    else:
        names = [getattr(argument, "id", "") for argument in call.args]
    for one in (types[name] for name in names if name in types):
        yield from one.values() if isinstance(one, dict) else [one]


def test_each_sentence_gets_what_it_needs():
    checked = 0
    for path in SOURCES:
        types = types_in(path)
        for call, name in calls(path):
            given = {keyword.arg for keyword in call.keywords} - (BESIDE if name == "refuse" else set())
            for one in meant(call, name, types):
                assert one.sentence, f"{path}:{call.lineno}"
                assert given == needed(one.sentence), f"{path}:{call.lineno}"
                checked += 1
    assert checked > 150


def test_each_sentence_is_used():
    """A type without a sentence of its own is there for its variants."""
    used = {
        node.id if isinstance(node, ast.Name) else node.attr
        for path, tree in SOURCES.items()
        for node in ast.walk(tree)
        if isinstance(node, ast.Name | ast.Attribute) and isinstance(node.ctx, ast.Load) and path.name != "refusals.py"
    }
    for path in LAUREL.glob("*/refusals.py"):
        module = import_module(f"laurel.{path.parent.name}.refusals")
        unused = {
            name
            for name, one in vars(module).items()
            if isinstance(one, RefusalType | ProblemType) and one.sentence and name not in used
        }
        assert unused == set(), path


def test_each_sample_is_used():
    found = {code: one for code, one in refusals.answers().items() if one.is_refusal}
    wanted = {name for one in found.values() for name in needed(one.sentences[0])}
    assert set(refusals._SAMPLES) | {"why"} == wanted
    assert {(code, name) for code, own in refusals._SAMPLES_OF.items() for name in own} <= {
        (code, name) for code, one in found.items() for name in needed(one.sentences[0])
    }


def test_every_kind_has_a_status_of_its_own():
    assert set(STATUS) == set(RefusalKind)
    assert len(set(STATUS.values())) == len(STATUS)
