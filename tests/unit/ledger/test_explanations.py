"""What each reason means for a learner, what to do, and where, as approved.

After a change that was meant: `python -m tests.unit.ledger.test_explanations`, and read the difference.
"""

from pathlib import Path

import pytest

from laurel.ledger.explanations import explain
from laurel.ledger.states import RejectedReason, UnmatchedReason

APPROVED = Path(__file__).with_name("approved") / "explanations.txt"


def told() -> str:
    known = [(reason.value, explain(reason)) for reason in (*UnmatchedReason, *RejectedReason)]
    unread = ("not read", explain(RejectedReason.INVALID, unjudged=True))
    return "\n".join(f"{name} (at {one.where.value})\n{one.words}\n{one.do}\n" for name, one in [*known, unread])


def test_each_reason_has_the_words_that_were_approved() -> None:
    assert told() == APPROVED.read_text(encoding="utf-8")


def test_no_other_reason_is_explained() -> None:
    with pytest.raises(KeyError):
        explain("by_staff")


if __name__ == "__main__":
    APPROVED.write_text(told(), encoding="utf-8")
