"""The document that says how long records are kept, from the configuration in `laurel.platform.retention`.

`python -m local.retention`, a part of `make openapi`, writes docs/retention.md.
"""

import sys

from laurel.platform.retention import KINDS, Kept
from local.places import ROOT
from local.troubles import told

FILE = ROOT / "docs" / "retention.md"
_INTRODUCTION = """\
# How long records are kept

`make openapi` writes this file from the list in `laurel/platform/retention.py`. Do not edit it: change the list there.
Tests compare the list with the stack's template.

Records of credit are kept for seven years. The longest rule of a state board or a partner that we know is six years.
"""
_REST = """\
DynamoDB removes an item up to two days after its time. S3 works once a day. Point-in-time recovery keeps what the
tables were for another 35 days, and S3 keeps an overwritten or removed file for up to 90 days.

No time is set for records without personal data: the catalog, logos, the reports of nights, which files were taken, and
the notes about likely duplicates, which are a hash and an ID. Each roster replaces the members in force. Lists of tasks
of the next night or the next hour (`CHANGES`, `CONSENTS`, `CUSTOMERS`, `MOVES`, `ERASURES`) end with the task.

A certificate can be checked by its number until its record ends.

To change a time, change the list, and the rule in `template.yaml` that the test then names. An item gets the new time
at its next write, also one from before there was a time; files get it at the next deploy.
"""


def text() -> str:
    """The document as it is committed."""
    rows = [f"| {one.what} | {_where(one)} | {_time(one)} | {one.remover.value} |" for one in KINDS]
    table = "\n".join(["| what | where | kept for | removed by |", "|---|---|---|---|", *rows])
    return f"{_INTRODUCTION}\n{table}\n\n{_REST}"


def _where(kept: Kept) -> str:
    return ", ".join(f"`{part}`" for part in kept.where.split(", "))


def _time(kept: Kept) -> str:
    if kept.days is None:
        return "as long as the account"
    years = f" ({kept.days // 365} years)" if kept.days >= 2 * 365 else ""
    return f"{kept.days:,} {'day' if kept.days == 1 else 'days'}{years} after {kept.since}"


def main() -> None:
    """Write the file."""
    FILE.write_text(text(), encoding="utf-8")
    print(f"Wrote {FILE.relative_to(ROOT)}")


if __name__ == "__main__":
    sys.exit(told(main))
