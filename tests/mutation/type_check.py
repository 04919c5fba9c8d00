"""Whether the checker of types refuses a mutant: then `make check` stops it, whatever the tests look at."""

import subprocess
import sys
import tempfile
from functools import cache
from pathlib import Path

from tests.mutation.mutants import ROOT, Mutant, path_of


def is_refused(mutant: Mutant) -> bool:
    """Whether mypy finds an error in the module with this change. Raises SystemExit if it finds one without it."""
    if told := _as_it_is(mutant.module):
        raise SystemExit(told)
    return bool(_errors(mutant.source))


@cache
def _as_it_is(module: str) -> str:
    return _errors(path_of(module).read_text(encoding="utf-8"))


def _errors(source: str) -> str:
    """What mypy says of a module with this source; empty if nothing.

    It is a module with a name of its own: mypy would take what it keeps of the module, whose file did not change.
    """
    with tempfile.TemporaryDirectory(prefix="laurel-types-") as folder:
        path = Path(folder, "changed.py")
        path.write_text(source, encoding="utf-8")
        command = [sys.executable, "-m", "mypy", str(path)]
        done = subprocess.run(command, cwd=ROOT, capture_output=True, check=False, text=True)
    return done.stdout + done.stderr if done.returncode else ""
