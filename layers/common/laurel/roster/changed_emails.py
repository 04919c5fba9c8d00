"""The e-mails that a new roster changes: on disk and in order, since a first roster changes a million."""

from collections.abc import Collection, Iterable, Iterator
from itertools import batched
from pathlib import Path

from laurel.platform.scratch_sqlite import open_scratch

_PAGE = 10_000


class ChangedEmails(Collection[str]):
    """E-mail keys in the SQLite file at `path`, each once, iterated in order. Not for sharing between threads."""

    def __init__(self, path: Path) -> None:
        self.path = path
        self._db = open_scratch(path, "CREATE TABLE changed (email_key TEXT PRIMARY KEY) WITHOUT ROWID")

    def add(self, email_keys: Iterable[str]) -> None:
        """Adds `email_keys`; each is kept once."""
        for page in batched(email_keys, _PAGE):
            self._db.execute("BEGIN")
            self._db.executemany("INSERT OR IGNORE INTO changed VALUES (?)", ((key,) for key in page))
            self._db.execute("COMMIT")

    def after(self, email_key: str) -> Iterator[str]:
        """Those that come after `email_key`, in order."""
        while True:
            page = self._db.execute(
                "SELECT email_key FROM changed WHERE email_key > ? ORDER BY email_key LIMIT ?", (email_key, _PAGE)
            ).fetchall()
            for (email_key,) in page:  # the last of a page is where the next page starts
                yield email_key
            if len(page) < _PAGE:
                return

    def __iter__(self) -> Iterator[str]:
        return self.after("")

    def __contains__(self, email_key: object) -> bool:
        return self._db.execute("SELECT 1 FROM changed WHERE email_key = ?", (email_key,)).fetchone() is not None

    def __len__(self) -> int:
        return int(self._db.execute("SELECT count(*) FROM changed").fetchone()[0])

    def close(self) -> None:
        """Closes the file."""
        self._db.close()
