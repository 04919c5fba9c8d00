"""Files that partners upload: the signed form, what became of the file, and who may."""

import base64
import csv
import json
import re
from dataclasses import replace
from datetime import UTC, datetime, timedelta

import boto3
import pytest
from claim_routes.dependencies import dependencies

from laurel.intake.checkpoints import FilePosition, TakenFiles
from laurel.intake.run_lease import LEASE_KEY
from laurel.intake.sources import Sources, providers_on_record
from laurel.nightly.source_watch import SourceWatch
from laurel.platform.clock import instant, utc_now
from laurel.platform.ids import new_id
from laurel.platform.table import Table
from tests.api_events import client, learner, staff, staff_of
from tests.functions.claim_api_desk import counted
from tests.functions.provider_rows import LABCE
from tests.functions.test_staff_providers import put
from tests.unit.nightly.nights import OTHERS, Nights, feed, roster

PATH, ROSTERS = "/v1/providers/labce/uploads", "/v1/rosters/ascls/uploads"
WRITER, ASCLS = client("labce/credits.write"), client("ascls/roster.write")


@pytest.fixture
def nights(desk):
    """The night and the API on the same bucket; Ana is a member."""
    put(desk)
    url = boto3.client("sqs").get_queue_url(QueueName="DeliveryQueue")["QueueUrl"]
    nights = Nights(Table("LedgerTable"), url, "intakebucket")
    watch = SourceWatch(
        providers=lambda: providers_on_record(Table("ClaimsTable")),
        sources=Sources(nights.table),
        roster_every_days=None,
        zone=UTC,
    )
    nights.dependencies = replace(nights.dependencies, watch=watch)
    nights.put("roster/ascls/1.csv", roster(("M1", "ana@example.org")))
    nights.run()
    return nights


def begin(desk, path=PATH, claims=WRITER, query=""):
    return desk.call("POST", path + query, claims)


def send(nights, form, text):
    """What S3 does with the form."""
    nights.put(form["fields"]["key"], text)


def uploaded(desk, nights, text, path=PATH, claims=WRITER):
    """Uploads a file; the address of its report."""
    form = begin(desk, path, claims).json()
    send(nights, form, text)
    return f"{path}/{form['upload_id']}"


def found(desk, path, claims=WRITER):
    answer = desk.call("GET", path, claims)
    assert answer.status == 200, answer
    return answer.json()


def test_the_form_is_for_one_csv_file_of_the_providers_own(desk, nights):
    answer = begin(desk)
    assert answer.status == 201
    form = answer.json()
    assert form["url"] == "https://intake.example.org/"
    assert form["largest_bytes"] == 30_000_000
    policy = json.loads(base64.b64decode(form["fields"]["policy"]))
    conditions = [one for one in policy["conditions"] if isinstance(one, list)]
    fixed = {name: value for one in policy["conditions"] if isinstance(one, dict) for name, value in one.items()}
    assert conditions == [["content-length-range", 1, 30_000_000]]
    assert fixed["key"] == form["fields"]["key"] == f"feed/labce/{form['upload_id']}.csv"
    assert (fixed["Content-Type"], fixed["bucket"]) == ("text/csv", "intakebucket")
    assert fixed["x-amz-meta-uploaded-by"] == form["fields"]["x-amz-meta-uploaded-by"] == "client:client-1"
    # Every field of the form is in the policy, and S3 refuses a form with any other.
    assert set(form["fields"]) - {"policy", "x-amz-signature"} == set(fixed) - {"bucket"}
    ends = datetime.fromisoformat(policy["expiration"])
    assert timedelta(minutes=14) < ends - datetime.now(UTC) <= timedelta(minutes=15)


@pytest.mark.parametrize(
    ("query", "status", "code", "says"),
    [
        ("?bytes=30000001", 422, "upload_too_large", "Split it"),
        ("?bytes=0", 422, "upload_empty", "Export it again"),
        ("?type=application/pdf", 422, "upload_not_csv", "CSV UTF-8"),
        ("?bytes=-1", 422, "invalid", "not valid"),
        ("?size=1", 422, "invalid", "not valid"),
    ],
)
def test_a_file_that_cannot_be_taken_is_refused_before_it_is_sent(desk, nights, query, status, code, says):
    answer = begin(desk, query=query)
    assert (answer.status, answer.code) == (status, code)
    assert says in answer.json()["detail"]


def test_a_file_that_can_be_taken_may_say_so(desk, nights):
    assert begin(desk, query="?bytes=30000000&type=Text/CSV;%20charset=utf-8").status == 201


def test_an_upload_waits_is_read_and_has_its_report_and_rejected_rows(desk, nights):
    form = begin(desk).json()
    path = f"{PATH}/{form['upload_id']}"
    waiting = found(desk, path)
    assert (waiting["state"], waiting["bytes"], waiting["report"]) == ("waiting", None, None)
    text = feed(("r1", "ana@example.org"), ("r2", "nobody"), ("r3", "ana@example.org", "=1+1"))
    send(nights, form, text)
    arrived = found(desk, path)
    assert (arrived["state"], arrived["bytes"], arrived["report"]) == ("waiting", len(text), None)
    lease = {"pk": LEASE_KEY[0], "sk": LEASE_KEY[1], "run_id": "r", "until": instant(utc_now() + timedelta(minutes=1))}
    nights.table.put_many([lease])
    assert found(desk, path)["state"] == "being_read"
    nights.table.delete(LEASE_KEY, where="run_id", equals="r")
    # A run that ended in the middle of the file: the next one goes on.
    [file] = [one for one in nights.dependencies.bucket.list("feed/labce/") if form["upload_id"] in one.key]
    TakenFiles(nights.table).note_place(file, FilePosition(2, 0, 0, rows=1, credits=0))
    assert found(desk, path)["state"] == "being_read"
    nights.table.delete((f"FILE#{file.key}", f"PLACE#{file.etag}"), where="reading", equals="")
    nights.run()
    done = found(desk, path)
    assert done["state"] == "done"
    counts = {name: done["report"][name] for name in ("rows", "credits", "repeats", "rejected", "reason")}
    assert counts == {"rows": 3, "credits": 1, "repeats": 0, "rejected": 2, "reason": None}
    second, third = done["rejected_rows"]
    assert (second["line"], second["column"], second["reason"]) == (3, "email", "email_invalid")
    assert second["values"]["reference"] == "r2"
    # The apostrophe that guards a spreadsheet from a formula is not the provider's.
    assert third["values"]["contact_hours"] == "=1+1"
    assert re.search(r"/rejected/feed/labce/[0-9a-f]{32}\.csv\?", done["rejected_rows_url"])
    ends = datetime.fromisoformat(done["rejected_rows_url_expires_at"]) - utc_now()
    assert timedelta(minutes=4) < ends <= timedelta(minutes=5)


def test_the_same_file_twice_doubles_nothing(desk, nights):
    text = feed(("r1", "ana@example.org"), ("r2", "ana@example.org"))
    first = uploaded(desk, nights, text)
    nights.run()
    again = uploaded(desk, nights, text)
    nights.run()
    assert found(desk, first)["report"]["credits"] == 2
    report = found(desk, again)["report"]
    assert (report["credits"], report["repeats"]) == (0, 2)


def test_a_file_that_is_refused_as_a_whole_says_why(desk, nights):
    path = uploaded(desk, nights, "name,day\nAna,2026-11-20\n")
    nights.run()
    told = found(desk, path)
    assert (told["state"], told["report"]["reason"]) == ("refused", "columns_missing")
    assert "reference" in told["report"]["message"]
    assert [one["reason"] for one in told["rejected_rows"]] == ["columns_missing"]


def test_an_inactive_provider_gets_no_form_and_a_file_on_its_way_is_refused(desk, nights):
    path = uploaded(desk, nights, feed(("r1", "ana@example.org")))
    changed = desk.call("PUT", "/v1/staff/providers/labce", staff(), json_body={**LABCE, "active": False})
    assert changed.status == 200
    answer = begin(desk)
    assert (answer.status, answer.code) == (409, "provider_inactive")
    nights.run()
    told = found(desk, path)
    assert (told["state"], told["report"]["reason"]) == ("refused", "provider_inactive")
    assert nights.credit("r1") is None


def test_many_and_long_rejected_rows_are_shown_up_to_a_limit(desk, nights):
    rows = [("g", "ana@example.org")] + [(f"r{n}", f"{'x' * 9_000}{n}") for n in range(150)]
    path = uploaded(desk, nights, feed(*rows))
    nights.run()
    told = found(desk, path)
    assert told["report"]["rejected"] == 150
    shown = told["rejected_rows"]
    assert 40 <= len(shown) <= 100
    assert [one["line"] for one in shown] == list(range(3, 3 + len(shown)))
    assert all(one["reason"] == "email_invalid" for one in shown)
    # None is cut off where the reading ends.
    assert all(len(one["values"]["email"]) > 9_000 and one["values"]["completed_on"] for one in shown)
    stored = nights.read(f"rejected/feed/labce/{path.rpartition('/')[2]}.csv").splitlines()
    assert len(list(csv.DictReader(stored))) == 150


def test_the_line_that_counts_rows_left_out_is_no_row(desk, nights, monkeypatch):
    monkeypatch.setattr("laurel.intake.rejected_rows.MOST_ROWS", 2)
    path = uploaded(desk, nights, feed(("r1", "ana@example.org"), *((f"b{n}", "nobody") for n in range(5))))
    nights.run()
    told = found(desk, path)
    assert (told["report"]["rejected"], [one["line"] for one in told["rejected_rows"]]) == (5, [3, 4])


def test_rejected_rows_of_another_version_of_the_file_are_not_shown(desk, nights):
    path = uploaded(desk, nights, feed(("r1", "ana@example.org"), ("r2", "nobody")))
    nights.run()
    [key] = nights.keys("rejected/")
    s3 = boto3.client("s3")
    body = s3.get_object(Bucket=nights.bucket, Key=key)["Body"].read()
    s3.put_object(Bucket=nights.bucket, Key=key, Body=body, Metadata={"made-of": "another"})
    told = found(desk, path)
    assert (told["report"]["rejected"], told["rejected_rows"], told["rejected_rows_url"]) == (1, [], None)


def test_rejected_rows_that_are_over_leave_the_numbers(desk, nights):
    path = uploaded(desk, nights, feed(("r1", "ana@example.org"), ("r2", "nobody")))
    nights.run()
    key = nights.keys("rejected/")[0]
    boto3.client("s3").delete_object(Bucket=nights.bucket, Key=key)
    told = found(desk, path)
    assert (told["report"]["rejected"], told["rejected_rows"], told["rejected_rows_url"]) == (1, [], None)


def test_a_roster_has_its_numbers_and_one_that_a_newer_overtook_needs_nothing(desk, nights):
    older = uploaded(desk, nights, roster(*OTHERS), ROSTERS, ASCLS)
    newer = uploaded(desk, nights, roster(*OTHERS, ("M1", "ana@example.org")), ROSTERS, ASCLS)
    run_id = nights.run()["run_id"]
    told = found(desk, newer, ASCLS)
    assert (told["state"], told["report"]["members"]) == ("done", 21)
    told = found(desk, older, ASCLS)
    assert (told["state"], told["superseded"], told["report"]) == ("done", True, None)
    # In force, and its report is still to be written.
    [file] = [one for one in nights.dependencies.bucket.list("roster/ascls/") if newer[-32:] in one.key]
    nights.table.delete((f"FILE#{file.key}", file.etag), where="run_id", equals=run_id)
    told = found(desk, newer, ASCLS)
    assert (told["state"], told["superseded"], told["report"]) == ("done", False, None)


def test_members_with_a_bad_customer_id_are_handed_back_though_they_count(desk, nights):
    header, *lines = roster(*OTHERS, ("M1", "ana@example.org"), ("M2", "nobody")).splitlines()
    ids = ["412345", *["00412345"] * (len(lines) - 1)]
    text = "\n".join([f"{header},ascp_customer_id", *(",".join(pair) for pair in zip(lines, ids, strict=True))]) + "\n"
    path = uploaded(desk, nights, text.replace("nobody", "ben@example.org"), ROSTERS, ASCLS)
    nights.run()
    told = found(desk, path, ASCLS)
    counts = {name: told["report"][name] for name in ("rows", "members", "rejected", "noted")}
    assert counts == {"rows": 22, "members": 22, "rejected": 0, "noted": 1}
    [row] = told["rejected_rows"]
    assert (row["line"], row["column"], row["reason"]) == (2, "ascp_customer_id", "customer_id_invalid")
    assert told["rejected_rows_url"]
    path = uploaded(desk, nights, text, ROSTERS, ASCLS)
    nights.run()
    told = found(desk, path, ASCLS)
    assert (told["report"]["rejected"], told["report"]["noted"], len(told["rejected_rows"])) == (1, 1, 2)


def test_an_id_that_nobody_used_is_not_found_once_its_form_is_too_old(desk, nights):
    assert found(desk, f"{PATH}/{new_id()}")["state"] == "waiting"
    for none in (f"{0:032x}", "f" * 32):
        answer = desk.call("GET", f"{PATH}/{none}", WRITER)
        assert (answer.status, answer.code) == (404, "upload_not_found")
    assert desk.call("GET", f"{PATH}/none", WRITER).status == 404


def test_the_upload_of_another_provider_is_not_there(desk, nights):
    path = uploaded(desk, nights, feed(("r1", "ana@example.org")))
    nights.run()
    other = path.replace("labce", "asm")
    assert found(desk, other, client("asm/credits.write"))["bytes"] is None


@pytest.mark.parametrize("claims", [WRITER, staff_of("labce"), staff()])
def test_who_may_upload(desk, nights, claims):
    form = begin(desk, claims=claims)
    assert form.status == 201
    assert found(desk, f"{PATH}/{form.json()['upload_id']}", claims)["state"] == "waiting"


@pytest.mark.parametrize(
    "claims", [client("labce/credits.read"), client("asm/credits.write"), ASCLS, staff_of("asm"), learner()]
)
def test_who_may_not_upload(desk, nights, claims):
    for answer in (begin(desk, claims=claims), desk.call("GET", f"{PATH}/{new_id()}", claims)):
        assert (answer.status, answer.code) == (403, "other_provider")


@pytest.mark.parametrize(
    ("claims", "status"),
    [(ASCLS, 201), (staff(), 201), (WRITER, 403), (staff_of("labce"), 403), (staff_of("ascls"), 403), (learner(), 403)],
)
def test_who_may_upload_a_roster(desk, nights, claims, status):
    assert begin(desk, ROSTERS, claims).status == status
    assert desk.call("GET", f"{ROSTERS}/{new_id()}", claims).status == (200 if status == 201 else status)


def test_what_uploads_cost(desk, nights):
    dependencies().providers.get("labce")
    path = uploaded(desk, nights, feed(("r1", "ana@example.org"), ("r2", "nobody")))
    nights.run()
    with counted() as calls:
        begin(desk)
    assert calls == ["GetItem"]  # the provider
    with counted() as calls:
        found(desk, path)
    assert calls == ["BatchGetItem"]
