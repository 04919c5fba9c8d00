"""Temporary SQLite tables on disk for data that does not fit into memory. They last only for one run."""

import sqlite3
from pathlib import Path


def open_scratch(path: Path, schema: str) -> sqlite3.Connection:
    """A new file at `path` with the tables of `schema` (SQL). Autocommit; not for use by several threads.

    Unfinished data is discarded with the run, so there is no journal and no sync to disk.
    """
    path.unlink(missing_ok=True)
    db = sqlite3.connect(path, isolation_level=None)
    db.executescript("PRAGMA journal_mode=OFF; PRAGMA synchronous=OFF;" + schema)
    return db


def attach_scratch(db: sqlite3.Connection, path: Path, name: str) -> None:
    """Lets `db` reach the tables of the scratch file at `path` as `name.table`, with neither journal nor sync too."""
    db.execute(f"ATTACH ? AS {name}", (str(path),))
    db.executescript(f"PRAGMA {name}.journal_mode=OFF; PRAGMA {name}.synchronous=OFF;")
