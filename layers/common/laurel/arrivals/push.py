"""Credits that a provider's program pushes: taken, matched and queued in one call, each row for itself.

The rules are those of the provider's files: the same columns, the same checks and reasons, the same credit under the
same reference. A call that is repeated changes nothing, and queues credits again whose message may be missing.
"""

from collections.abc import Callable, Mapping, Sequence
from concurrent.futures import Executor
from dataclasses import dataclass
from datetime import date
from typing import Self
from urllib.parse import unquote

from laurel.delivery.queue import DeliveryQueue
from laurel.intake.feed_rows import FEED_CELLS
from laurel.intake.report_once import ReportOnce
from laurel.intake.row_intake import RowIntake, RowOutcome, TakenRow, credit_among, credit_ids, parse_row
from laurel.learners.aliases import Aliases
from laurel.learners.consent import Consents
from laurel.learners.joined_addresses import JoinedAddresses
from laurel.ledger.credit import Credit
from laurel.ledger.follow_ups import outgoing
from laurel.ledger.states import State
from laurel.ledger.store import Ledger
from laurel.platform.clock import Clock
from laurel.platform.csv_records import Record, Rejection, fault_of
from laurel.platform.table import Table
from laurel.roster.rematch import Rematcher
from laurel.roster.store import Roster

MOST_ROWS = 100
"""The most rows of one call."""

NUMBERS = ("contact_hours",)
"""The columns that may be a JSON number."""


@dataclass(frozen=True, slots=True)
class PushCredits:
    """The stores, the queue and the clock. `today` gives the present date in the time zone of the schedule."""

    rows: RowIntake
    ledger: Ledger
    queue: DeliveryQueue
    executor: Executor
    clock: Clock
    today: Callable[[], date]

    @classmethod
    def on(
        cls,
        table: Table,
        queue: DeliveryQueue,
        executor: Executor,
        clock: Clock,
        today: Callable[[], date],
        joined: JoinedAddresses | None = None,
    ) -> Self:
        """Pushes into the ledger's `table`."""
        ledger, roster, aliases, consents = Ledger(table), Roster(table), Aliases(table), Consents(table)

        def match(credits: Sequence[Credit]) -> list[Credit]:
            return Rematcher(roster, aliases, consents, clock, today(), joined).rematch(credits)

        rows = RowIntake(ledger, ReportOnce(ledger, aliases, joined), match, executor)
        return cls(rows, ledger, queue, executor, clock, today)

    def push(self, provider: str, given: Sequence[object]) -> list[RowOutcome]:
        """What becomes of each of the rows `given` (decoded JSON), in order.

        Costs one read of the ledger, the reads of matching, one transaction and one message for each reported credit.
        Raises TableBusy: then the same call may be repeated.
        """
        on, at = self.today(), self.clock()
        parsed = [
            parse_row(_record(number, row), provider=provider, on=on, at=at) for number, row in enumerate(given, 1)
        ]
        outcomes = self.rows.take(parsed)
        held = [one.held for one in outcomes if isinstance(one, TakenRow)]
        reported = [credit for credit in held if outgoing(credit).state is State.REPORTED]
        # SQS may refuse: the credit is in the ledger, and the next call or the nightly run queues it.
        self.queue.send(dict.fromkeys(credit.credit_id for credit in reported), self.executor)
        return outcomes

    def find(self, provider: str, reference: str) -> Credit | None:
        """The credit that the provider reported under `reference`, as it is in a path. One call.

        Whether API Gateway has decoded the path depends on the stage. So the text with `%20` and the like decoded
        counts too, after the text itself.
        """
        ids = list(dict.fromkeys(one for text in (reference, unquote(reference)) for one in credit_ids(text, provider)))
        return credit_among(self.ledger.get_many(ids), ids)


def _record(number: int, row: object) -> Record | Rejection:
    """The row as a record: a missing field is an empty cell, fields that are no column are ignored, as in a file."""
    if not isinstance(row, Mapping):
        message = "The row is no JSON object. Send each row as an object with the columns as its fields."
        return Rejection(number, "", "not_an_object", message, {})
    values = {column: _cell(column, row.get(column)) for column in FEED_CELLS}
    texts = {column: text or "" for column, text in values.items()}
    faults = [(column, *_not_text(column)) for column, text in values.items() if text is None]
    faults += [(column, *fault) for column, text in texts.items() if (fault := fault_of(column, text))]
    if faults:
        column, reason, _ = faults[0]
        message = " ".join(message for _, _, message in faults)
        return Rejection(number, column, reason, message, texts, faults=tuple(faults))
    return Record(number, texts)


def _cell(column: str, value: object) -> str | None:
    """The text of a field; None if its JSON type is not one that the column has."""
    if value is None:
        return ""
    if isinstance(value, str):
        return value
    if column in NUMBERS and isinstance(value, int | float) and not isinstance(value, bool):
        return repr(value)
    return None


def _not_text(column: str) -> tuple[str, str]:
    kinds = "a text or a number" if column in NUMBERS else "a text"
    return "not_text", f"{column} must be {kinds}. Put it in quotation marks."
