"""The undo of a file: its states, what becomes of each row, and how it may change (pure)."""

from collections import Counter
from collections.abc import Iterable, Mapping
from dataclasses import dataclass, field, replace
from datetime import datetime, timedelta
from enum import StrEnum

from laurel.ledger import requested
from laurel.ledger.credit import Credit
from laurel.ledger.follow_ups import is_under_way
from laurel.ledger.states import Action, State, WithdrawnReason
from laurel.ledger.taken_again import UNDONE, is_being_undone, is_of_undo
from laurel.platform.refusal import Refusal

# The undo is requested by the clock of another machine.
CLOCKS_DIFFER = timedelta(minutes=1)


class UndoState(StrEnum):
    """Where an undo is. One that failed may be asked for again; it says in `problem` why."""

    WAITING = "waiting"
    WORKING = "working"
    DONE = "done"
    FAILED = "failed"


class UndoOutcome(StrEnum):
    """What became of a row; in a dry run, what would become of it."""

    UNDONE = "undone"
    # ASCP has the credit, and is asked to withdraw it. Its answer is in the credit's timeline.
    ASKED = "asked"
    SKIPPED = "skipped"
    FAILED = "failed"


class UndoReason(StrEnum):
    """Why a row was not undone."""

    NOT_TAKEN = "not_taken"
    # Another file brought the credit, or a program pushed it.
    NOT_OF_THIS_FILE = "not_of_this_file"
    ALREADY_UNDONE = "already_undone"
    # By staff, by its learner, or with the account.
    ALREADY_WITHDRAWN = "already_withdrawn"
    # Only in undos from before ASCP could be asked to withdraw a credit.
    AT_ASCP = "at_ascp"
    # The credit, or a change of it that ASCP was asked for.
    BEING_SENT = "being_sent"
    # It was sent, and ASCP has not confirmed it.
    OUTCOME_UNKNOWN = "outcome_unknown"
    # Other changes of the credit kept coming first.
    BUSY = "busy"


class UndoProblem(StrEnum):
    """Why an undo failed as a whole."""

    FILE_GONE = "file_gone"
    FILE_UNREADABLE = "file_unreadable"
    UNEXPECTED = "unexpected"


@dataclass(frozen=True, slots=True)
class RowResult:
    """What became of the row that begins on `line`, as the provider named it; `reason` if it was not undone."""

    line: int
    reference: str
    outcome: UndoOutcome
    reason: UndoReason | None = None
    credit_id: str | None = None


@dataclass(frozen=True, slots=True, kw_only=True)
class FileUndo:
    """An undo of a file, or a dry run of one. A file has at most one of each: the latest.

    `by` is the member of staff, as a timeline names them, and `why` their reason. `line` is where the last row starts
    that is done. `outcomes` and `reasons` count rows. `version` counts the writes.
    """

    file_id: str
    undo_id: str
    dry_run: bool
    by: str
    why: str
    requested_at: datetime
    state: UndoState = UndoState.WAITING
    line: int = 0
    outcomes: Mapping[str, int] = field(default_factory=dict)
    reasons: Mapping[str, int] = field(default_factory=dict)
    finished_at: datetime | None = None
    problem: UndoProblem | None = None
    version: int = 1

    @property
    def is_open(self) -> bool:
        """Whether a run has still to do some of it."""
        return self.state in (UndoState.WAITING, UndoState.WORKING)

    @property
    def rows(self) -> int:
        """How many rows are done."""
        return sum(self.outcomes.values())

    def count(self, outcome: UndoOutcome) -> int:
        """How many rows had this outcome so far."""
        return self.outcomes.get(outcome, 0)

    def continued(self, results: Iterable[RowResult], line: int) -> "FileUndo":
        """It with the `results` of further rows, the last of which starts on `line`."""
        outcomes, reasons = Counter(self.outcomes), Counter(self.reasons)
        for one in results:
            outcomes[one.outcome.value] += 1
            if one.reason:
                reasons[one.reason.value] += 1
        return replace(
            self,
            state=UndoState.WORKING,
            line=line,
            outcomes=dict(outcomes),
            reasons=dict(reasons),
            version=self.version + 1,
        )

    def finished(self, at: datetime, problem: UndoProblem | None = None) -> "FileUndo":
        """It at its end, or ended by `problem`."""
        state = UndoState.FAILED if problem else UndoState.DONE
        return replace(self, state=state, finished_at=at, problem=problem, version=self.version + 1)


def judge(credit: Credit | None, fingerprint: str, undo: FileUndo) -> UndoReason | UndoOutcome:
    """Whether the `credit` under a row's reference can be undone, was undone already by `undo`, or why it stays.

    A row of other content than the credit was rejected as in conflict. Returns a reason, or UNDONE or ASKED.
    """
    if credit is None:
        return UndoReason.NOT_TAKEN
    if credit.file_id != undo.file_id:
        return UndoReason.NOT_OF_THIS_FILE
    if credit.fingerprint != fingerprint:
        return UndoReason.NOT_TAKEN
    if _was_asked(credit, undo):
        return UndoOutcome.ASKED
    if is_under_way(credit):
        return _of_follow_up(credit)
    match credit.state:
        case State.WITHDRAWN if credit.withdrawn_for is WithdrawnReason.FILE_UNDONE:
            by_this = credit.timeline[-1].at >= undo.requested_at - CLOCKS_DIFFER
            return UndoOutcome.UNDONE if by_this else UndoReason.ALREADY_UNDONE
        case State.WITHDRAWN:
            return UndoReason.ALREADY_WITHDRAWN
        case State.ACCEPTED:
            return UndoOutcome.ASKED
        case State.SENDING:
            return UndoReason.BEING_SENT
        case _ if credit.in_doubt:
            return UndoReason.OUTCOME_UNKNOWN
        case _:
            return UndoOutcome.UNDONE


def is_done(credit: Credit, undo: FileUndo) -> bool:
    """Whether a `credit` that can be undone is undone: withdrawn, or ASCP was asked to withdraw it."""
    return credit.state is State.WITHDRAWN or _was_asked(credit, undo)


def waits_for_ascp(credit: Credit, undo: FileUndo) -> bool:
    """Whether `undo` asked ASCP to withdraw the credit, and ASCP has still to answer."""
    return is_under_way(credit) and _was_asked(credit, undo)


def withdrawn(credit: Credit, undo: FileUndo, at: datetime) -> Credit:
    """The credit, withdrawn by `undo`, or with the request to ASCP; its learner reads the reason in the timeline."""
    request = requested.AskedChange(why=UNDONE.format(reason=undo.why), at=at, by=undo.by)
    after = requested.withdraw(credit, request, WithdrawnReason.FILE_UNDONE)
    if isinstance(after, Refusal):
        raise ValueError(f"credit {credit.credit_id}: {after.code}")
    return after


def _was_asked(credit: Credit, undo: FileUndo) -> bool:
    """Whether the latest follow-up of the credit is a withdrawal that `undo` asked for, whatever ASCP answered."""
    one = credit.follow_up
    return one is not None and is_of_undo(one) and one.timeline[0].at >= undo.requested_at - CLOCKS_DIFFER


def _of_follow_up(credit: Credit) -> UndoReason:
    """Why a credit stays that has a follow-up under way for another reason."""
    if is_being_undone(credit):
        return UndoReason.ALREADY_UNDONE
    only_withdrawn = credit.follow_up and credit.follow_up.action is Action.WITHDRAW and not credit.follow_up.follow_up
    return UndoReason.ALREADY_WITHDRAWN if only_withdrawn else UndoReason.BEING_SENT
