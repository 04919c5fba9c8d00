"""Credits of the ledger are matched again: a nightly run and arriving credits do it the same way."""

from collections.abc import Iterable
from dataclasses import dataclass

from laurel.intake.report_once import ReportOnce
from laurel.ledger.credit import Credit
from laurel.ledger.states import State
from laurel.ledger.store import Change
from laurel.roster.rematch import Rematcher, waits_for_a_match


@dataclass(frozen=True, slots=True)
class MatchedAgain:
    """Credits after matching: the number of changes to write, the credits written, and the credits that stay as is."""

    changes: int
    saved: list[Credit]
    unchanged: list[Credit]


def match_again(once: ReportOnce, rematcher: Rematcher, credits: Iterable[Credit]) -> MatchedAgain:
    """Matches those of `credits` that wait for a match, and writes those that change.

    A credit that another process changed in the meantime stays as that process wrote it.
    """
    before = [credit for credit in credits if waits_for_a_match(credit)]
    after = rematcher.rematch(before)
    changes = [Change(old, new) for old, new in zip(before, after, strict=True) if new is not old]
    # Credits that ASCP refused and that do not change do not count as matched.
    unchanged = [old for old, new in zip(before, after, strict=True) if new is old and old.state is not State.REJECTED]
    return MatchedAgain(len(changes), [credit for credit in once.save(changes) if credit], unchanged)
