"""How many taps, keys and seconds each task of a learner takes: `python -m benchmarks.learner_tasks`.

Runs the tests that do the tasks (`tests/browser/learner_tasks`), by finger on a phone and by keyboard alone at a desk,
and prints what they counted as a table, as `benchmarks/staff_tasks.py` does. Seconds are those of this machine, which
reads nothing and thinks about nothing.
"""

import sys

from benchmarks.staff_tasks import done, table

WAYS = [("phone", "finger"), ("desk", "keyboard")]
# By finger, with the first version of the portal. A webinar was counted from the first page, with a license.
BEFORE = {
    "Five-day meeting with 46 sessions, to the certificate": "292 taps",
    "Teleconference with a Group ID, to the certificate": "19 taps",
    "Webinar, from the log-in to the certificate": "20 taps",
    "Online course, its post-test failed once, to the certificate": "44 taps",
    "Why is my credit missing: nothing came": "3 taps",
    "Why is my credit missing: membership lapsed": "2 taps",
}


def main() -> int:
    """Runs them and prints the table; the result of the tests."""
    tasks, ended = done("tests/browser/learner_tasks")
    for line in table(tasks, WAYS, BEFORE):
        print(line)
    return ended


if __name__ == "__main__":
    sys.exit(main())
