"""The news of a night by learner: on disk, since a first load can leave a million credits unmatched at once."""

from collections.abc import Iterable, Iterator, Mapping, Sequence
from datetime import datetime
from pathlib import Path
from types import TracebackType
from typing import Self

from laurel.ledger.states import State
from laurel.ledger.store import NoticeEntry
from laurel.platform.scratch_sqlite import open_scratch

_SCHEMA = """
CREATE TABLE news (email_key TEXT NOT NULL, credit_id TEXT NOT NULL, state TEXT NOT NULL, at TEXT NOT NULL);
CREATE TABLE holders (learner_id TEXT, email_key TEXT, PRIMARY KEY (learner_id, email_key)) WITHOUT ROWID;
BEGIN;
"""
_LEARNERS = f"""
SELECT learner_id FROM holders JOIN news USING (email_key) GROUP BY learner_id
ORDER BY max(state <> '{State.ACCEPTED}') DESC, learner_id
"""  # noqa: S608  # made of constants


class NewsByLearner:
    """News in the SQLite file at `path`: first all are added, then holders, then it is read."""

    def __init__(self, path: Path) -> None:
        self._db = open_scratch(path, _SCHEMA)

    def __enter__(self) -> Self:
        return self

    def __exit__(
        self, kind: type[BaseException] | None, error: BaseException | None, trace: TracebackType | None
    ) -> None:
        self._db.close()

    def add(self, news: Iterable[NoticeEntry]) -> None:
        """Adds `news`."""
        rows = ((one.email_key, one.credit_id, one.state, one.at.isoformat()) for one in news)
        self._db.executemany("INSERT INTO news VALUES (?, ?, ?, ?)", rows)

    def pages_of_addresses(self, size: int) -> Iterator[list[str]]:
        """The e-mail keys that have news, each once, `size` at a time."""
        self._db.execute("CREATE INDEX IF NOT EXISTS by_address ON news (email_key)")
        found = self._db.execute("SELECT DISTINCT email_key FROM news ORDER BY email_key")
        while page := found.fetchmany(size):
            yield [email_key for (email_key,) in page]

    def add_holders(self, holders: Mapping[str, str]) -> None:
        """Adds the learner (id) who holds an address, by e-mail key."""
        rows = ((learner_id, email_key) for email_key, learner_id in holders.items())
        self._db.executemany("INSERT OR IGNORE INTO holders VALUES (?, ?)", rows)

    def __len__(self) -> int:
        """How many pieces of news there are."""
        return int(self._db.execute("SELECT count(*) FROM news").fetchone()[0])

    def unheld(self) -> int:
        """How many are under an address that no learner holds."""
        query = "SELECT count(*) FROM news WHERE email_key NOT IN (SELECT email_key FROM holders)"
        return int(self._db.execute(query).fetchone()[0])

    def learners(self) -> Iterator[str]:
        """The learners (ids) who have news; first those who have to do something."""
        for (learner_id,) in self._db.execute(_LEARNERS):
            yield learner_id

    def of(self, learner_ids: Sequence[str]) -> dict[str, list[NoticeEntry]]:
        """The news of each of `learner_ids`, in their order; of one learner the oldest first, each credit once."""
        found: dict[str, dict[str, NoticeEntry]] = {learner_id: {} for learner_id in learner_ids}
        marks = ",".join("?" * len(learner_ids))
        query = f"""SELECT learner_id, credit_id, email_key, state, at FROM holders JOIN news USING (email_key)
            WHERE learner_id IN ({marks}) ORDER BY at, credit_id"""  # noqa: S608  # only marks are put in
        for learner_id, credit_id, email_key, state, at in self._db.execute(query, learner_ids):
            found[learner_id][credit_id] = NoticeEntry(credit_id, email_key, State(state), datetime.fromisoformat(at))
        return {learner_id: list(news.values()) for learner_id, news in found.items()}
