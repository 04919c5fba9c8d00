"""`make night`: run the nightly function on the stack of `make up`, as Scheduler would at this moment."""

import json
import sys

from laurel.platform.clock import instant_in_seconds, utc_now
from local.places import local_folder
from local.stack import LocalStack
from local.troubles import told


def main() -> None:
    """Run it and print the run report."""
    now = instant_in_seconds(utc_now())
    print(json.dumps(LocalStack.kept(local_folder()).night(now), indent=2))


if __name__ == "__main__":
    sys.exit(told(main))
