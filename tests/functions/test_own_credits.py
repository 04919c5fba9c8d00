"""Credits from elsewhere over HTTP: entered, changed, deleted, with proofs; for their learner alone, and never sent."""

import base64
import configparser
import json
import subprocess
import sys
from collections.abc import Iterator
from pathlib import Path
from typing import Any
from urllib.parse import parse_qs, urlsplit

import boto3
import pytest
from claim_routes.dependencies import dependencies

from laurel.own_credits.own_credit import LARGEST_PROOF, MOST_CREDITS
from laurel.platform.table import Table
from tests import stores
from tests.api_events import Answer, learner, staff
from tests.functions.claim_api_desk import Desk, desk_on_moto
from tests.unit.own_credits.proofs import JPEG_FILE, OWN_CREDIT, PDF_FILE, PNG_FILE

BUCKET = "exportbucket"
ROOT = Path(__file__).parents[2]
# What matches credits, sends them, prints them, or reports them to ASCLS.
DELIVERING = {"arrivals", "certificates", "delivery", "intake", "ledger", "nightly", "organizer", "pace", "roster"}


@pytest.fixture
def desk(aws: None, monkeypatch: pytest.MonkeyPatch) -> Iterator[Desk]:
    with desk_on_moto(monkeypatch.setenv) as found:
        yield found


def entered(desk: Desk, who: str = "ana", **other: Any) -> dict[str, Any]:
    answer = desk.call("POST", "/v1/own-credits", learner(who), json_body=OWN_CREDIT | other)
    assert answer.status == 201, answer
    found: dict[str, Any] = answer.json()
    return found


def listed(desk: Desk, who: str = "ana") -> list[dict[str, Any]]:
    found: list[dict[str, Any]] = desk.call("GET", "/v1/own-credits", learner(who)).json()["items"]
    return found


def sent(desk: Desk, credit_id: str, data: bytes) -> str:
    """Sends a file with a form, as S3 would take it; the upload's ID."""
    form = desk.call("POST", f"/v1/own-credits/{credit_id}/proof/uploads", learner()).json()
    assert form["url"] == "https://exports.example.org/"
    boto3.client("s3").put_object(Bucket=BUCKET, Key=form["fields"]["key"], Body=data)
    upload_id: str = form["upload_id"]
    return upload_id


def handed_in(desk: Desk, credit_id: str, data: bytes, status: int = 200) -> Answer:
    upload = {"upload_id": sent(desk, credit_id, data)}
    answer = desk.call("PUT", f"/v1/own-credits/{credit_id}/proof", learner(), json_body=upload)
    assert answer.status == status, answer
    return answer


def files() -> dict[str, bytes]:
    s3 = boto3.client("s3")
    found = s3.list_objects_v2(Bucket=BUCKET).get("Contents", [])
    return {one["Key"]: s3.get_object(Bucket=BUCKET, Key=one["Key"])["Body"].read() for one in found}


def test_a_credit_is_entered_changed_and_deleted(desk: Desk) -> None:
    first = entered(desk)
    assert {name: first[name] for name in OWN_CREDIT} == OWN_CREDIT
    assert (first["source"], first["proof"], first["version"]) == ("own", None, 1)
    later = entered(desk, completed_on="2026-06-01", statement=None, topic=None, unit="ceu")
    assert [one["credit_id"] for one in listed(desk)] == [later["credit_id"], first["credit_id"]]
    path = f"/v1/own-credits/{first['credit_id']}"
    changed = desk.call("PUT", path, learner(), json_body=OWN_CREDIT | {"amount": "2"}, headers={"If-Match": '"1"'})
    assert (changed.json()["amount"], changed.headers["ETag"]) == ("2", '"2"')
    stale = desk.call("PUT", path, learner(), json_body=OWN_CREDIT, headers={"If-Match": '"1"'})
    assert (stale.status, stale.json()["code"]) == (412, "changed_elsewhere")
    assert desk.call("DELETE", path, learner()).status == 200
    assert [one["credit_id"] for one in listed(desk)] == [later["credit_id"]]
    for method, body in (("DELETE", None), ("PUT", OWN_CREDIT)):
        gone = desk.call(method, path, learner(), **({"json_body": body} if body else {}))
        assert (gone.status, gone.json()["code"]) == (404, "own_credit_not_found")


def test_nothing_of_a_deleted_credit_stays_but_an_item_that_ends_now(desk: Desk) -> None:
    credit = entered(desk)["credit_id"]
    handed_in(desk, credit, PDF_FILE)
    desk.call("DELETE", f"/v1/own-credits/{credit}", learner())
    assert files() == {}
    item = Table(desk.table).get(("LEARNER#ana", f"OWN#{credit}"))
    assert item is not None
    assert item.keys() == {"pk", "sk", "removed_at", "expires_at"}


@pytest.mark.parametrize(
    ("wrong", "code"),
    [
        ({"completed_on": "2199-01-01"}, "in_the_future"),
        ({"amount": "0"}, "nothing_earned"),
        ({"amount": "501"}, "nothing_earned"),
        ({"amount": "1.234"}, "amount"),
        ({"amount": 1.5}, "amount"),
        ({"title": " "}, "empty"),
        ({"topic": "gossip"}, None),
        ({"report": True}, "unknown_field"),
    ],
)
def test_what_cannot_be_is_refused_at_its_field(desk: Desk, wrong: dict[str, Any], code: str | None) -> None:
    answer = desk.call("POST", "/v1/own-credits", learner(), json_body=OWN_CREDIT | wrong)
    (problem,) = answer.json()["errors"]
    assert answer.status == 422
    assert problem["path"] == next(iter(wrong))
    assert code in (None, problem["code"])
    assert listed(desk) == []


def test_there_is_a_most_for_each_learner(desk: Desk, monkeypatch: pytest.MonkeyPatch) -> None:
    assert MOST_CREDITS == 200
    monkeypatch.setattr("laurel.own_credits.own_desk.MOST_CREDITS", 2)
    entered(desk), entered(desk)
    full = desk.call("POST", "/v1/own-credits", learner(), json_body=OWN_CREDIT)
    assert (full.status, full.json()["code"]) == (409, "own_credits_full")
    entered(desk, "bea")


@pytest.mark.parametrize("who", [learner("bea"), staff()], ids=["another", "staff"])
def test_they_are_their_learners_alone(desk: Desk, who: dict[str, str]) -> None:
    credit = entered(desk)["credit_id"]
    handed_in(desk, credit, PDF_FILE)
    assert desk.call("GET", "/v1/own-credits", who).json()["items"] == []
    path = f"/v1/own-credits/{credit}"
    for method, where, body in (
        ("PUT", path, OWN_CREDIT),
        ("DELETE", path, None),
        ("GET", f"{path}/proof", None),
        ("DELETE", f"{path}/proof", None),
        ("POST", f"{path}/proof/uploads", None),
        ("PUT", f"{path}/proof", {"upload_id": "0" * 32}),
    ):
        answer = desk.call(method, where, who, **({"json_body": body} if body else {}))
        assert (answer.status, answer.json()["code"]) == (404, "own_credit_not_found"), where
    assert listed(desk)[0]["proof"]


def test_a_form_takes_one_file_of_at_most_ten_megabytes_under_a_key_of_laurels(desk: Desk) -> None:
    credit = entered(desk)["credit_id"]
    path = f"/v1/own-credits/{credit}/proof/uploads"
    form = desk.call("POST", path, learner()).json()
    policy = json.loads(base64.b64decode(form["fields"]["policy"]))
    key = f"arriving/ana/{credit}/{form['upload_id']}"
    assert ["content-length-range", 1, LARGEST_PROOF] in policy["conditions"]
    assert {"key": key} in policy["conditions"]
    assert form["fields"]["key"] == key
    assert LARGEST_PROOF == form["largest_bytes"] == 10_000_000
    for size, status, code in ((LARGEST_PROOF + 1, 422, "proof_too_large"), (0, 422, "proof_not_taken")):
        refused = desk.call("POST", f"{path}?bytes={size}", learner())
        assert (refused.status, refused.json()["code"]) == (status, code)


def test_a_proof_is_kept_as_it_was_checked_and_replaced_by_the_next(desk: Desk) -> None:
    credit = entered(desk)["credit_id"]
    shown = handed_in(desk, credit, JPEG_FILE + b"what a camera adds").json()["proof"]
    assert (shown["type"], shown["size"]) == ("image/jpeg", len(JPEG_FILE))
    assert list(files().values()) == [JPEG_FILE]
    handed_in(desk, credit, PNG_FILE)
    assert list(files().values()) == [PNG_FILE]
    assert all(key.startswith(f"proofs/ana/{credit}/") for key in files())


def test_handing_in_again_changes_nothing(desk: Desk) -> None:
    credit = entered(desk)["credit_id"]
    upload = {"upload_id": sent(desk, credit, PDF_FILE)}
    once, twice = (
        desk.call("PUT", f"/v1/own-credits/{credit}/proof", learner(), json_body=upload).json() for _ in range(2)
    )
    assert once == twice


@pytest.mark.parametrize("data", [b"<html><script>alert(1)</script></html>", PDF_FILE[:-8], b"MZ" + PDF_FILE])
def test_a_file_that_is_no_proof_is_refused_and_removed(desk: Desk, data: bytes) -> None:
    credit = entered(desk)["credit_id"]
    refused = handed_in(desk, credit, data, 422)
    assert refused.json()["code"] == "proof_not_taken"
    assert files() == {}
    assert listed(desk)[0]["proof"] is None


def test_an_upload_that_did_not_come_is_told_and_another_learners_is_not_taken(desk: Desk) -> None:
    mine, theirs = entered(desk)["credit_id"], entered(desk, "bea")["credit_id"]
    upload = sent(desk, mine, PDF_FILE)
    for who, credit, named in (("ana", mine, "f" * 32), ("bea", theirs, upload)):
        path = f"/v1/own-credits/{credit}/proof"
        answer = desk.call("PUT", path, learner(who), json_body={"upload_id": named})
        assert (answer.status, answer.json()["code"]) == (409, "proof_not_arrived")


def test_a_proof_is_downloaded_and_never_shown_by_the_browser(desk: Desk) -> None:
    credit = entered(desk, title="../<x>\r\nSet-Cookie: a")["credit_id"]
    path = f"/v1/own-credits/{credit}/proof"
    assert desk.call("GET", path, learner()).json()["code"] == "proof_not_found"
    handed_in(desk, credit, PDF_FILE)
    answer = desk.call("GET", path, learner())
    assert answer.headers["Cache-Control"] == "no-store"
    asked = {name: value for name, [value] in parse_qs(urlsplit(answer.json()["url"]).query).items()}
    assert asked["response-content-disposition"] == f'attachment; filename="proof-2026-05-04-{credit[-8:]}.pdf"'
    assert asked["response-content-type"] == "application/pdf"
    assert asked["response-cache-control"] == "no-store"
    assert asked.get("X-Amz-Expires", "300") == "300"
    assert desk.call("DELETE", path, learner()).json()["proof"] is None
    assert files() == {}


def test_a_credit_that_is_deleted_while_its_proof_is_checked_keeps_no_file(
    desk: Desk, monkeypatch: pytest.MonkeyPatch
) -> None:
    credit = entered(desk)["credit_id"]
    upload = {"upload_id": sent(desk, credit, PDF_FILE)}
    kept = dependencies().own_credits.files.keep

    def deleted_meanwhile(*given: Any) -> None:
        kept(*given)
        desk.call("DELETE", f"/v1/own-credits/{credit}", learner())
        kept(*given)

    monkeypatch.setattr(
        "laurel.own_credits.proof_files.ProofFiles.keep", lambda self, *given: deleted_meanwhile(*given)
    )
    answer = desk.call("PUT", f"/v1/own-credits/{credit}/proof", learner(), json_body=upload)
    assert answer.json()["code"] == "own_credit_not_found"
    assert [key for key in files() if key.startswith("proofs/")] == []


def test_no_way_to_ascls_or_ascp_sees_them(desk: Desk) -> None:
    """The ledger, from which all is matched and sent, does not change, no message starts a delivery, and nothing that
    shows credits to deliver, or to enter by hand at ASCP, has them.
    """
    before = everything("LedgerTable"), messages()
    credit = entered(desk)["credit_id"]
    handed_in(desk, credit, PDF_FILE)
    for path in ("/v1/organizer", "/v1/organizer/manual-entry?all=true", "/v1/claims"):
        assert desk.call("GET", path, learner()).json()["items"] == [], path
    desk.call("DELETE", f"/v1/own-credits/{credit}", learner())
    assert (everything("LedgerTable"), messages()) == before == ([], 0)


@pytest.mark.slow
@pytest.mark.parametrize(
    "function", ["report_nightly", "match_arrivals", "forward_ascp", "reconcile_ascp", "authorize_clients"]
)
def test_no_function_that_delivers_loads_them(function: str) -> None:
    """Each has its own role, and none of these reads a learner's own statements: the code is not even there."""
    folder = ROOT / "functions" / function
    modules = [path.stem for path in folder.glob("*.py")]
    assert "app" in modules
    read = f"""
import importlib, pkgutil, sys, laurel
sys.path.insert(0, {str(folder)!r})
for name in {modules!r}:
    importlib.import_module(name)
for package in {sorted(DELIVERING)!r}:
    found = importlib.import_module(f"laurel.{{package}}")
    for one in pkgutil.walk_packages(found.__path__, f"laurel.{{package}}."):
        importlib.import_module(one.name)
print([name for name in sys.modules if name.startswith("laurel.own_credits")])
"""
    ran = subprocess.run([sys.executable, "-c", read], capture_output=True, text=True, check=True)
    assert ran.stdout.strip() == "[]"


def test_no_certificate_and_no_report_of_a_provider_knows_them() -> None:
    """The rule of imports names every package that matches, delivers, prints or reports."""
    rules = configparser.ConfigParser()
    rules.read(ROOT / ".importlinter")
    own = rules["importlinter:contract:own"]
    assert own["forbidden_modules"].split() == ["laurel.own_credits"]
    assert {one.removeprefix("laurel.") for one in own["source_modules"].split()} > DELIVERING


def everything(table: str) -> list[Any]:
    found: list[Any] = boto3.client("dynamodb").scan(TableName=table)["Items"]
    return found


def messages() -> int:
    name = "ApproximateNumberOfMessages"
    answer = boto3.client("sqs").get_queue_attributes(QueueUrl=stores.queue_url("DeliveryQueue"), AttributeNames=[name])
    return int(answer["Attributes"][name])
