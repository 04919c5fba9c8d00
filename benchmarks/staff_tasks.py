"""How many clicks, keys and characters each task of staff takes: `python -m benchmarks.staff_tasks`.

Runs the tests that do the tasks (`tests/browser/staff_tasks`), by mouse or finger and by keyboard alone, at a desk and
on a phone, and prints what they counted as a table. A key is Tab, Enter or an arrow; what is typed counts by
characters. To choose from a list by mouse counts as two clicks.
"""

import subprocess
import sys
import tempfile
import xml.etree.ElementTree as ET
from pathlib import Path

ROOT = Path(__file__).parents[1]
WAYS = [("desk", "mouse"), ("desk", "keyboard"), ("phone", "finger"), ("phone", "keyboard")]

type Way = tuple[str, str]


def main() -> int:
    """Runs them and prints the table; the result of the tests."""
    tasks, ended = done("tests/browser/staff_tasks")
    for line in table(tasks, WAYS):
        print(line)
    return ended


def done(tests: str) -> tuple[dict[str, dict[Way, str]], int]:
    """What each task in these tests took, and how the tests ended."""
    with tempfile.TemporaryDirectory() as folder:
        report = Path(folder, "report.xml")
        # Only the older form of the report has what the tests note.
        told = [f"--junitxml={report}", "-o", "junit_family=xunit1"]
        asked = [sys.executable, "-m", "pytest", "-q", "-p", "no:schemathesis", *told, tests]
        ended = subprocess.run(asked, cwd=ROOT, check=False).returncode
        return _counted(report), ended


def _counted(report: Path) -> dict[str, dict[Way, str]]:
    found: dict[str, dict[Way, str]] = {}
    for one in ET.parse(report).iter("property"):  # pytest wrote it
        task, _, way = one.get("name", "").partition(" · ")
        size, _, hand = way.partition(" · ")
        if (size, hand) in WAYS:
            found.setdefault(task, {})[size, hand] = one.get("value", "")
    return found


def table(tasks: dict[str, dict[Way, str]], ways: list[Way], before: dict[str, str] | None = None) -> list[str]:
    """The table in Markdown; `before` is what the tasks took before."""
    more = ["before"] if before else []
    heads = [*more, *(f"{size}, {hand}" for size, hand in ways)]
    rows = [
        [task, *([before.get(task, "–")] if before else []), *(took.get(way, "–") for way in ways)]
        for task, took in tasks.items()
    ]
    lines = [["task", *heads], ["---"] * (len(heads) + 1), *rows]
    return [f"| {' | '.join(cells)} |" for cells in lines]


if __name__ == "__main__":
    sys.exit(main())
