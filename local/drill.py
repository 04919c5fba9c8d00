"""`make drill`: lose each store of the stack of `make up`, bring it back, and compare every record.

Tables are deleted and made again from a backup, documents are deleted and their markers removed, and the accounts
come from their export into an empty pool. It ends with 1 when one record is missing or differs.
"""

import io
import json
import sys
import time
from collections.abc import Callable, Iterator, Mapping
from contextlib import contextmanager
from dataclasses import dataclass
from typing import Any

from rich.console import Console
from rich.table import Table as Shown

from laurel.learners.account_export import ExportedAccount, read_export, write_export
from laurel.learners.user_pool import UserPool
from laurel.platform.table import Table
from local.deployed import Deployed, deployed
from local.restore import follow_stream, items_of, restore_table, undelete
from local.restore_users import restore
from local.template import read_template
from local.troubles import told

_TABLES = ("ClaimsTable", "LedgerTable", "AuditTable")
_DOCUMENTS = 25
# How long deliveries that are under way may take to end.
_QUIET_SECONDS = 120

type Records = Mapping[str, object]


@dataclass(frozen=True, slots=True)
class Line:
    """What was lost, and how it came back."""

    store: str
    records: int
    missing: int
    different: int
    seconds: float

    @property
    def is_whole(self) -> bool:
        """Whether every record is there as it was."""
        return not self.missing and not self.different


def main() -> None:
    """Lose and restore everything; print the table."""
    stack = deployed(None)
    shown = Shown("store", "records", "missing", "different", "seconds", title="Restored")
    lines = []
    for line in drill(stack):
        lines.append(line)
        shown.add_row(line.store, f"{line.records:,}", str(line.missing), str(line.different), f"{line.seconds:.1f}")
    Console().print(shown)
    lost = sum(line.missing + line.different for line in lines)
    print(f"{sum(line.records for line in lines):,} records compared, {lost} lost.")
    if lost:
        sys.exit(1)


def drill(stack: Deployed) -> Iterator[Line]:
    """Each store, one after the other. Deliveries stop meanwhile: they change records."""
    with _paused(stack):
        for logical in _TABLES:
            yield _timed(logical, *_table(stack, logical))
    yield _timed("documents of certificates", *_documents(stack))
    yield _timed("accounts", *_accounts(stack))


@contextmanager
def _paused(stack: Deployed) -> Iterator[None]:
    """Queues and stream start no function, and those that run have ended: twice the ledger reads the same."""
    _start(stack, started=False)
    try:
        dynamodb, name = stack.client("dynamodb"), stack.outputs["LedgerTableName"]
        give_up_at = time.monotonic() + _QUIET_SECONDS
        before, now = None, _items(dynamodb, name)
        while before != now and time.monotonic() < give_up_at:
            time.sleep(3)
            before, now = now, _items(dynamodb, name)
        yield
    finally:
        _start(stack, started=True)


def _start(stack: Deployed, *, started: bool) -> None:
    functions = stack.client("lambda")
    pages = functions.get_paginator("list_event_source_mappings").paginate()
    for mapping in [one for page in pages for one in page["EventSourceMappings"]]:
        functions.update_event_source_mapping(UUID=mapping["UUID"], Enabled=started)


def compared(store: str, before: Records, after: Records, seconds: float) -> Line:
    """Every record of `before` in `after`. New records are no loss."""
    missing = sum(key not in after for key in before)
    different = sum(key in after and after[key] != value for key, value in before.items())
    return Line(store, len(before), missing, different, seconds)


def _timed(store: str, before: Records, again: Callable[[], Records]) -> Line:
    began = time.monotonic()
    after = again()
    return compared(store, before, after, time.monotonic() - began)


def _table(stack: Deployed, logical: str) -> tuple[Records, Callable[[], Records]]:
    dynamodb, name = stack.client("dynamodb"), stack.outputs[f"{logical}Name"]
    properties = read_template()["Resources"][logical]["Properties"]

    def again() -> Records:
        backup = dynamodb.create_backup(TableName=name, BackupName="drill")["BackupDetails"]["BackupArn"]
        dynamodb.delete_table(TableName=name)
        dynamodb.get_waiter("table_not_exists").wait(TableName=name)
        restore_table(dynamodb, name, backup, properties)
        follow_stream(stack.client("lambda"), dynamodb, name)
        return _items(dynamodb, name)

    return _items(dynamodb, name), again


def _items(dynamodb: Any, name: str) -> Records:
    return {json.dumps([one["pk"], one["sk"]]): one for one in items_of(dynamodb, name)}


def _documents(stack: Deployed) -> tuple[Records, Callable[[], Records]]:
    s3, bucket = stack.client("s3"), stack.outputs["CertificateBucketName"]
    # A stack without certificates has something to lose too.
    for number in range(_DOCUMENTS):
        s3.put_object(Bucket=bucket, Key=f"certificates/drill/{number}.pdf", Body=f"document {number}".encode())

    def again() -> Records:
        for key in _objects(s3, bucket):
            s3.delete_object(Bucket=bucket, Key=key)
        if left := _objects(s3, bucket):
            raise ValueError(f"{len(left)} documents could not be deleted")
        undelete(s3, bucket)
        return _objects(s3, bucket)

    return _objects(s3, bucket), again


def _objects(s3: Any, bucket: str) -> dict[str, bytes]:
    pages = s3.get_paginator("list_objects_v2").paginate(Bucket=bucket)
    keys = [one["Key"] for page in pages for one in page.get("Contents", [])]
    return {key: s3.get_object(Bucket=bucket, Key=key)["Body"].read() for key in keys}


def _accounts(stack: Deployed) -> tuple[Records, Callable[[], Records]]:
    cognito, lost = stack.client("cognito-idp"), stack.outputs["UserPoolId"]
    before = _export(stack, lost)

    def again() -> Records:
        made = cognito.create_user_pool(
            PoolName="drill", UsernameAttributes=["email"], AutoVerifiedAttributes=["email"]
        )["UserPool"]["Id"]
        try:
            for group in {group for one in before for group in one.groups}:
                cognito.create_group(UserPoolId=made, GroupName=group)
            restore(stack, made, before)
            return _by_address(_export(stack, made))
        finally:
            cognito.delete_user_pool(UserPoolId=made)

    return _by_address(before), again


def _export(stack: Deployed, pool: str) -> list[ExportedAccount]:
    file = io.BytesIO()
    table = Table(stack.outputs["ClaimsTableName"], stack.client("dynamodb"))
    write_export(file, UserPool(pool, stack.client("cognito-idp")), table)
    file.seek(0)
    return list(read_export(file))


def _by_address(accounts: list[ExportedAccount]) -> Records:
    """What must be the same again. The user name is a new one in a new pool."""
    return {one.email: (one.email_verified, one.enabled, sorted(one.groups), one.learner_id) for one in accounts}


if __name__ == "__main__":
    sys.exit(told(main))
