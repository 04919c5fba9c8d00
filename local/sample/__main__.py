"""`python -m local.sample --out DIR`: writes a sample and prints what should become of it."""

import argparse
from collections.abc import Mapping
from datetime import date
from pathlib import Path

from local.sample import MEMBERS, ROWS, SEED, TODAY, Fates, Sample, generate, generate_plain


def main() -> None:
    """Reads the command line, writes the sample, prints a summary."""
    wish = _arguments()
    wanted = {"members": wish.members, "rows": wish.rows, "seed": wish.seed, "today": wish.today}
    try:
        made = generate_plain(wish.out, **wanted) if wish.plain else generate(wish.out, **wanted)
    except ValueError as refusal:
        raise SystemExit(f"No sample: {refusal}.") from refusal
    except OSError as refusal:
        raise SystemExit(f"The sample cannot be written: {refusal}.") from refusal
    if isinstance(made, Sample):
        _print(made)
    else:
        print(f"{made.members:,} members and {made.rows:,} rows, all acceptable, in {made.out}")


def _arguments() -> argparse.Namespace:
    parser = argparse.ArgumentParser(prog="python -m local.sample", description=__doc__)
    parser.add_argument("--out", type=Path, required=True, help="the folder to write to; made if it is missing")
    parser.add_argument("--seed", type=int, default=SEED, help="another seed, other people (default %(default)s)")
    parser.add_argument("--members", type=int, default=MEMBERS, help="lines on the roster (default %(default)s)")
    parser.add_argument("--rows", type=int, default=ROWS, help="rows in both feeds (default %(default)s)")
    parser.add_argument("--today", type=date.fromisoformat, default=TODAY, help="the first day, as YYYY-MM-DD")
    parser.add_argument("--plain", action="store_true", help="no special cases, of any size, for measurements")
    return parser.parse_args()


def _print(sample: Sample) -> None:
    expected = sample.expected
    print(f"Sample in {sample.out}: {expected.rows} rows, {expected.credits} credits, {expected.repeats} repeats")
    print(f"  rows to be rejected: {_counts(expected.rejected_rows)}")
    _print_fates("after the first night", expected.first_night)
    _print_fates(f"after {sample.later_roster.name}", expected.later)
    for label, story in {**sample.showcase, **sample.healing}.items():
        fate = str(story.fate) if story.fate == story.fate_later else f"{story.fate}, later {story.fate_later}"
        print(f"  {label}: {story.provider} {story.reference}, {story.learner}: {fate}")


def _print_fates(when: str, fates: Fates) -> None:
    print(f"  {when}: accepted {fates.accepted}")
    print(f"    rejected by ASCP: {_counts(fates.rejected)}")
    print(f"    unmatched: {_counts(fates.unmatched)}")


def _counts(counts: Mapping[str, int]) -> str:
    return ", ".join(f"{name} {count}" for name, count in counts.items()) or "none"


if __name__ == "__main__":
    main()
