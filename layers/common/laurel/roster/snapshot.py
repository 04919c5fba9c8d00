"""A roster on disk (SQLite), so that a million members are compared with the last roster without filling memory."""

import sqlite3
from collections import defaultdict
from collections.abc import Sequence
from datetime import date
from enum import Enum
from pathlib import Path
from types import TracebackType
from typing import Self

from laurel.platform.scratch_sqlite import attach_scratch, open_scratch
from laurel.roster.changed_emails import ChangedEmails
from laurel.roster.member import Member, MemberStatus

_COLUMNS = "member_number, email, email_key, name, status, expires_on, ascp_customer_id"
_SCHEMA = """
CREATE TABLE members (
    member_number TEXT PRIMARY KEY, email TEXT NOT NULL, email_key TEXT NOT NULL,
    name TEXT NOT NULL, status TEXT NOT NULL, expires_on TEXT, ascp_customer_id TEXT
) WITHOUT ROWID;
CREATE TABLE origin (key TEXT NOT NULL, etag TEXT NOT NULL);
"""
_FRESH = f"INSERT OR IGNORE INTO members ({_COLUMNS}) VALUES (?, ?, ?, ?, ?, ?, ?)"  # noqa: S608  # made of constants
_CHANGED = f"""
INSERT OR IGNORE INTO changed.changed
SELECT email_key FROM (SELECT {_COLUMNS} FROM main.members EXCEPT SELECT {_COLUMNS} FROM before_it)
UNION
SELECT email_key FROM (SELECT {_COLUMNS} FROM before_it EXCEPT SELECT {_COLUMNS} FROM main.members)
"""  # noqa: S608  # made of constants
# A snapshot of an earlier version has no IDs.
_BEFORE = "CREATE TEMP VIEW before_it AS SELECT *{ids} FROM previous.members"


class Added(Enum):
    """The result of adding a member."""

    NEW = "new"
    REPEAT = "repeat"
    CONFLICT = "conflict"


class RosterSnapshot:
    """The roster file at `path`. Not for sharing between threads."""

    def __init__(self, path: Path, *, fresh: bool = False) -> None:
        self.path = path
        self._db = open_scratch(path, _SCHEMA + "BEGIN;") if fresh else sqlite3.connect(path, isolation_level=None)

    def __enter__(self) -> Self:
        return self

    def __exit__(
        self, kind: type[BaseException] | None, error: BaseException | None, trace: TracebackType | None
    ) -> None:
        self.close()

    def close(self) -> None:
        """Closes the file."""
        self._db.close()

    def add(self, member: Member) -> Added:
        """Adds `member`; the first with a member number counts."""
        row = _row(member)
        if self._db.execute(_FRESH, row).rowcount:
            return Added.NEW
        stored = self._db.execute(
            f"SELECT {_COLUMNS} FROM members WHERE member_number = ?",  # noqa: S608  # made of constants
            row[:1],
        ).fetchone()
        return Added.REPEAT if stored == row else Added.CONFLICT

    def seal(self, key: str, etag: str) -> None:
        """Ends adding, and indexes the members by e-mail; `key` and `etag` are those of the roster file."""
        self._db.execute("INSERT INTO origin VALUES (?, ?)", (key, etag))
        self._db.execute("COMMIT")
        self._db.execute("CREATE INDEX by_email ON members (email_key)")

    def __len__(self) -> int:
        """The number of members."""
        return int(self._db.execute("SELECT count(*) FROM members").fetchone()[0])

    def note_changed(self, changed_emails: ChangedEmails, *, since: Path | None) -> None:
        """Adds to `changed_emails` the e-mails whose members differ from the snapshot `since`, or all."""
        attach_scratch(self._db, changed_emails.path, "changed")
        if since is None:
            self._db.execute("INSERT OR IGNORE INTO changed.changed SELECT email_key FROM members")
        else:
            self._db.execute("ATTACH ? AS previous", (str(since),))
            has_ids = any(
                name == "ascp_customer_id" for _, name, *_ in self._db.execute("PRAGMA previous.table_info(members)")
            )
            self._db.execute(_BEFORE.format(ids="" if has_ids else ", NULL AS ascp_customer_id"))
            self._db.execute(_CHANGED)
            self._db.execute("DROP VIEW before_it")
            self._db.execute("DETACH previous")
        self._db.execute("DETACH changed")

    def members_of(self, email_keys: Sequence[str]) -> dict[str, list[Member]]:
        """The members with each of `email_keys`, by e-mail key; keys without a member are left out."""
        found: dict[str, list[Member]] = defaultdict(list)
        marks = ",".join("?" * len(email_keys))
        query = f"SELECT {_COLUMNS} FROM members WHERE email_key IN ({marks}) ORDER BY member_number"  # noqa: S608
        for row in self._db.execute(query, email_keys):
            found[row[2]].append(_member(row))
        return found


def origin_of(path: Path) -> tuple[str, str] | None:
    """Key and ETag of the roster file from which the snapshot at `path` was made; None if it is no such snapshot."""
    db = sqlite3.connect(path)
    try:
        found: tuple[str, str] | None = db.execute("SELECT key, etag FROM origin").fetchone()
    except sqlite3.DatabaseError:
        return None
    finally:
        db.close()
    return found


def _row(member: Member) -> tuple[str | None, ...]:
    expires_on = member.expires_on.isoformat() if member.expires_on else None
    return (
        member.member_number,
        member.email,
        member.email_key,
        member.name,
        member.status.value,
        expires_on,
        member.ascp_customer_id,
    )


def _member(row: Sequence[str | None]) -> Member:
    number, email, email_key, name, status, expires_on, ascp_customer_id = row
    return Member(
        member_number=str(number),
        email=str(email),
        email_key=str(email_key),
        name=str(name),
        status=MemberStatus(str(status)),
        expires_on=date.fromisoformat(expires_on) if expires_on else None,
        ascp_customer_id=ascp_customer_id,
    )
