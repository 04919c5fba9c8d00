"""`make down`: end exactly what `make up` started, also when it failed half-way."""

import argparse
import sys

from local import sam_config
from local.places import ROOT, local_folder
from local.processes import Register
from local.troubles import told


def main() -> None:
    """End the processes written down in the stack's folder; the logs stay."""
    parser = argparse.ArgumentParser(prog="python -m local.down", description="End the local stack.")
    parser.add_argument("--quiet", action="store_true", help="say nothing")
    quiet = parser.parse_args().quiet
    folder = local_folder()
    ended = Register(folder).end_all()
    (folder / "stack.json").unlink(missing_ok=True)
    if folder == ROOT / ".local":
        sam_config.remove()
    if quiet:
        return
    for started in ended:
        print(f"Ended {started.name} ({started.pid}).")
    if not ended:
        print("Nothing was running.")


if __name__ == "__main__":
    sys.exit(told(main))
