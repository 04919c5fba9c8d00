"""What `.importlinter` (run by `make check`) does not look at: functions, names and the length of files."""

import ast
from collections import defaultdict
from dataclasses import dataclass
from functools import cache
from graphlib import TopologicalSorter
from pathlib import Path

import pytest
from grimp import ImportGraph, build_graph
from importlinter.application.user_options import UserOptions

from tests.architecture.pure_contract import PureContract, is_pure

ROOT = Path(__file__).parents[2]
LAUREL = ROOT / "layers" / "common" / "laurel"
FUNCTIONS = ROOT / "functions"
CODE = ("layers/common", "functions", "local", "benchmarks", "tests")


def modules(root):
    return sorted(root.rglob("*.py"))


def name_of(path):
    return str(path.relative_to(ROOT))


@dataclass(frozen=True)
class Facts:
    """What one walk through a file finds: the syntax trees of all files would fill the memory of the later tests."""

    tops: frozenset[str]
    """The top-level name of every module that it imports."""
    lengths: dict[str, int]
    """The lines of each function, from `def` to the end."""
    says_max_examples: bool


def tree_of(path):
    return ast.parse(path.read_text(encoding="utf-8"))


@cache
def facts_of(path):
    tops, lengths, says = set(), {}, False
    for node in ast.walk(tree_of(path)):
        match node:
            case ast.Import():
                tops |= {alias.name.partition(".")[0] for alias in node.names}
            case ast.ImportFrom():
                assert node.level == 0, f"{path}: imports are absolute"
                tops.add(str(node.module).partition(".")[0])
            case ast.FunctionDef() | ast.AsyncFunctionDef():
                lengths[f"{name_of(path)}:{node.name}:{node.lineno}"] = node.end_lineno - node.lineno + 1
            case ast.keyword(arg="max_examples"):
                says = True
    return Facts(frozenset(tops), lengths, says)


# From the bottom up: each imports itself and those before it. Benchmarks use the samples of the tests.
TOWER = ("laurel", "functions", "local", "tests", "benchmarks")
ROUTES = ("claim_routes", "certificate_routes")  # folders of two functions


@pytest.mark.parametrize("path", [path for folder in CODE for path in modules(ROOT / folder)], ids=name_of)
def test_no_import_goes_up(path):
    here = "laurel" if path.is_relative_to(LAUREL) else path.relative_to(ROOT).parts[0]
    above = {*TOWER[TOWER.index(here) + 1 :]} | (set(ROUTES) if here == "laurel" else set())
    assert not facts_of(path).tops & above


@pytest.mark.parametrize("package", ["laurel", *ROUTES, "local", "benchmarks"])
def test_no_imports_go_in_a_circle(package):
    graph = build_graph(package, exclude_type_checking_imports=True)
    imports = {name: graph.find_modules_directly_imported_by(name) for name in graph.modules}
    assert imports
    TopologicalSorter(imports).prepare()  # raises CycleError with the modules


@pytest.mark.parametrize("path", modules(FUNCTIONS), ids=name_of)
def test_functions_do_not_call_aws(path):
    assert not facts_of(path).tops & {"boto3", "botocore"}


def test_delivery_names_no_partner_but_in_its_package_and_in_reconciliation():
    """The imports are in `.importlinter`; this reads the words, which learners and logs see too."""
    shared = [path for path in (LAUREL / "delivery").glob("*.py") if not path.stem.endswith("reconciliation")]
    assert [path.name for path in shared if "ascp" in path.read_text(encoding="utf-8").lower()] == []


@pytest.mark.parametrize("folder", CODE)
def test_files_are_short(folder):
    """At most 400 lines, all of them counted."""
    lengths = {name_of(path): path.read_text(encoding="utf-8").count("\n") for path in modules(ROOT / folder)}
    assert lengths
    assert {name: lines for name, lines in lengths.items() if lines > 400} == {}


@pytest.mark.parametrize("folder", CODE)
def test_functions_are_short(folder):
    """At most 50 lines from `def` to the end; docstrings, comments and empty lines count, decorators do not."""
    lengths = {name: lines for path in modules(ROOT / folder) for name, lines in facts_of(path).lengths.items()}
    assert lengths
    assert {name: lines for name, lines in lengths.items() if lines > 50} == {}


def test_only_the_helper_says_how_many_examples_are_drawn():
    """Anywhere else, a `max_examples` would keep its number in `make quick`."""
    saying = {name_of(path) for path in modules(ROOT / "tests") if facts_of(path).says_max_examples}
    assert saying == {"tests/examples.py"}


def test_no_two_public_names_are_the_same():
    """One name, one thing: a class or type of `laurel` has its name to itself."""
    found = defaultdict(list)
    for path in modules(LAUREL):
        for node in tree_of(path).body:
            name = node.name.id if isinstance(node, ast.TypeAlias) else getattr(node, "name", "")
            if isinstance(node, ast.ClassDef | ast.TypeAlias) and not name.startswith("_"):
                found[name].append(name_of(path))
    assert {name: paths for name, paths in found.items() if len(paths) > 1} == {}


WRITES = {"put", "record", "replace", "save", "update", "write_all"}


def test_one_helper_has_the_loop_of_read_decide_and_write():
    """Other modules hand their attempt to `retry_on_conflict`."""
    found = {
        path.relative_to(LAUREL).as_posix()
        for path in modules(LAUREL)
        for loop in ast.walk(tree_of(path))
        if isinstance(loop, ast.For) and ast.unparse(loop.iter).startswith("range(")
        for call in ast.walk(loop)
        if isinstance(call, ast.Call) and isinstance(call.func, ast.Attribute) and call.func.attr in WRITES
    }
    assert found == set()


def test_every_package_is_in_the_contract_of_layers():
    """import-linter passes over a package that no layer names."""
    layers = (ROOT / ".importlinter").read_text(encoding="utf-8")
    for package in LAUREL.iterdir():
        if package.is_dir() and package.name != "__pycache__":
            assert f"laurel.{package.name}" in layers


def test_every_package_but_platform_is_in_the_contract_of_aws():
    """`platform` translates the errors of AWS; the others know no SDK."""
    contract = (ROOT / ".importlinter").read_text(encoding="utf-8").partition("[importlinter:contract:aws]")[2]
    named = {line.strip() for line in contract.partition("forbidden_modules")[0].splitlines()}
    packages = {f"laurel.{path.parent.name}" for path in LAUREL.glob("*/__init__.py")}
    assert packages - named == {"laurel.platform"}


@pytest.mark.parametrize(
    ("docstring", "pure"),
    [
        ('"""A rule (pure)."""', True),
        ('"""A rule that goes on\nin a second line (pure but for the clock).\n\nMore."""', True),
        ('"""A store.\n\nNothing here is (pure)."""', False),
        ("x = 1", False),
    ],
)
def test_a_module_says_that_it_is_pure_in_its_first_paragraph(docstring, pure):
    assert is_pure(docstring) is pure


@pytest.mark.parametrize(
    ("imported", "kept"),
    [
        ("laurel.ledger.states", True),
        ("pydantic", True),
        ("datetime", True),
        ("boto3", False),
        ("socket", False),
        ("laurel.platform.table", False),
    ],
)
def test_the_contract_finds_what_a_pure_module_must_not_import(imported, kept):
    graph = ImportGraph()
    for module in ("laurel", "laurel.ledger", "laurel.ledger.states", "laurel.ledger.credit", "laurel.platform.table"):
        graph.add_module(module)
    if imported not in graph.modules:
        graph.add_module(imported, is_squashed=True)
    graph.add_import(importer="laurel.ledger.credit", imported=imported)
    contract = PureContract("pure", UserOptions({}, []).session_options, {"package": "laurel"})
    assert contract.check(graph, verbose=False).kept is kept
