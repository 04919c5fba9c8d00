"""Joins and erasures against an independent recount: raw items and objects of every store, before and after.

Two joined accounts with every kind of record are erased. The rest must be as the page said, no more and no less. The
recount uses no reader of the product. A kind of record without a decision here fails the test.
"""

import ast
import gzip
import json
import re
from collections.abc import Iterator
from dataclasses import dataclass
from datetime import date
from pathlib import Path
from typing import Any

import boto3
import pytest
from boto3.dynamodb.types import TypeDeserializer
from export_dependencies import build as build_exports
from guard_dependencies import dependencies as guard_dependencies

from functions.export_data import app as export_data
from functions.guard_accounts import app as guard
from laurel.notices.send_log import SendLog
from laurel.platform import aws as aws_clients
from laurel.platform.runtime import Runtime
from local.sample_catalog import TELECONFERENCE
from tests import stores
from tests.api_events import learner, staff
from tests.functions import account_desk
from tests.functions.certificate_pdf_desk import PrintDesk, print_desk_on_moto
from tests.functions.claim_api_desk import Context, mailed_code
from tests.functions.organizer_desk import Books, unmatched
from tests.functions.proof_desk import hand_in
from tests.guard_settings import guard_settings
from tests.permitted import permitted

LEA, LOU, CAI = "lea-7f31", "lou-52c9", "cai-88d0"
OTHER, GONE, NEXT = f"{LEA}.home@example.org", f"{LEA}.old@example.org", f"{LEA}.next@example.org"
TRIED = f"{LEA}.tried@example.org"
POOL = "us-east-1_pool"
WHY = {"reason": "A test."}
TABLES = ("ClaimsTable", "LedgerTable", "AuditTable")
BUCKETS = ("certificatebucket", "exportbucket", "backupbucket")
LAUREL = Path(__file__).parents[2] / "layers/common/laurel"

GOES, EMPTIED = "goes", "emptied"

# What becomes of each kind of record, by the first words of its keys: it goes, or the page says under which name it is
# kept.
DECISIONS = {
    "LEARNER PROFILE": EMPTIED,
    "LEARNER CLAIM": "certificates",  # drafts go
    "LEARNER ADDRESSCODE": GOES,
    "LEARNER ATTEMPTS": GOES,
    "LEARNER CHANGE": GOES,
    "LEARNER JOIN": GOES,
    "LEARNER LEFT": GOES,
    "LEARNER LIFTED": GOES,
    "LEARNER MOVED": GOES,
    "LEARNER PREVIEWS": GOES,
    "LEARNER MAILED": GOES,
    "LEARNER NOTICE": GOES,
    "LEARNER OWN": GOES,
    "LEARNER PROGRESS": GOES,
    "LEARNER SIGNIN": GOES,
    "ACCOUNTS": GOES,
    "ACTIVITY BADGE": GOES,
    "ADDRESS HOLDER": GOES,
    "ADDRESS MOVE": GOES,
    "ALIAS ALIAS": GOES,
    "ATTENDED": GOES,
    "CERTIFICATES": GOES,
    "CHANGES": GOES,
    "CHANGES NOTICE": GOES,
    "CONSENT CONSENT": GOES,
    "CONSENTS": GOES,
    "CUSTOMER ID": GOES,
    "CUSTOMERS": GOES,
    "EXPORT EXPORT": GOES,
    "EXPORT CERTIFICATES": GOES,
    "MOVES": GOES,
    "MOVES JOINED": GOES,
    "NAMES": GOES,
    "NOTICE NIGHT": GOES,
    "REMINDER NEXT": GOES,
    "REMINDERS": GOES,
    "USER LEARNER": GOES,
    "USER SECONDFACTOR": GOES,
    "exportbucket exports": GOES,
    "exportbucket certificates": GOES,
    "exportbucket arriving": GOES,
    "exportbucket proofs": GOES,
    "CERTIFICATE RECORD": "certificates",
    "certificatebucket certificates": "certificates",
    "CREDIT CREDIT": "credits",
    "CREDIT of a provider": "provider_credits",
    "ROSTER MEMBERS": "roster",
    "MEMBER": "roster",
    "WHO": "audit",
    "BY": "audit",
    "backupbucket accounts": "backups",
}
# Words in keys of other records: none is about a learner, but for two that never are there when an erasure starts
# (a pending sign-up, the list of erasures).
OTHERS = {
    *("ACTIVITIES", "ARCHIVED", "BADGES", "CLAIMED", "CLIENTS", "CLOSINGS", "CURRENT", "DRAFTS", "ERASURES"),
    *("FEED", "FEEDS", "FILE", "GROUP", "HORIZON", "INTAKE", "ISSUER", "LEASE"),
    *("NOTICES", "PLACE", "PROGRESS", "PROVIDER", "PROVIDERS", "REVISION", "RUN"),
    *("ROWS", "RUNS", "SAME", "SIGNUP", "SOURCES", "UNDOS", "VERSION"),
}


class Pool(account_desk.Pool):
    """A user pool whose accounts can be removed."""

    def admin_delete_user(self, **asked: Any) -> None:
        del self.users[asked["Username"]]


@dataclass(frozen=True)
class Found:
    """A raw item or object: where it is, its kind, and what is in it."""

    place: str
    kind: str
    content: Any


def items() -> Iterator[Found]:
    """Every item of every table, read by this module alone."""
    read = TypeDeserializer().deserialize
    for table in TABLES:
        for page in boto3.client("dynamodb").get_paginator("scan").paginate(TableName=table):
            for raw in page["Items"]:
                item = {name: read(value) for name, value in raw.items()}
                pk, sk = (re.match(r"[A-Z]+(?=#|$)", item[name]) for name in ("pk", "sk"))
                kind = " ".join(one[0] for one in (pk, sk) if one)
                if kind == "CREDIT CREDIT" and "learner_id" not in item:
                    kind = "CREDIT of a provider"
                yield Found(f"{table} {item['pk']} {item['sk']}", kind, item)


def objects() -> Iterator[Found]:
    """Every version of every object."""
    s3 = boto3.client("s3")
    for bucket in BUCKETS:
        for one in s3.list_object_versions(Bucket=bucket).get("Versions", []):
            folder = one["Key"].partition("/")[0]
            yield Found(f"{bucket} {one['Key']}", f"{bucket} {folder}", one["Key"])


def about(*names: str) -> dict[str, Found]:
    """All that names one of them, by place. The exported accounts are compressed: they name everybody."""
    return {
        one.place: one
        for one in (*items(), *objects())
        if one.kind == "backupbucket accounts" or any(name in f"{one.place} {one.content}" for name in names)
    }


@pytest.fixture
def pool(monkeypatch: pytest.MonkeyPatch) -> Pool:
    found = Pool()
    for who in (LEA, LOU, CAI):
        found.add(who, f"{who}@example.org")
    monkeypatch.setattr(aws_clients, "user_pools", lambda: found)
    return found


@pytest.fixture
def desk(aws: None, monkeypatch: pytest.MonkeyPatch, pool: Pool) -> Iterator[PrintDesk]:
    monkeypatch.setenv("BACKUP_BUCKET_NAME", stores.make_bucket("BackupBucket"))
    guard_settings(monkeypatch.setenv, audit_table=False)
    monkeypatch.setenv("PROVIDER_NAMES", "labce=LabCE")
    guard_dependencies.cache_clear()
    with print_desk_on_moto(monkeypatch.setenv) as found:
        yield found
    guard_dependencies.cache_clear()


def guarded(**event: Any) -> Any:
    with permitted("GuardAccountsRole"):
        return guard.handler({"user_pool_id": POOL, **event}, Context())


def signs_in(who: str, email: str) -> None:
    attributes = {"sub": who, "email": email, "email_verified": "true"}
    event = {"userPoolId": POOL, "userName": who, "request": {"userAttributes": attributes}, "response": {}}
    event["callerContext"] = {"clientId": "portal"}
    guarded(triggerSource="PreAuthentication_Authentication", **event)
    guarded(triggerSource="TokenGeneration_Authentication", **event)


def call(desk: PrintDesk, who: str, method: str, path: str, body: Any = None, status: int = 200) -> Any:
    answer = desk.claims.call(method, path, learner(who, joined="true"), **({"json_body": body} if body else {}))
    assert answer.status == status, answer
    return answer.json()


def staff_do(desk: PrintDesk, path: str, **body: Any) -> Any:
    at = desk if path.startswith("certificates") else desk.claims
    answer = at.call("POST", f"/v1/staff/{path}", staff(), json_body={**WHY, **body})
    assert answer.status in (200, 201), answer
    return answer.json()


def fill(desk: PrintDesk, pool: Pool) -> set[str]:
    """A record of every kind for Lea or for Lou, all but that of a join. The numbers of their certificates."""
    for who in (LEA, LOU, CAI):
        signs_in(who, f"{who}@example.org")
    numbers = {who: desk.printed(who)["number"] for who in (LEA, LOU, CAI)}
    call(desk, LEA, "PATCH", "/v1/me", {"name_as_printed": "Lea Lima", "ascp_customer_id": "01234567"})
    new = staff_do(desk, f"certificates/{numbers[LEA]}/reissue")["certificate"]["number"]
    reopened = staff_do(desk, f"certificates/{numbers[LOU]}/revoke", reopen=True)["certificate"]["claim_id"]
    assert desk.call("GET", f"/v1/claims/{reopened}/certificate/preview", learner(LOU)).status == 200
    assert desk.call("POST", f"/v1/certificates/{new}/mail", learner(LEA)).status == 200
    for who in (LEA, LOU):
        call(desk, who, "PUT", "/v1/me/progress", {"followed": [{"rule": "florida"}]})
    desk.claims.open_meeting(LEA)
    desk.claims.open_course(LEA)
    attended(desk, f"{LEA}@example.org")
    for _ in range(6):
        body = {"activity_id": TELECONFERENCE, "statement": "pace", "access_code": "WRONG-1"}
        desk.claims.call("POST", "/v1/claims", learner(LEA), json_body=body)
    staff_do(desk, f"learners/{LEA}/activities/{TELECONFERENCE}/lift-lockout")
    desk.claims.call("POST", "/v1/claims", learner(LEA), json_body=body)
    for email in (OTHER, GONE):
        call(desk, LEA, "POST", "/v1/me/addresses/code", {"email": email}, 202)
        call(desk, LEA, "POST", "/v1/me/addresses/confirm", {"email": email, "code": mailed_code()})
    call(desk, LEA, "POST", "/v1/me/addresses/remove", {"email": GONE})
    for email in (TRIED, f"{LEA}@example.org"):  # a change that they take back
        signs_in(LEA, email)
    pool.users[LOU] |= {"email": NEXT, "app": True}
    signs_in(LOU, NEXT)
    books = Books()
    books.add(unmatched("p", email=f"{LEA}@example.org"))
    books.members(f"{LEA}@example.org", "M1")
    SendLog(books.table).begin(LEA, date(2026, 11, 20))
    hand_in(desk.claims, LEA)
    for asked in ("/v1/me/export/certificates", "/v1/me/export"):
        call(desk, LEA, "POST", asked, status=202)
        export_data.make(build_exports(Runtime(publish=lambda _: None)), desk.claims.started[-1])
    call(desk, LEA, "POST", "/v1/me/addresses/code", {"email": f"{LEA}.third@example.org"}, 202)
    desk.claims.call("GET", "/v1/staff/runs", learner(LEA))  # refused
    guarded(task="export")
    return {numbers[LEA], numbers[LOU], new}


def attended(desk: PrintDesk, email: str) -> None:
    """Staff hand in a report of attendance."""
    report, media = f"Email,Minutes\n{email},60\n".encode(), {"Content-Type": "text/csv"}
    where = f"/v1/staff/activities/{TELECONFERENCE}/attendance"
    taken = desk.claims.call("POST", where, staff(), body=report, headers=media)
    assert taken.status == 200, taken


def join(desk: PrintDesk) -> str:
    proof = call(desk, LOU, "POST", "/v1/me/joins/proof")["proof"]
    return call(desk, LEA, "POST", "/v1/me/joins", {"proof": proof})["items"][0]["join_id"]


def lists_of_moves_expire() -> None:
    """What DynamoDB does 31 days after a move: nothing lists the address for its former learner any more."""
    expired = [one.content for one in items() if one.kind == "LEARNER MOVED"]
    assert expired
    for item in expired:
        boto3.client("dynamodb").delete_item(
            TableName="ClaimsTable", Key={name: {"S": item[name]} for name in ("pk", "sk")}
        )


def without_joins(found: dict[str, Found]) -> dict[str, Any]:
    """All but the records of a join itself, the audit log, and what a profile says of joins and of its last change."""
    own = {"joined", "joined_into", "version", "updated_at"}
    return {
        one.place: {name: value for name, value in one.content.items() if name not in own}
        if one.kind == "LEARNER PROFILE"
        else one.content
        for one in found.values()
        # Two are tasks of the next night, two are e-mails of the next hour. The ASCP customer ID of one is that of both
        # while they are joined.
        if one.kind
        not in (
            *("LEARNER JOIN", "MOVES JOINED", "LEARNER NOTICE", "CHANGES NOTICE", "CUSTOMERS", "CUSTOMER ID", "WHO"),
        )
    }


def customer_ids(found: dict[str, Found]) -> dict[str, str]:
    """The ASCP customer IDs by their places; a record without an ID counts as none."""
    return {one.place: value for one in found.values() if one.kind == "CUSTOMER ID" if (value := one.content["value"])}


def number_in(rows: list[dict[str, Any]], what: str) -> int:
    """The number at the end of the text of this row of the page; 0 if there is no such row."""
    return next((int(one["text"].rpartition(": ")[2]) for one in rows if one["what"] == what), 0)


def learners_by_name(found: dict[str, Found], first_letters: str) -> set[str]:
    """The learners that the index of names has under a word that begins so."""
    items = [one.content for one in found.values() if one.kind == "NAMES" and one.content["sk"][:1] == first_letters]
    return {one["learner_id"] for one in items}


def claims_in(found: dict[str, Found], kind: str, **wanted: Any) -> set[str]:
    """The claims that items of this kind with these values name."""
    contents = [one.content for one in found.values() if one.kind == kind]
    return {one["claim_id"] for one in contents if wanted.items() <= one.items()}


@pytest.mark.slow
def test_what_a_join_and_an_erasure_leave_is_what_was_there_and_what_the_page_says(
    desk: PrintDesk, pool: Pool, capsys: pytest.CaptureFixture[str]
) -> None:
    numbers = fill(desk, pool)
    names = (LEA, LOU, *numbers)
    apart, ids = without_joins(about(*names)), customer_ids(about(*names))
    joined = join(desk)
    assert without_joins(about(*names)) == apart
    assert len(customer_ids(about(*names))) > len(ids) > 0
    call(desk, LOU, "POST", f"/v1/me/joins/{joined}/undo")
    assert without_joins(about(*names)) == apart
    assert customer_ids(about(*names)) == ids
    join(desk)

    before, others = about(*names), about(CAI)
    # Ana Sörensen was printed for all; Lea corrected her name since.
    assert learners_by_name(about(*names, CAI), "s") == {LOU, CAI}
    assert learners_by_name(about(*names, CAI), "l") == {LEA}
    assert {one.kind for one in before.values()} == DECISIONS.keys(), "a kind without a decision, or without a record"
    page = call(desk, LEA, "GET", "/v1/me/erasure")
    call(desk, LEA, "DELETE", "/v1/me?confirm=erase", status=202)
    lists_of_moves_expire()
    for _ in range(2):
        guarded()

    left = about(*names)
    kept = {one["what"] for one in page["kept"]}
    assert {DECISIONS[one.kind] for one in left.values()} == kept | {EMPTIED}, [*left]
    gone = {place for place, one in before.items() if DECISIONS[one.kind] in kept} - left.keys()
    drafts = {
        place for place, one in before.items() if one.kind == "LEARNER CLAIM" and one.content["status"] == "draft"
    }
    assert gone == drafts
    assert claims_in(left, "LEARNER CLAIM") < claims_in(left, "CERTIFICATE RECORD")
    assert number_in(page["kept"], "certificates") == len(claims_in(left, "CERTIFICATE RECORD")) == 2
    assert number_in(page["kept"], "credits") == sum(one.kind == "CREDIT CREDIT" for one in left.values()) == 2
    assert number_in(page["erased"], "drafts") == len(drafts) == 3
    for one in left.values():
        if one.kind in ("LEARNER PROFILE", "LEARNER CLAIM", "CREDIT CREDIT", "CERTIFICATE RECORD"):
            assert "example.org" not in str(one.content).replace("https://ce.example.org", ""), one
        if one.kind == "LEARNER CLAIM":
            assert not [each for each in json.loads(gzip.decompress(bytes(one.content["detail"]))) if each[-1]], one
    assert about(CAI) == others
    assert pool.users.keys() == {CAI}
    with capsys.disabled():
        print(f"\nerasure: {len(before)} records and objects before, {len(left)} after, 0 differences from the page")


SCRIPTS = {
    "THAI",
    "LAO",
    "KHMER",
    "MYANMAR",
    "TIBETAN",
    "LATIN",
    "GREEK",
    "CYRILLIC",
    "CJK",
    "HIRAGANA",
    "KATAKANA",
    "HANGUL",
    "DIGIT",
}
NO_KEYS = {*SCRIPTS, "UNCONFIRMED"}  # constants of other kinds


def test_every_word_in_a_key_has_a_decision() -> None:
    """A new kind of record is in `DECISIONS`, and then in `fill`; or it is about no learner."""
    words = {word for path in LAUREL.rglob("*.py") for word in words_of_keys(ast.parse(path.read_text("utf-8")))}
    decided = {word for kind in DECISIONS for word in kind.split() if word.isupper()}
    assert words - decided - OTHERS - NO_KEYS == set()
    assert OTHERS - words == set()


def words_of_keys(module: ast.Module) -> Iterator[str]:
    """The words before a `#` in texts, and constants of the module that are one such word."""
    for node in ast.walk(module):
        if isinstance(node, ast.Constant) and isinstance(node.value, str):
            yield from re.findall(r"^([A-Z]{2,})#", node.value)
    for line in module.body:
        if isinstance(line, ast.Assign | ast.AnnAssign) and isinstance(line.value, ast.Constant | ast.Tuple):
            parts = line.value.elts if isinstance(line.value, ast.Tuple) else [line.value]
            yield from (
                one.value
                for one in parts
                if isinstance(one, ast.Constant) and re.fullmatch(r"[A-Z]{3,}", str(one.value))
            )
