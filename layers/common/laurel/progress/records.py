"""How what a learner follows is stored in the claims table, and when they are reminded next.

The day of a reminder lies apart from the learner's own records, so that a night that moves it on writes nothing else.
"""

from collections.abc import Iterator
from dataclasses import dataclass
from datetime import UTC, date, datetime, time

from laurel.learners.records import key_of as profile_key
from laurel.platform.retention import EXPIRES_AT, REMINDERS
from laurel.platform.table import Check, Delete, Item, Key, Put, Table, Write, create
from laurel.progress.choices import Followed, ProgressChoices, ReminderChoice
from laurel.progress.cycles import LicenseFacts

PROGRESS = "PROGRESS"
_LIST = "REMINDERS"


@dataclass(frozen=True, slots=True)
class ListedReminder:
    """The learner is to be reminded on this day, unless another day is theirs by now."""

    learner_id: str
    due_on: date


def progress_key(learner_id: str) -> Key:
    """The table key of the learner's choices."""
    return f"LEARNER#{learner_id}", PROGRESS


def next_key(learner_id: str) -> Key:
    """The table key of the day of the learner's next reminder."""
    return f"REMINDER#{learner_id}", "NEXT"


def listed_key(one: ListedReminder) -> Key:
    """The key of a reminder in the list by day."""
    return _LIST, f"{one.due_on.isoformat()}#{one.learner_id}"


def choices_from(learner_id: str, item: Item | None) -> ProgressChoices:
    """What the learner follows by `item`; for None, nothing."""
    if item is None:
        return ProgressChoices(learner_id=learner_id)
    return ProgressChoices(
        learner_id=learner_id,
        followed=tuple(
            Followed(one["rule"], LicenseFacts(_day(one.get("issued_on")), _day(one.get("expires_on"))))
            for one in item["followed"]
        ),
        reminders=ReminderChoice(item["reminders"]),
        version=int(item["version"]),
    )


def next_from(item: Item | None) -> date | None:
    """The day of the next reminder in `item`; None if there is none."""
    return _day(item.get("due_on")) if item else None


def choices_writes(before: ProgressChoices, after: ProgressChoices) -> list[Write]:
    """The writes of `after` in the place of `before`, for an account that is not erased."""
    pk, sk = progress_key(after.learner_id)
    item: Item = {
        "pk": pk,
        "sk": sk,
        "followed": [_followed(one) for one in after.followed],
        "reminders": after.reminders.value,
        "version": after.version,
    }
    names, values = {"#version": "version"}, {":version": before.version}
    write = Put(item, "#version = :version", names, values) if before.version else create(item)
    return [write, Check(profile_key(after.learner_id), "attribute_not_exists(erased_at)", {}, {})]


def reminder_writes(learner_id: str, before: date | None, after: date | None) -> list[Write]:
    """The writes that move the next reminder of the learner: in a transaction, only one of two callers succeeds."""
    pk, sk = next_key(learner_id)
    item: Item = {"pk": pk, "sk": sk, "due_on": after.isoformat() if after else None}
    names = {"#due": "due_on"}
    if before is None:
        writes: list[Write] = [Put(item, "attribute_not_exists(#due)", names, {})]
    else:
        writes = [Put(item, "#due = :due", names, {":due": before.isoformat()})]
    if before and before != after:
        writes.append(Delete(listed_key(ListedReminder(learner_id, before))))
    if after:
        list_pk, list_sk = listed_key(ListedReminder(learner_id, after))
        until = REMINDERS.expires_at(datetime.combine(after, time(), UTC))
        listed: Item = {"pk": list_pk, "sk": list_sk, "learner_id": learner_id, "due_on": after.isoformat()}
        writes.append(Put({**listed, EXPIRES_AT: until}, "", {}, {}))
    return writes


def listed_until(table: Table, day: date) -> Iterator[ListedReminder]:
    """The reminders of `day` and of earlier days. The cost grows only with their number. Raises TableBusy."""
    for item in table.query(None, "pk = :pk AND sk < :end", pk=_LIST, end=f"{day.isoformat()}$"):
        yield ListedReminder(item["learner_id"], date.fromisoformat(item["due_on"]))


def unlist(table: Table, one: ListedReminder) -> None:
    """Takes a reminder off the list. One call. Raises TableBusy."""
    table.delete(listed_key(one), where="learner_id", equals=one.learner_id)


def forget_reminder(table: Table, learner_id: str) -> None:
    """Removes the learner's next reminder; may be repeated. Up to three calls. Raises TableBusy."""
    key = next_key(learner_id)
    if (due_on := next_from(table.get(key))) is not None:
        unlist(table, ListedReminder(learner_id, due_on))
    table.delete(key, where="pk", equals=key[0])


def _followed(one: Followed) -> Item:
    dates = {"issued_on": one.facts.issued_on, "expires_on": one.facts.expires_on}
    return {"rule": one.rule_id} | {name: day.isoformat() for name, day in dates.items() if day}


def _day(text: str | None) -> date | None:
    return date.fromisoformat(text) if text else None
