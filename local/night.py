"""`make night`: run the nightly function on the stack of `make up`, as Scheduler would at this moment."""

import json
import sys
from datetime import UTC, datetime

from local.places import local_folder
from local.stack import LocalStack
from local.troubles import told


def main() -> None:
    """Run it and print the run report."""
    now = datetime.now(UTC).strftime("%Y-%m-%dT%H:%M:%SZ")
    print(json.dumps(LocalStack.kept(local_folder()).night(now), indent=2))


if __name__ == "__main__":
    sys.exit(told(main))
