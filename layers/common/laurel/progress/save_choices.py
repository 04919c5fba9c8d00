"""A learner chooses what they follow, and when they are reminded."""

from collections.abc import Sequence
from dataclasses import replace
from datetime import date

from laurel.learners.records import expect_not_erased, from_item
from laurel.learners.records import key_of as profile_key
from laurel.platform.optimistic import retry_on_conflict
from laurel.platform.refusal import Refusal
from laurel.platform.refusals import INVALID
from laurel.platform.table import Table
from laurel.progress.choices import Followed, ProgressChoices, ReminderChoice, next_due, problems_of
from laurel.progress.read_rules import rules_by_id
from laurel.progress.records import (
    choices_from,
    choices_writes,
    next_from,
    next_key,
    progress_key,
    reminder_writes,
)
from laurel.progress.refusals import PROGRESS_BUSY, PROGRESS_CHANGED


def save_choices(
    table: Table,
    learner_id: str,
    followed: Sequence[Followed],
    reminders: ReminderChoice,
    *,
    today: date,
    if_match: int | None = None,
) -> ProgressChoices | Refusal:
    """Saves what the learner follows from now on. Two calls.

    `if_match` is the version that the learner saw, if the request names one. Raises TableBusy, and RefusedRequest if
    the account was erased.
    """
    if problems := problems_of(followed, rules_by_id(), today):
        return INVALID.refuse(errors=problems)

    def attempt() -> ProgressChoices | Refusal | None:
        keys = profile_key(learner_id), progress_key(learner_id), next_key(learner_id)
        items = table.get_many(keys)
        profile, chosen, due = (items.get(key) for key in keys)
        expect_not_erased(from_item(learner_id, profile))
        before = choices_from(learner_id, chosen)
        if if_match is not None and if_match != before.version:
            return PROGRESS_CHANGED.refuse(version=before.version)
        after = replace(before, followed=tuple(followed), reminders=reminders, version=before.version + 1)
        moved = reminder_writes(learner_id, next_from(due), next_due(after, rules_by_id(), today))
        return after if all(table.write_all([*choices_writes(before, after), *moved])) else None

    return retry_on_conflict(attempt) or PROGRESS_BUSY.refuse()
