"""The architecture names every package, function and index; the runbook quotes log messages as the code has them."""

import re
from pathlib import Path

ROOT = Path(__file__).parents[2]
ARCHITECTURE = ROOT / "docs" / "architecture.md"
RUNBOOK = ROOT / "docs" / "runbook.md"
OF_LAMBDA = {"Task timed out"}


def test_the_architecture_has_a_row_for_every_package_function_and_index():
    packages = {path.parent.name for path in (ROOT / "layers/common/laurel").glob("*/__init__.py")}
    functions = {path.parent.name for path in (ROOT / "functions").glob("*/app.py")}
    ledger = (ROOT / "template.yaml").read_text(encoding="utf-8").partition("  LedgerTable:")[2].partition("\n\n")[0]
    indexes = set(re.findall(r"IndexName: (\w+)", ledger))
    assert indexes
    named = set(re.findall(r"^\| `(\w+)` \|", ARCHITECTURE.read_text(encoding="utf-8"), flags=re.MULTILINE))
    assert named == packages | functions | indexes


def test_modules_that_the_architecture_names_exist():
    package = ROOT / "layers/common/laurel"
    named = re.findall(r"`(?:laurel\.)?([a-z]+)\.([a-z_]+)`", ARCHITECTURE.read_text(encoding="utf-8"))
    modules = [package / folder / f"{name}.py" for folder, name in named if (package / folder).is_dir()]
    assert modules
    assert [path for path in modules if not path.exists()] == []


def test_the_log_messages_of_the_runbook_are_those_of_the_code():
    """A text in backticks of three plain words or more is a log message or a difference that a command prints."""
    runbook = re.sub(r"^```.*?^```", "", RUNBOOK.read_text(encoding="utf-8"), flags=re.MULTILINE | re.DOTALL)
    code = "".join(
        path.read_text(encoding="utf-8")
        for folder in ("layers/common/laurel", "functions", "local")
        for path in (ROOT / folder).rglob("*.py")
    )
    named = set(re.findall(r"`([A-Za-z]+(?: [A-Za-z']+){2,})`", runbook)) - OF_LAMBDA
    assert len(named) > 8
    assert [text for text in sorted(named) if text not in code] == []
