"""The nightly export of the user pool's accounts, from which a new pool can be filled.

One gzip file of JSON lines a day, `accounts/<date>.jsonl.gz` in the backup bucket, `<date>` by UTC. Each line is one
confirmed account: its address, its groups and its learner. Passwords and second factors cannot be exported; anyone who
comes back sets a new password with a code.
"""

import gzip
import json
from collections.abc import Callable, Iterable, Iterator, Mapping, Sequence
from dataclasses import asdict, dataclass
from datetime import date
from itertools import batched
from typing import IO, Protocol

from laurel.learners.identities import learners_of
from laurel.platform.table import READ_BATCH, Table


@dataclass(frozen=True, slots=True)
class PoolAccount:
    """A confirmed account as the pool has it. `enabled` is False while an operator keeps it shut."""

    user_name: str
    sub: str
    email: str
    email_verified: bool
    enabled: bool


@dataclass(frozen=True, slots=True)
class ExportedAccount:
    """A line of the export: the account, its groups, and the ID of its learner."""

    user_name: str
    email: str
    email_verified: bool
    enabled: bool
    groups: tuple[str, ...]
    learner_id: str


class PoolReader(Protocol):
    """The user pool, to read."""

    def confirmed(self) -> Iterator[PoolAccount]:
        """All confirmed accounts."""

    def groups(self) -> dict[str, tuple[str, ...]]:
        """The groups of each account that is in any, by user name."""


type AccountsSeen = Callable[[Sequence[PoolAccount], Mapping[str, str]], None]
"""Takes up to a hundred accounts, and the learners' IDs of those that have a learner, by user name."""


def write_export(to: IO[bytes], pool: PoolReader, table: Table, seen: AccountsSeen | None = None) -> int:
    """Writes the export to `to`; returns the number of accounts. One read of `table` for each hundred of them.

    `seen` is called for each hundred too.
    """
    groups = pool.groups()
    count = 0
    # No time in the header: the same accounts give the same bytes.
    with gzip.GzipFile(fileobj=to, mode="wb", mtime=0) as packed:
        for accounts in batched(pool.confirmed(), READ_BATCH):
            mapped = learners_of(table, (account.user_name for account in accounts))
            for account in accounts:
                # Who never signed in has no learner yet: their first sign-in would make one of the `sub`.
                learner_id = mapped.get(account.user_name, account.sub)
                packed.write(_line(account, groups.get(account.user_name, ()), learner_id))
            count += len(accounts)
            if seen:
                seen(accounts, mapped)
    return count


def read_export(source: IO[bytes]) -> Iterable[ExportedAccount]:
    """The accounts in an export. Raises ValueError, which names the line, for a file that is none."""
    try:
        with gzip.GzipFile(fileobj=source) as packed:
            for number, line in enumerate(packed, 1):
                yield _account(number, line)
    except (OSError, EOFError) as error:
        raise ValueError("the file is not a whole gzip file") from error


def export_key(on: date) -> str:
    """The object key of the export of this day (UTC)."""
    return f"accounts/{on.isoformat()}.jsonl.gz"


def _line(account: PoolAccount, groups: tuple[str, ...], learner_id: str) -> bytes:
    exported = ExportedAccount(
        account.user_name, account.email, account.email_verified, account.enabled, groups, learner_id
    )
    return json.dumps(asdict(exported), ensure_ascii=False, separators=(",", ":")).encode() + b"\n"


def _account(number: int, line: bytes) -> ExportedAccount:
    try:
        found = json.loads(line)
        return ExportedAccount(**{**found, "groups": tuple(found["groups"])})
    except (ValueError, TypeError, KeyError) as error:
        raise ValueError(f"line {number} is not an account") from error
