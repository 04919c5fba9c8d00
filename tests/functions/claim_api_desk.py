"""The API's function on moto: requests in, answers out, and every call to DynamoDB by name."""

import copy
import re
from collections.abc import Callable, Iterator
from contextlib import contextmanager
from datetime import UTC, datetime
from typing import Any
from unittest.mock import patch

import boto3
from claim_routes.dependencies import dependencies
from moto.core import DEFAULT_ACCOUNT_ID
from moto.dynamodb.models import Table, dynamodb_backends
from moto.ses.models import ses_backends

from functions.claim_api import app
from laurel.exports import start as exports_start
from laurel.exports.export import Export
from laurel.platform import aws as aws_clients
from laurel.platform.signing_key import held_secret
from local.catalog import put_catalog
from local.demo_claims import answers
from local.sample_catalog import MEETING, ONLINE, badge_ids
from tests import stores
from tests.api_events import Answer, answer_of, learner, request, staff
from tests.permitted import permitted

_FILLED_TABLES = ("ClaimsTable", "AuditTable")
_filled: dict[str, Table] = {}


class Context:
    """What Lambda tells a function of itself."""

    function_name = "claim-api"
    memory_limit_in_mb = 1769
    invoked_function_arn = "arn:aws:lambda:us-east-1:123456789012:function:claim-api"
    aws_request_id = "9f2c"


class Desk:
    """The API over an empty claims table."""

    def __init__(self, table: str) -> None:
        self.table = table
        self.started: list[dict[str, Any]] = []

    def start(self, function_name: str, export: Export) -> None:
        """Takes the place of `start_function`: notes which exports the function was started for."""
        assert function_name == "export-data"
        named = {"learner_id": export.learner_id, "export_id": export.export_id, "kind": export.kind.value}
        self.started.append(named)

    def call(self, method: str, path: str, claims: dict[str, str] | None = None, **given: Any) -> Answer:
        with permitted("ClaimApiRole"):
            return answer_of(app.handler(request(method, path, claims, **given), Context()))

    def fill(self) -> None:
        """Puts the sample catalog through the staff's routes, into tables that are empty.

        The first test of a process does; the others begin with a copy of the tables as they were then.
        """
        held = dynamodb_backends[DEFAULT_ACCOUNT_ID]["us-east-1"].tables
        assert not any(held[name].all_items() for name in _FILLED_TABLES)
        if not _filled:
            put_catalog(_AsStaff(self), datetime.now(UTC).date())
            _filled.update({name: copy.deepcopy(held[name]) for name in _FILLED_TABLES})
        held.update({name: copy.deepcopy(table) for name, table in _filled.items()})

    def open_meeting(self, sub: str = "ana", badge: int = 0) -> str:
        """Opens a claim for the meeting, disclosures acknowledged; the claim's path."""
        wanted = {"activity_id": MEETING, "statement": "pace", "access_code": badge_ids(badge + 1)[badge]}
        opened = self.call("POST", "/v1/claims", learner(sub), json_body=wanted)
        assert opened.status == 201, opened
        path = f"/v1/claims/{opened.json()['claim_id']}"
        ids = [one["id"] for one in self.call("GET", f"/v1/activities/{MEETING}").json()["disclosures"]]
        read = self.call("PUT", f"{path}/disclosures", learner(sub), json_body={"acknowledged": ids})
        assert read.status == 200, read
        return path

    def open_course(self, sub: str = "ana") -> str:
        opened = self.call("POST", "/v1/claims", learner(sub), json_body={"activity_id": ONLINE, "statement": "pace"})
        assert opened.status == 201, opened
        return f"/v1/claims/{opened.json()['claim_id']}"

    def program(self) -> list[dict[str, Any]]:
        return self.call("GET", f"/v1/activities/{MEETING}/sessions").json()["items"]

    def attended(self, session: dict[str, Any]) -> dict[str, Any]:
        meeting = self.call("GET", f"/v1/activities/{MEETING}").json()
        return {"credits": session["maximum"]["pace"], "evaluation": answers(meeting, session["evaluation_form"])}


class _AsStaff:
    """The desk as `local.api.Api` is to the one who puts the catalog."""

    def __init__(self, desk: Desk) -> None:
        self._desk = desk

    def call(self, method: str, path: str, *, body: bytes, headers: dict[str, str]) -> "_Told":
        return _Told(self._desk.call(method, path, staff(), body=body, headers=headers))


class _Told:
    def __init__(self, answer: Answer) -> None:
        self.status, self.data = answer.status, answer.body.encode()


@contextmanager
def desk_on_moto(setenv: Callable[[str, str], None]) -> Iterator[Desk]:
    """A desk; moto must be up."""
    boto3.client("sesv2").create_email_identity(EmailIdentity="ce@example.org")
    secret = boto3.client("secretsmanager").create_secret(Name="signing", SecretString="k" * 64)["ARN"]
    table = stores.make_table("ClaimsTable")
    setenv("CLAIMS_TABLE_NAME", table)
    setenv("SIGNING_KEY_ID", "a-key")
    setenv("BADGE_KEY_ID", "another-key")
    setenv("LEDGER_TABLE_NAME", stores.make_table("LedgerTable"))
    setenv("AUDIT_TABLE_NAME", stores.make_table("AuditTable"))
    setenv("DELIVERY_QUEUE_URL", stores.make_queue("DeliveryQueue"))
    setenv("RUN_REQUEST_QUEUE_URL", stores.make_queue("RunRequestQueue"))
    setenv("NIGHT_SCHEDULE", "cron(0 2 * * ? *)")
    setenv("NIGHT_TIME_ZONE", "America/New_York")
    setenv("ROSTER_EXPECTED_DAYS", "3")
    setenv("SIGNING_SECRET_ID", secret)
    setenv("GUARD_ACCOUNTS_FUNCTION_NAME", "guard-accounts")
    setenv("USER_POOL_ID", "us-east-1_pool")
    setenv("TOKEN_URL", "https://auth.example.org/oauth2/token")
    setenv("MAIL_FROM", "ce@example.org")
    setenv("MAIL_CONFIGURATION_SET", "laurel-notices")
    setenv("PORTAL_URL", "https://ce.example.org")
    setenv("CONTACT_EMAIL", "help@example.org")
    setenv("EXPORT_BUCKET_NAME", stores.make_bucket("ExportBucket"))
    setenv("PROOF_URL", "https://exports.example.org/")
    setenv("EXPORT_FUNCTION_NAME", "export-data")
    setenv("INTAKE_BUCKET_NAME", stores.make_bucket("IntakeBucket"))
    setenv("INTAKE_URL", "https://intake.example.org/")
    for made_once in (dependencies, held_secret):
        made_once.cache_clear()
    desk = Desk(table)
    with patch.object(exports_start, "start_function", desk.start):
        yield desk
    for made_once in (dependencies, held_secret):
        made_once.cache_clear()


def mails() -> list[Any]:
    """The e-mails that were sent, the oldest first."""
    return list(ses_backends[DEFAULT_ACCOUNT_ID]["us-east-1"].sent_messages)


def mailed_code() -> str:
    """The code in the subject of the last e-mail, with its space."""
    found = re.search(r"\d{4} \d{4}", mails()[-1].subject)
    assert found
    return found[0]


@contextmanager
def counted() -> Iterator[list[str]]:
    """The operations that DynamoDB is asked for in the block."""
    calls: list[str] = []

    def note(model: Any, **_: Any) -> None:
        calls.append(model.name)

    events = aws_clients.dynamodb().meta.events
    events.register("before-call.dynamodb", note)
    try:
        yield calls
    finally:
        events.unregister("before-call.dynamodb", note)
