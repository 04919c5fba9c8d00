"""Credits are reported once: a likely duplicate of a credit that ASCP has or will have is held for staff, not sent.

`ledger.duplicates` defines likely duplicates. All addresses of a learner count as one person, also those of joined
accounts, so a credit under a former address is found too. Every change that reports a credit goes through here, so only
one of several duplicates is sent, whether they come in one batch, in two runs, or from a run and a member of staff at
the same moment. A correction is never held, but writes its note, so that others like it are.

Besides the write itself, this costs three reads for each hundred credits that are reported, and a second item in the
transaction of each; if some are held back, two more reads and one more write.
"""

from collections.abc import Callable, Iterable, Sequence
from dataclasses import dataclass, field, replace

from laurel.learners.aliases import Aliases
from laurel.learners.joined_addresses import JoinedAddresses
from laurel.ledger.credit import Credit
from laurel.ledger.duplicates import Note, holds_back, likely_same, note_of
from laurel.ledger.follow_ups import SentFacts, last_asked
from laurel.ledger.states import Action, State
from laurel.ledger.store import Change, Ledger
from laurel.platform.table import Elsewhere, Key, Put

type Recording = Callable[[Change], Sequence[Elsewhere]]
"""The writes that record a change elsewhere, made from the change as it is written."""

_ROUNDS = 4


@dataclass(slots=True)
class _Pending:
    """A change not written yet, the `keys` of its notes, and the credits in those notes that it may replace.

    `sent` is what it puts on its way to ASCP; None for nothing.
    """

    change: Change
    sent: Credit | None
    keys: list[Key]
    give_way: dict[Key, Note] = field(default_factory=dict)
    done: bool = False
    stored: Credit | None = None

    @property
    def credit_id(self) -> str:
        return self.change.after.credit_id

    def notes(self) -> list[Put]:
        note = Note(self.credit_id, self.change.before.version + 1 if self.change.before else 1)
        return [note_of(key, note, replacing=self.give_way.get(key)) for key in self.keys]

    def hold(self, resembled: str | None) -> None:
        """Marks the change as held back, and writes no note.

        A credit that staff marked as distinct is reported, and a correction is made: ASCP has its credit.
        """
        if _reports(self.change) and not self.change.after.distinct:
            self.change = replace(self.change, after=self.change.after.hold_back(resembled))
        self.keys = []


class ReportOnce:
    """Writes changes of credits to `ledger`; `aliases` and `joined` give the addresses of one person."""

    def __init__(self, ledger: Ledger, aliases: Aliases, joined: JoinedAddresses | None = None) -> None:
        self._joined = joined
        self._ledger = ledger
        self._aliases = aliases

    def save(self, changes: Sequence[Change], record: Recording = lambda _change: ()) -> list[Credit | None]:
        """As `Ledger.save`, in order; a credit that would be reported a second time is stored as held back.

        The writes of `record` happen only together with their change.
        """
        sent = [_sent(change) for change in changes]
        pending = [_Pending(*one) for one in zip(changes, sent, self._keys_of(sent), strict=True)]
        left = pending
        for _ in range(_ROUNDS):
            self._write(_without_common_keys(left), record)
            left = [one for one in left if not one.done]
            if not left:
                break
            self._judge(left)
        else:
            # Other writers keep changing the notes. A likely duplicate exists, so hold the credits back.
            for one in left:
                one.hold(next((note.credit_id for note in one.give_way.values()), None))
            self._write(left, record)
        return [one.stored for one in pending]

    def foresee(self, changes: Sequence[Change]) -> list[Credit]:
        """What `save` would store as things are now: a likely duplicate is held back. Writes nothing."""
        sent = [_sent(change) for change in changes]
        pending = [_Pending(*one) for one in zip(changes, sent, self._keys_of(sent), strict=True)]
        self._judge([one for one in pending if one.keys])
        return [one.change.after for one in pending]

    def _keys_of(self, sent: Sequence[Credit | None]) -> list[list[Key]]:
        email_keys = [one.email_key for one in sent if one]
        known = self._aliases.of(email_keys) if email_keys else {}
        people = self._joined.of(email_keys) if self._joined and email_keys else {}

        def others(email_key: str) -> tuple[str, ...]:
            alias, person = known.get(email_key), people.get(email_key)
            return (*(alias.linked if alias else ()), *(person.keys if person else ()))

        return [_keys(one, others(one.email_key)) if one else [] for one in sent]

    def _write(self, pending: Sequence[_Pending], record: Recording) -> None:
        changes: list[tuple[Change, list[Put | Elsewhere]]] = [
            (one.change, [*one.notes(), *record(one.change)]) for one in pending
        ]
        for one, saved in zip(pending, self._ledger.save_with(changes) if changes else (), strict=True):
            # If only a note was refused, the credit is checked again; a credit that someone else changed is left.
            one.done = saved.credit is not None or not saved.was_current
            one.stored = saved.credit

    def _judge(self, pending: Sequence[_Pending]) -> None:
        """Holds back likely duplicates, unless the other credit gives way."""
        noted = self._ledger.noted_under({key for one in pending for key in one.keys})
        others = self._ledger.get_many({note.credit_id for note in noted.values()})
        for one in pending:
            found = {key: noted[key] for key in one.keys if key in noted and noted[key].credit_id != one.credit_id}
            ahead = [
                note.credit_id
                for note in found.values()
                if one.sent and holds_back(others.get(note.credit_id), one.sent)
            ]
            if ahead:
                one.hold(ahead[0])
            else:
                one.give_way = found


def _reports(change: Change) -> bool:
    """Whether `change` puts a credit on its way to ASCP."""
    after, before = change.after, change.before
    on_its_way = before is not None and before.state in (State.REPORTED, State.SENDING)
    return after.state is State.REPORTED and not on_its_way


def _sent(change: Change) -> Credit | None:
    """What `change` puts on its way to ASCP: the credit, or a correction of one that ASCP has or will have."""
    before, after = change.before, change.after
    if _reports(change):
        return after
    if before is None:
        return None
    asked, asked_before = last_asked(after), last_asked(before)
    if asked and asked.action is Action.CORRECT and (asked_before is None or asked_before.number < asked.number):
        return asked
    is_corrected = after.state is State.REPORTED and SentFacts.of(after) != SentFacts.of(before)
    return after if is_corrected else None


def _keys(credit: Credit, linked: Iterable[str]) -> list[Key]:
    found = (likely_same(credit, email_key) for email_key in dict.fromkeys((credit.email_key, *linked)))
    return [key for key in found if key]


def _without_common_keys(pending: Sequence[_Pending]) -> list[_Pending]:
    """Those of `pending` that share no note with an earlier one: an item may occur once in a DynamoDB transaction."""
    taken: set[Key] = set()
    chosen = []
    for one in pending:
        if taken.isdisjoint(one.keys):
            chosen.append(one)
            taken.update(one.keys)
    return chosen
