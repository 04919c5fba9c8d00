"""The mutants of a module: its source with one small error each, made by the operators of mutmut.

mutmut itself leaves out decorated functions and the methods of decorated classes, which is where most rules are.
"""

import ast
import random
from collections.abc import Mapping
from dataclasses import dataclass
from itertools import accumulate, pairwise
from pathlib import Path

import libcst as cst
from mutmut.mutation.mutators import mutation_operators

from tests.architecture.pure_contract import is_pure

ROOT = Path(__file__).parents[2]
LAYER = ROOT / "layers" / "common"
# An error in one of these changes no rule: a checker of types or of names finds it.
_LEFT_OUT = (cst.Annotation, cst.Decorator, cst.Import, cst.ImportFrom, cst.TypeAlias)
# Modules with rules that are not pure: they hold a lock, sleep, or build a write.
_ALSO = (
    "laurel.claims.access_attempts",
    "laurel.delivery.circuit_breaker",
    "laurel.delivery.rate_limit",
    "laurel.delivery.submit",
)


@dataclass(frozen=True)
class Mutant:
    """A module with an error: the lines `before` it and `after` it, and the whole source, before and after.

    `lines` are the numbers of the lines of the statement with the error, in the module as it is.
    """

    module: str
    before: str
    after: str
    old_source: str
    source: str
    lines: range

    def __str__(self) -> str:
        return f"{self.module}\n    - {self.before}\n    + {self.after}"


@dataclass(frozen=True)
class Place:
    """One of the mutants of a module, by its number."""

    module: str
    number: int


def path_of(module: str) -> Path:
    """The file of a module of `laurel`."""
    return LAYER.joinpath(*module.split(".")).with_suffix(".py")


def modules_with_rules() -> list[str]:
    """The modules whose docstring says "(pure", and a few more."""
    pure = [
        ".".join(path.relative_to(LAYER).with_suffix("").parts)
        for path in sorted((LAYER / "laurel").rglob("*.py"))
        if path.name != "__init__.py" and is_pure(path.read_text(encoding="utf-8"))
    ]
    return sorted([*pure, *_ALSO])


class Mutants:
    """All mutants of a module; each is made when it is asked for."""

    def __init__(self, module: str) -> None:
        self.module = module
        self._source = path_of(module).read_text(encoding="utf-8")
        self._tree = cst.parse_module(self._source)
        self._changes: list[tuple[int, cst.CSTNode, cst.CSTNode]] = []
        for at, statement in enumerate(self._tree.body):
            finder = _Finder()
            statement.visit(finder)
            self._changes += [(at, old, new) for old, new in finder.changes]
        codes = [self._tree.code_for_node(statement) for statement in self._tree.body]
        # Where each statement of the module begins and ends in the source.
        ends = list(accumulate(map(len, codes), initial=self._source.index("".join(codes))))
        self._places = list(pairwise(ends))
        self._statements = [node for node in ast.walk(ast.parse(self._source)) if isinstance(node, ast.stmt)]

    def __len__(self) -> int:
        return len(self._changes)

    def __getitem__(self, number: int) -> Mutant:
        at, old, new = self._changes[number]
        statement = self._tree.body[at].deep_replace(old, new)
        assert isinstance(statement, cst.CSTNode)
        begin, end = self._places[at]
        source = self._source[:begin] + self._tree.code_for_node(statement) + self._source[end:]
        first, after_last, before, after = _difference(self._source.splitlines(), source.splitlines())
        lines = self._statement(range(first + 1, after_last + 1))
        return Mutant(self.module, before, after, self._source, source, lines)

    def _statement(self, lines: range) -> range:
        """The lines of the smallest statement around these; of one with a body, only what is before the body."""
        around = range(1, len(self._source.splitlines()) + 1)
        for node in self._statements:
            body: list[ast.stmt] = getattr(node, "body", [])
            stop = body[0].lineno if body else (node.end_lineno or node.lineno) + 1
            own = range(node.lineno, max(stop, node.lineno + 1))
            if lines.start in own and len(own) <= len(around):
                around = own
        return around


def _difference(old: list[str], new: list[str]) -> tuple[int, int, str, str]:
    """First and end of the lines of `old` that differ, and the text that differs, before and after."""
    first = next((at for at, (one, other) in enumerate(zip(old, new, strict=False)) if one != other), len(old) - 1)
    same = 0
    while same < min(len(old), len(new)) - first and old[-1 - same] == new[-1 - same]:
        same += 1
    before, after = (" ".join(map(str.strip, lines[first : len(lines) - same])) for lines in (old, new))
    return first, len(old) - same, before, after


class _Finder(cst.CSTVisitor):
    """Collects the changes of mutmut's operators: a node, and the one that replaces it."""

    def __init__(self) -> None:
        super().__init__()
        self.changes: list[tuple[cst.CSTNode, cst.CSTNode]] = []

    def on_visit(self, node: cst.CSTNode) -> bool:
        if isinstance(node, _LEFT_OUT) or _is_for_types_alone(node):
            return False
        for kind, operator in mutation_operators:
            if isinstance(node, kind):
                self.changes += [(node, changed) for changed in operator(node) if not _is_same_text(node, changed)]
        return True


def _is_same_text(old: cst.CSTNode, new: cst.CSTNode) -> bool:
    """Whether both are one text, with an escape such as `\\xff` in other letters."""
    if isinstance(old, cst.SimpleString) and isinstance(new, cst.SimpleString):
        return old.evaluated_value == new.evaluated_value
    return False


def _is_for_types_alone(node: cst.CSTNode) -> bool:
    return isinstance(node, cst.If) and isinstance(node.test, cst.Name) and node.test.value == "TYPE_CHECKING"


def sample(known: Mapping[str, Mutants], most: int | None, seed: str) -> list[Place]:
    """As many mutants of these modules, drawn with `seed`; all of them when `most` is None. By module."""
    places = [Place(module, number) for module, mutants in known.items() for number in range(len(mutants))]
    if most is not None and most < len(places):
        places = random.Random(seed).sample(places, most)
    return sorted(places, key=lambda place: (place.module, place.number))
