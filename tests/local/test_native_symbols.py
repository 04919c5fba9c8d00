"""Native libraries without their symbols: smaller, and Python imports them as before."""

import subprocess
import sys
from importlib.util import find_spec
from pathlib import Path

from local.native_symbols import drop_symbols


def test_a_library_without_symbols_is_smaller_and_works(tmp_path: Path) -> None:
    spec = find_spec("typst._typst")
    assert spec and spec.origin
    library = tmp_path / Path(spec.origin).name
    library.write_bytes(Path(spec.origin).read_bytes())
    before = library.stat().st_size
    drop_symbols(library)
    assert library.stat().st_size < before * 0.9
    once = library.read_bytes()
    drop_symbols(library)
    assert library.read_bytes() == once
    pdf = "import _typst, sys; sys.stdout.buffer.write(_typst.Compiler().compile(b'hello', format='pdf')[:5])"
    done = subprocess.run([sys.executable, "-c", pdf], cwd=tmp_path, capture_output=True, check=True)
    assert done.stdout == b"%PDF-"


def test_what_is_no_library_stays_as_it_is(tmp_path: Path) -> None:
    script = tmp_path / "linker.so"
    script.write_bytes(b"GROUP ( libc.so.6 )")
    drop_symbols(script)
    assert script.read_bytes() == b"GROUP ( libc.so.6 )"
