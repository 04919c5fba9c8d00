"""The stand-in's durable state: one SQLite file, one connection, one writer at a time."""

import sqlite3
from collections.abc import Iterator
from contextlib import contextmanager
from pathlib import Path
from threading import RLock

FILE_NAME = "ascp.sqlite3"

_SCHEMA = """
CREATE TABLE IF NOT EXISTS booked (
    id INTEGER PRIMARY KEY, reference TEXT NOT NULL, receipt TEXT NOT NULL UNIQUE,
    booked_at TEXT NOT NULL, submission_id TEXT NOT NULL);
CREATE INDEX IF NOT EXISTS booked_by_reference ON booked (reference, id);
CREATE TABLE IF NOT EXISTS held (
    reference TEXT PRIMARY KEY, counts INTEGER NOT NULL, credit TEXT NOT NULL) WITHOUT ROWID;
CREATE TABLE IF NOT EXISTS refused (reference TEXT PRIMARY KEY, reason TEXT NOT NULL) WITHOUT ROWID;
CREATE TABLE IF NOT EXISTS submissions (
    submission_id TEXT PRIMARY KEY, content_hash BLOB NOT NULL, results TEXT) WITHOUT ROWID;
CREATE TABLE IF NOT EXISTS participants (email_key TEXT PRIMARY KEY, participant TEXT NOT NULL) WITHOUT ROWID;
CREATE TABLE IF NOT EXISTS tokens (token_hash BLOB PRIMARY KEY, expires_at REAL NOT NULL) WITHOUT ROWID;
CREATE TABLE IF NOT EXISTS requests (
    id INTEGER PRIMARY KEY, at TEXT NOT NULL, method TEXT NOT NULL, path TEXT NOT NULL, query TEXT NOT NULL,
    headers TEXT NOT NULL, body TEXT NOT NULL, status INTEGER, answer TEXT, fault TEXT);
"""


class State:
    """An open state file. What is committed survives the end of the process, however it ends."""

    def __init__(self, folder: Path | None) -> None:
        """Open the file in `folder`, which is made when missing; None keeps everything in memory."""
        if folder is not None:
            folder.mkdir(parents=True, exist_ok=True)
        path = ":memory:" if folder is None else str(folder / FILE_NAME)
        self._connection = sqlite3.connect(path, check_same_thread=False, autocommit=True)
        self._connection.row_factory = sqlite3.Row
        self._lock = RLock()
        # NORMAL under WAL: safe against the process being killed; only a power cut could lose the last moments.
        self._connection.executescript("PRAGMA journal_mode = WAL; PRAGMA synchronous = NORMAL;" + _SCHEMA)

    @contextmanager
    def transaction(self) -> Iterator[sqlite3.Connection]:
        """All or nothing, and nobody else meanwhile."""
        with self._lock:
            self._connection.execute("BEGIN IMMEDIATE")
            try:
                yield self._connection
            except BaseException:
                self._connection.execute("ROLLBACK")
                raise
            self._connection.execute("COMMIT")

    def close(self) -> None:
        """Close the file; nothing can be read or written afterwards."""
        with self._lock:
            self._connection.close()
