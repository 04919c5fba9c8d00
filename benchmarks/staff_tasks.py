"""How many clicks, keys and characters each task of staff takes: `python -m benchmarks.staff_tasks`.

Runs the tests that do the tasks (`tests/browser/test_tasks_*.py`), by mouse and by keyboard alone, at a desk and on a
phone, and prints what they counted as a table. A key is Tab, Enter or an arrow; what is typed counts by characters.
"""

import subprocess
import sys
import tempfile
import xml.etree.ElementTree as ET
from pathlib import Path

ROOT = Path(__file__).parents[1]
WAYS = [(size, hand) for size in ("desk", "phone") for hand in ("mouse", "keyboard")]


def main() -> int:
    """Runs them and prints the table; the result of the tests."""
    files = sorted(map(str, (ROOT / "tests" / "browser").glob("test_tasks_*.py")))
    with tempfile.TemporaryDirectory() as folder:
        report = Path(folder, "report.xml")
        asked = [sys.executable, "-m", "pytest", "-q", "-p", "no:schemathesis", f"--junitxml={report}", *files]
        ended = subprocess.run(asked, cwd=ROOT, check=False).returncode
        for line in table(counted(report)):
            print(line)
    return ended


def counted(report: Path) -> dict[str, dict[tuple[str, str], str]]:
    """What each task took, by size and hand, from the properties of the tests."""
    found: dict[str, dict[tuple[str, str], str]] = {}
    for one in ET.parse(report).iter("property"):  # pytest wrote it
        task, _, way = one.get("name", "").partition(" · ")
        size, _, hand = way.partition(" · ")
        if (size, hand) in WAYS:
            found.setdefault(task, {})[size, hand] = one.get("value", "")
    return found


def table(tasks: dict[str, dict[tuple[str, str], str]]) -> list[str]:
    """The table in Markdown."""
    heads = [f"{size}, {hand}" for size, hand in WAYS]
    rows = [[task, *(took.get(way, "–") for way in WAYS)] for task, took in tasks.items()]
    lines = [["task", *heads], ["---"] * (len(WAYS) + 1), *rows]
    return [f"| {' | '.join(cells)} |" for cells in lines]


if __name__ == "__main__":
    sys.exit(main())
