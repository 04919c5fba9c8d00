"""When each learner was last sent a notice, addresses that SES refused, and how far back a run must look.

Notices about credits and those about claims and certificates have a date each. What the latter said is kept as marks,
for a while, so that a run that repeats sends nothing twice.
"""

from collections.abc import Iterable, Mapping
from dataclasses import dataclass, field
from datetime import date, datetime, timedelta

from laurel.platform.clock import instant, read_instant
from laurel.platform.table import Item, Key, Put, Table, Update

# An address that SES refused is tried again after this long: the cause may have been on our side.
REFUSED_FOR = timedelta(days=30)
# A mark is of no use after this long: what it is about has left the lists by then.
MARKED_FOR = timedelta(days=60)
_HORIZON: Key = ("NOTICES", "HORIZON")


@dataclass(frozen=True, slots=True)
class SendRecord:
    """The date of the last run that sent a learner a notice, and the address key that SES refused, and when (UTC).

    `claims_on` is the date of the last run that sent them one about claims; `marked` are the marks of its notices and
    of earlier ones, with the date of each.
    """

    on: date | None = None
    refused: str | None = None
    refused_at: datetime | None = None
    claims_on: date | None = None
    marked: Mapping[str, date] = field(default_factory=dict)

    def takes_mail(self, email_key: str, at: datetime) -> bool:
        """Whether an e-mail to the address may be tried at `at`."""
        if self.refused != email_key or self.refused_at is None:
            return True
        return at - self.refused_at >= REFUSED_FOR


class SendLog:
    """The records in `table` (the ledger's)."""

    def __init__(self, table: Table) -> None:
        self._table = table

    def of(self, learner_ids: Iterable[str]) -> dict[str, SendRecord]:
        """The record of each of `learner_ids`, by ID. One call for each hundred."""
        wanted = list(learner_ids)
        items = self._table.get_many(map(send_record_key, wanted))
        return {one: _record(items.get(send_record_key(one), {})) for one in wanted}

    def begin(self, learner_id: str, on: date) -> bool:
        """Claims the learner's one e-mail of the run on `on`; False if it was claimed before."""
        taken = self._table.update(
            Update(
                send_record_key(learner_id),
                "SET #on = :on",
                "attribute_not_exists(#on) OR #on < :on",
                {"#on": "on"},
                {":on": on.isoformat()},
            )
        )
        return taken is not None

    def take_back(self, learner_id: str, on: date, before: date | None) -> None:
        """The e-mail of the run on `on` was certainly not sent: the learner's record says `before` again."""
        values = {":on": on.isoformat()}
        if before:
            values[":before"] = before.isoformat()
        self._table.update(
            Update(
                send_record_key(learner_id),
                "SET #on = :before" if before else "REMOVE #on",
                "#on = :on",
                {"#on": "on"},
                values,
            )
        )

    def begin_claims(self, learner_id: str, on: date, marks: Iterable[str], marked: Mapping[str, date]) -> bool:
        """Claims the learner's one e-mail about claims of the run on `on`, and marks what it says.

        `marked` are the marks that were read; old ones are dropped. False if the e-mail was claimed before. One call.
        """
        kept = {mark: day for mark, day in marked.items() if on - day < MARKED_FOR}
        after = kept | dict.fromkeys(marks, on)
        taken = self._table.update(
            Update(
                send_record_key(learner_id),
                "SET #on = :on, #marked = :marked",
                "attribute_not_exists(#on) OR #on < :on",
                {"#on": "claims_on", "#marked": "marked"},
                {":on": on.isoformat(), ":marked": _marks(after)},
            )
        )
        return taken is not None

    def take_back_claims(self, learner_id: str, on: date, before: SendRecord) -> None:
        """The e-mail about claims of the run on `on` was certainly not sent: the record is as `before` again."""
        values: dict[str, object] = {":on": on.isoformat(), ":marked": _marks(before.marked)}
        if before.claims_on:
            values[":before"] = before.claims_on.isoformat()
        change = "SET #marked = :marked, #on = :before" if before.claims_on else "SET #marked = :marked REMOVE #on"
        names = {"#on": "claims_on", "#marked": "marked"}
        self._table.update(Update(send_record_key(learner_id), change, "#on = :on", names, values))

    def refuse(self, learner_id: str, email_key: str, at: datetime) -> None:
        """Records that SES refused the address at `at`."""
        self._table.update(
            Update(
                send_record_key(learner_id),
                "SET #refused = :refused, #at = :at",
                None,
                {"#refused": "refused", "#at": "refused_at"},
                {":refused": email_key, ":at": instant(at)},
            )
        )

    def horizon(self) -> datetime | None:
        """All notices due before this instant (UTC) have been sent; None before the first run."""
        item = self._table.get(_HORIZON)
        return read_instant(item["at"]) if item else None

    def advance_horizon(self, at: datetime) -> None:
        """Sets the horizon to `at`. It never moves back."""
        item: Item = {"pk": _HORIZON[0], "sk": _HORIZON[1], "at": instant(at)}
        self._table.put(Put(item, "attribute_not_exists(pk) OR #at < :at", {"#at": "at"}, {":at": instant(at)}))


def send_record_key(learner_id: str) -> Key:
    """The table key of this learner's record."""
    return f"NOTICE#{learner_id}", "NIGHT"


def _marks(marked: Mapping[str, date]) -> dict[str, str]:
    return {mark: day.isoformat() for mark, day in marked.items()}


def _record(item: Item) -> SendRecord:
    on, at = item.get("on"), item.get("refused_at")
    claims_on, marked = item.get("claims_on"), item.get("marked", {})
    return SendRecord(
        date.fromisoformat(on) if on else None,
        item.get("refused"),
        read_instant(at) if at else None,
        date.fromisoformat(claims_on) if claims_on else None,
        {mark: date.fromisoformat(day) for mark, day in marked.items()},
    )
