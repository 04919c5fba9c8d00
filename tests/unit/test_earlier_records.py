"""Records that earlier releases wrote are read by this one, and kept whole when it writes them again.

The files in tests/records are what the functions of a release really wrote (`tests/records/gather.py`). A field that
this release stores in another way is named here with the reason.
"""

import base64
import gzip
import json
from collections.abc import Callable
from datetime import UTC, datetime
from pathlib import Path
from typing import Any

import pytest

from laurel.account_changes.records import changes_of, listed_changes
from laurel.audit import records as audit
from laurel.catalog import records as catalog
from laurel.catalog.providers import Providers
from laurel.certificates import records as certificates
from laurel.certificates.store import logo_of
from laurel.claims import access_attempts
from laurel.claims import records as claims
from laurel.claims.staff_help import lifted_act
from laurel.erasure import records as erasures
from laurel.exports import records as exports
from laurel.intake.bucket import IntakeFile
from laurel.intake.checkpoints import TakenFiles
from laurel.learners import identities
from laurel.learners import records as learners
from laurel.learners.address_codes import code_from_item
from laurel.learners.address_moves import move_from_item
from laurel.learners.aliases import Aliases
from laurel.learners.consent import Consents
from laurel.learners.joins import join_from_item
from laurel.ledger import records as ledger
from laurel.nightly.run_records import RunRecords
from laurel.notices.send_log import SendLog
from laurel.platform.table import Item, Table
from laurel.platform.writes import read_item, wire_item
from laurel.roster.store import Roster
from tests.records.gather import kind_of

FOLDER = Path(__file__).parents[1] / "records"
RELEASES = sorted(FOLDER.glob("*.json"))
NOW = datetime(2026, 12, 1, tzinfo=UTC)


def of_release(path: Path) -> list[tuple[str, Item]]:
    """Kind and item of each record."""
    stored = json.loads(path.read_text(encoding="utf-8"), object_hook=_bytes)
    return [(" ".join(kind_of(raw)), read_item(raw)) for _, raw in stored]


def _bytes(value: dict[str, Any]) -> dict[str, Any]:
    """A value of the wire whose bytes are written as base64."""
    return {"B": base64.b64decode(value["B"])} if value.keys() == {"B"} else value


def owner(item: Item) -> str:
    return str(item["pk"]).removeprefix("LEARNER#")


# Records that are written again whole when they change: how each is read and written again.
WHOLE: dict[str, Callable[[Item], Item]] = {
    "CREDIT CREDIT": lambda item: ledger.to_item(ledger.from_item(item)),
    "LEARNER CLAIM": lambda item: claims.to_item(claims.from_item(item)),
    "LEARNER PROFILE": lambda item: learners.to_item(learners.from_item(owner(item), item)),
    "CERTIFICATE RECORD": lambda item: certificates.to_item(certificates.from_item(item)),
}
# What this release writes in another way, and why.
OTHERWISE = {
    "CREDIT CREDIT": {"stuck_order"},  # a key of an index, which has the reason too since December 2026
}


def plain(value: Any) -> Any:
    """What was compressed, as it was before; documents in JSON as documents."""
    match value:
        case bytes():
            return as_document(gzip.decompress(value))
        case list():
            return [plain(one) for one in value]
        case dict():
            return {name: plain(one) for name, one in value.items() if one is not None}
    return value


def as_document(text: bytes) -> Any:
    return plain(json.loads(text)) if text[:1] in (b"{", b"[") else text


def holds(now: Any, stored: Any) -> bool:
    """Whether all of `stored` is in `now`: a document may have gained fields."""
    match stored:
        case dict():
            return isinstance(now, dict) and all(holds(now.get(name), one) for name, one in stored.items())
        case list():
            return isinstance(now, list) and len(now) == len(stored) and all(map(holds, now, stored))
    return bool(now == stored)


each_release = pytest.mark.parametrize("path", RELEASES, ids=lambda path: path.stem)


@each_release
@pytest.mark.parametrize("kind", WHOLE)
def test_a_record_of_an_earlier_release_is_kept_whole(path: Path, kind: str) -> None:
    records = [item for found, item in of_release(path) if found == kind]
    assert records
    for item in records:
        again = plain(read_item(wire_item(WHOLE[kind](item))))
        lost = {
            name: (value, again.get(name)) for name, value in plain(item).items() if not holds(again.get(name), value)
        }
        assert {name: lost[name] for name in lost.keys() - OTHERWISE.get(kind, set())} == {}, item["pk"]


def activity_of(item: Item, _table: Table) -> Any:
    stored = catalog.stored_activity(item)
    assert stored
    return stored.activity.title, catalog.library_entry(item)


def file_of(item: Item, table: Table) -> Any:
    file = IntakeFile(item["pk"].removeprefix("FILE#"), item["sk"].removeprefix("PLACE#"), 1, NOW)
    status = TakenFiles(table).status(file)
    assert status.report or status.begun
    return TakenFiles(table).not_taken([file], on=NOW.date()) or status.report


# The other records: what this release reads of each, by the way that the functions read it. It must be something.
READ: dict[str, Callable[[Item, Table], Any]] = {
    "ACTIVITY BADGE": lambda item, _: catalog.taken_by(item) or item["freed_at"],
    "ACTIVITY BADGES": lambda item, _: catalog.badges_of(item),
    "ACTIVITY DOCUMENT": activity_of,
    "ACTIVITY GROUPS": lambda item, _: catalog.groups_of(item),
    "ACTIVITY LOGO": lambda item, _: logo_of(item),
    "ADDRESS HOLDER": lambda item, _: item.get("learner_id") or "held_since" not in item,
    "ALIAS ALIAS": lambda item, table: Aliases(table).of([item["pk"].partition("#")[2]]),
    "FILE *": file_of,
    "FILE PLACE": file_of,
    "INTAKE HORIZON": lambda _, table: TakenFiles(table).horizon() > datetime(2026, 1, 1, tzinfo=UTC),
    "LEARNER ATTEMPTS": lambda item, _: access_attempts.from_item(item) or not item["wrong_at"],
    "MOVES *": lambda _, table: Aliases(table).moves(),
    "NOTICE NIGHT": lambda item, table: SendLog(table).of([item["pk"].partition("#")[2]]),
    "NOTICES HORIZON": lambda _, table: SendLog(table).horizon(),
    "ROSTER CURRENT": lambda _, table: Roster(table).in_force(),
    "ROSTER MEMBERS": lambda item, table: Roster(table).members_of([item["email_key"]]),
    "RUNS *": lambda item, table: RunRecords(table).of_day(datetime.fromisoformat(item["started_at"]).date()),
}


# Kinds since the second release. Entries of the audit log are found under whose data they are about.
AUDITED = ("ACTIVITY *", "BY *", "PROVIDER *", "WHO *")
READ |= dict.fromkeys(AUDITED, lambda item, _: audit.from_item(item))
READ |= {
    "ACCOUNTS *": lambda item, table: identities.accounts_of(table, item["learner_id"]),
    "ACTIVITY GROUP": lambda item, _: int(item["used"]),
    "ADDRESS MOVE": lambda item, _: move_from_item(item),
    "CHANGES *": lambda _, table: list(listed_changes(table)),
    "CONSENT CONSENT": lambda item, table: (
        ("given_at" in item) is not bool(Consents(table).missing_among([item["pk"].partition("#")[2]]))
    ),
    "CONSENTS *": lambda _, table: Consents(table).changes(),
    "ERASURES *": lambda _, table: list(erasures.listed(table)),
    "EXPORT EXPORT": lambda item, _: exports.from_item(item),
    "LEARNER ADDRESSCODE": lambda item, _: code_from_item(owner(item), item),
    "LEARNER CHANGE": lambda item, table: changes_of(table, owner(item)),
    "LEARNER JOIN": lambda item, _: join_from_item(item),
    "LEARNER LIFTED": lambda item, _: lifted_act(item),
    "LEARNER MOVED": lambda item, _: item["email_key"],
    "PROVIDERS *": lambda item, table: Providers(table).get(item["sk"]),
    "SAME REPORTED": lambda item, _: item["credit_id"] and int(item["version"]),
    "USER LEARNER": lambda item, table: identities.learners_of(table, [item["pk"].partition("#")[2]]),
}


@each_release
def test_every_record_of_an_earlier_release_is_read(path: Path, ledger_table: Table) -> None:
    records = of_release(path)
    assert {kind for kind, _ in records} <= READ.keys() | WHOLE.keys()
    for kind, item in records:
        ledger_table.put_many([item])  # some have one key: one record at different times
        if kind in READ:
            assert READ[kind](item, ledger_table), (kind, item)
