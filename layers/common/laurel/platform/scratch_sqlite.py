"""Tables on disk (SQLite) for what would not fit into memory: they live no longer than the run that made them."""

import sqlite3
from pathlib import Path


def open_scratch(path: Path, schema: str) -> sqlite3.Connection:
    """A new file at `path` with the tables of `schema` (SQL). Commits by itself; not for sharing between threads.

    What is not finished is thrown away with the run, so it needs no journal and nothing is forced to disk.
    """
    path.unlink(missing_ok=True)
    db = sqlite3.connect(path, isolation_level=None)
    db.executescript("PRAGMA journal_mode=OFF; PRAGMA synchronous=OFF;" + schema)
    return db
