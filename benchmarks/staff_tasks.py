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


def main() -> int:
    """Runs them and prints the table; the result of the tests."""
    with tempfile.TemporaryDirectory() as folder:
        report = Path(folder, "report.xml")
        # Only the older form of the report has what the tests note.
        told = [f"--junitxml={report}", "-o", "junit_family=xunit1"]
        asked = [sys.executable, "-m", "pytest", "-q", "-p", "no:schemathesis", *told, "tests/browser/staff_tasks"]
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
