"""The pending notices of a nightly run by learner, on disk: a first load can leave a million credits unmatched."""

from collections.abc import Iterable, Iterator, Mapping, Sequence
from datetime import datetime
from pathlib import Path
from types import TracebackType
from typing import Self

from laurel.ledger.states import State
from laurel.ledger.store import NoticeEntry
from laurel.platform.scratch_sqlite import open_scratch

_SCHEMA = """
CREATE TABLE pending (email_key TEXT NOT NULL, credit_id TEXT NOT NULL, state TEXT NOT NULL, at TEXT NOT NULL);
CREATE TABLE holders (learner_id TEXT, email_key TEXT, PRIMARY KEY (learner_id, email_key)) WITHOUT ROWID;
BEGIN;
"""
_LEARNERS = f"""
SELECT learner_id FROM holders JOIN pending USING (email_key) GROUP BY learner_id
ORDER BY max(state <> '{State.ACCEPTED}') DESC, learner_id
"""  # noqa: S608  # only constants


class PendingByLearner:
    """Pending notices in the SQLite file at `path`: add all of them, then the holders, then read."""

    def __init__(self, path: Path) -> None:
        self._db = open_scratch(path, _SCHEMA)

    def __enter__(self) -> Self:
        return self

    def __exit__(
        self, kind: type[BaseException] | None, error: BaseException | None, trace: TracebackType | None
    ) -> None:
        self._db.close()

    def add(self, entries: Iterable[NoticeEntry]) -> None:
        """Adds `entries`."""
        rows = ((one.email_key, one.credit_id, one.state, one.at.isoformat()) for one in entries)
        self._db.executemany("INSERT INTO pending VALUES (?, ?, ?, ?)", rows)

    def pages_of_addresses(self, size: int) -> Iterator[list[str]]:
        """The e-mail keys with pending notices, each once, `size` at a time."""
        self._db.execute("CREATE INDEX IF NOT EXISTS by_address ON pending (email_key)")
        found = self._db.execute("SELECT DISTINCT email_key FROM pending ORDER BY email_key")
        while page := found.fetchmany(size):
            yield [email_key for (email_key,) in page]

    def add_holders(self, holders: Mapping[str, str]) -> None:
        """Adds the learner ID of each address's holder, by e-mail key."""
        rows = ((learner_id, email_key) for email_key, learner_id in holders.items())
        self._db.executemany("INSERT OR IGNORE INTO holders VALUES (?, ?)", rows)

    def __len__(self) -> int:
        """How many pending notices there are."""
        return int(self._db.execute("SELECT count(*) FROM pending").fetchone()[0])

    def unheld(self) -> int:
        """How many are for an address that no learner holds."""
        query = "SELECT count(*) FROM pending WHERE email_key NOT IN (SELECT email_key FROM holders)"
        return int(self._db.execute(query).fetchone()[0])

    def learners(self) -> Iterator[str]:
        """The IDs of the learners with pending notices; those who need to act come first."""
        for (learner_id,) in self._db.execute(_LEARNERS):
            yield learner_id

    def of(self, learner_ids: Sequence[str]) -> dict[str, list[NoticeEntry]]:
        """The pending notices of each of `learner_ids`, in that order: oldest first, each credit once."""
        found: dict[str, dict[str, NoticeEntry]] = {learner_id: {} for learner_id in learner_ids}
        marks = ",".join("?" * len(learner_ids))
        query = f"""SELECT learner_id, credit_id, email_key, state, at FROM holders JOIN pending USING (email_key)
            WHERE learner_id IN ({marks}) ORDER BY at, credit_id"""  # noqa: S608  # only placeholders are inserted
        for learner_id, credit_id, email_key, state, at in self._db.execute(query, learner_ids):
            found[learner_id][credit_id] = NoticeEntry(credit_id, email_key, State(state), datetime.fromisoformat(at))
        return {learner_id: list(entries.values()) for learner_id, entries in found.items()}
