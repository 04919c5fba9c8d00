"""`make bench`: every measurement of this folder, one after the other, each in a process of its own."""

import subprocess
import sys
from pathlib import Path

FOLDER = Path(__file__).parent


def main() -> int:
    """Runs them all; the number of those that failed."""
    failed = 0
    for file in sorted(FOLDER.glob("[!_]*.py")):
        print(f"\n=== {file.stem}", flush=True)
        done = subprocess.run([sys.executable, "-m", f"benchmarks.{file.stem}"], cwd=FOLDER.parent, check=False)
        failed += done.returncode != 0
    return failed


if __name__ == "__main__":
    sys.exit(main())
