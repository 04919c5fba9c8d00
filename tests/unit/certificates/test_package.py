"""What goes into the one function that prints: pinned as locked, and small enough."""

import re
import tomllib
from importlib.metadata import files
from pathlib import Path

from tests.unit.certificates.samples import FONTS

ROOT = Path(__file__).parents[3]
PINNED = ROOT / "functions" / "certificate_pdf" / "requirements.txt"
LARGEST = 150_000_000  # bytes, unzipped


def pins() -> dict[str, str]:
    return dict(re.findall(r"^([a-z0-9-]+)==(\S+)", PINNED.read_text(encoding="utf-8"), re.MULTILINE))


def test_the_function_gets_what_the_lock_says() -> None:
    lock = tomllib.loads((ROOT / "uv.lock").read_text(encoding="utf-8"))
    locked = {package["name"]: package["version"] for package in lock["package"]}
    wanted = tomllib.loads((ROOT / "pyproject.toml").read_text(encoding="utf-8"))["dependency-groups"]["certificate"]
    assert pins().keys() == {re.split(r"[<>=]", one)[0] for one in wanted}
    how = "uv export --frozen --only-group certificate --no-emit-project --no-annotate --no-header -o"
    assert pins() == {name: locked[name] for name in pins()}, f"older than uv.lock: {how} {PINNED.relative_to(ROOT)}"


def test_the_common_layer_does_not_carry_them() -> None:
    layer = (ROOT / "layers" / "common" / "requirements.txt").read_text(encoding="utf-8")
    assert not re.search(r"^(typst|segno)==", layer, re.MULTILINE)


def test_the_package_stays_small() -> None:
    libraries = sum(Path(file.locate()).stat().st_size for name in pins() for file in files(name) or () if _ships(file))
    fonts = sum(path.stat().st_size for path in FONTS.rglob("*") if path.is_file())
    assert 50_000_000 < libraries + fonts < LARGEST


def _ships(file: Path) -> bool:
    return not str(file).endswith(".pyc") and ".." not in file.parts
