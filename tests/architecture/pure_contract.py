"""A contract for import-linter: modules whose docstring says "(pure" in its first paragraph do no I/O.

The mark in the docstring is the only list. A pure module may import other pure modules, the standard library but for
what reaches a network or a process, and libraries that only compute.
"""

import ast
import sys
from importlib.util import find_spec
from pathlib import Path
from typing import Any

from grimp import ImportGraph
from importlinter import Contract, ContractCheck, fields, output

_LIBRARIES = frozenset({"asn1crypto", "pydantic", "pydantic_core", "email_validator", "idna"})
# `urllib` is let in for `urllib.parse`; ruff (S310) finds whoever opens an address with it.
_WITH_IO = frozenset({"socket", "subprocess", "http", "ssl", "asyncio", "sqlite3", "threading", "logging", "shutil"})
_MARK = "(pure"


def is_pure(source: str) -> bool:
    """Whether a module with this source says of itself that it is pure."""
    docstring = ast.get_docstring(ast.parse(source)) or ""
    return _MARK in docstring.partition("\n\n")[0]


class PureContract(Contract):
    """No pure module imports one that is not."""

    type_name = "pure"
    package = fields.StringField()

    def check(self, graph: ImportGraph, verbose: bool) -> ContractCheck:
        pure = {name for name in graph.modules if name.startswith(f"{self.package}.") and is_pure(_source(name))}
        allowed = pure | _LIBRARIES | (sys.stdlib_module_names - _WITH_IO)
        breaches = {
            name: found
            for name in sorted(pure)
            if (found := sorted(graph.find_modules_directly_imported_by(name) - allowed))
        }
        return ContractCheck(kept=bool(pure) and not breaches, metadata={"breaches": breaches, "count": len(pure)})

    def render_broken_contract(self, check: ContractCheck) -> None:
        breaches: dict[str, Any] = check.metadata["breaches"]
        if not breaches:
            output.print_error("No module says that it is pure.")
        for name, found in breaches.items():
            output.print_error(f"{name} says that it is pure and imports {', '.join(found)}.")


def _source(module: str) -> str:
    spec = find_spec(module)
    return Path(spec.origin).read_text(encoding="utf-8") if spec and spec.origin else ""
