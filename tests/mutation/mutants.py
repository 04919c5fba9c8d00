"""The mutants of a module: its source with one small error each, made by the operators of mutmut.

mutmut itself leaves out decorated functions and the methods of decorated classes, which is where most rules are.
"""

import difflib
import random
from collections.abc import Iterator
from dataclasses import dataclass
from pathlib import Path

import libcst as cst
from mutmut.mutation.mutators import mutation_operators

from tests.architecture.pure_contract import is_pure

ROOT = Path(__file__).parents[2]
LAYER = ROOT / "layers" / "common"
# An error in one of these changes no rule: a checker of types or of names finds it.
_LEFT_OUT = (cst.Annotation, cst.Decorator, cst.Import, cst.ImportFrom, cst.TypeAlias)


@dataclass(frozen=True)
class Mutant:
    """A module with an error: the lines `before` it and `after` it, and the whole source."""

    module: str
    before: str
    after: str
    source: str

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


def pure_modules() -> list[str]:
    """The modules whose docstring says "(pure": the rules."""
    return [
        ".".join(path.relative_to(LAYER).with_suffix("").parts)
        for path in sorted((LAYER / "laurel").rglob("*.py"))
        if path.name != "__init__.py" and is_pure(path.read_text(encoding="utf-8"))
    ]


class Mutants:
    """All mutants of a module; each is made when it is asked for."""

    def __init__(self, module: str) -> None:
        self.module = module
        self._tree = cst.parse_module(path_of(module).read_text(encoding="utf-8"))
        finder = _Finder()
        self._tree.visit(finder)
        self._changes = finder.changes

    def __len__(self) -> int:
        return len(self._changes)

    def __getitem__(self, number: int) -> Mutant:
        old, new = self._changes[number]
        changed = self._tree.deep_replace(old, new)
        assert isinstance(changed, cst.Module)
        lines = difflib.ndiff(self._tree.code.splitlines(), changed.code.splitlines())
        found = [line for line in lines if line[:2] in ("- ", "+ ")]
        before, after = (" ".join(line[2:].strip() for line in found if line[0] == sign) for sign in "-+")
        return Mutant(self.module, before, after, changed.code)


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
                self.changes += [(node, changed) for changed in operator(node)]
        return True


def _is_for_types_alone(node: cst.CSTNode) -> bool:
    return isinstance(node, cst.If) and isinstance(node.test, cst.Name) and node.test.value == "TYPE_CHECKING"


def sample(modules: list[str], most: int | None, seed: str) -> Iterator[Place]:
    """As many mutants of these modules, drawn with `seed`; all of them when `most` is None. By module."""
    places = [Place(module, number) for module in modules for number in range(len(Mutants(module)))]
    if most is not None and most < len(places):
        places = random.Random(seed).sample(places, most)
    yield from sorted(places, key=lambda place: (place.module, place.number))
