"""Printing on the deployed stack: the demo's way, two calls at once, links, a lost document, a logo."""

import base64
import hashlib
import io
from concurrent.futures import ThreadPoolExecutor
from datetime import timedelta
from urllib.parse import quote

import pytest
import urllib3
from rich.console import Console

from laurel.platform.clock import instant_in_seconds, utc_now
from laurel.platform.ids import derived_id
from local import users
from local.api import Api
from local.demo_certificate import print_certificate
from local.demo_claims import answers, claim_sessions
from local.sample_catalog import ONLINE, TELECONFERENCE
from local.users import STAFF, User, new_password
from tests.flow.mail import mails
from tests.printing import print_as_seen
from tests.unit.certificates.samples import SVG
from tests.unit.certificates.test_put_logo import PNG

HTTP = urllib3.PoolManager(timeout=30)


@pytest.fixture(scope="module")
def staff(local_stack, catalog):
    return local_stack.api(STAFF)


@pytest.fixture
def learner(local_stack, request, staff) -> Api:
    """A learner of this test's own."""
    user = User(f"{derived_id('test', request.node.name)}@example.org", new_password())
    users.create(local_stack.client, local_stack.outputs["UserPoolId"], [user])
    token = users.sign_in(local_stack.client, local_stack.outputs["UserPoolClientId"], user)
    api = Api(local_stack.api_url, token)
    assert api.call("PATCH", "/v1/me", json={"name_as_printed": "Łucja Żuraw", "consent_to_report": True}).status == 200
    return api


def ready(api: Api, activity: str = TELECONFERENCE) -> str:
    """A claim of the teleconference to which nothing is missing."""
    wanted = {"activity_id": activity, "statement": "pace", "access_code": "LAKESIDE-24"}
    claim = api.call("POST", "/v1/claims", json=wanted).json()["claim_id"]
    shown = api.call("GET", f"/v1/activities/{activity}").json()
    read = {"acknowledged": [one["id"] for one in shown["disclosures"]]}
    assert api.call("PUT", f"/v1/claims/{claim}/disclosures", json=read).status == 200
    [session] = api.call("GET", f"/v1/activities/{activity}/sessions").json()["items"]
    attended = {"credits": "1", "evaluation": answers(shown, session["evaluation_form"])}
    put = api.call("PUT", f"/v1/claims/{claim}/sessions/{session['id']}", json=attended)
    assert put.json()["summary"]["missing"] == [], put.data
    return claim


def printed(api: Api, claim: str):
    return print_as_seen(api, claim)


def key_of(told) -> str:
    return f"certificates/{told['number']}/{told['sha256']}.pdf"


def test_a_claim_is_printed_checked_and_accepted_by_ascp(local_stack, day_one, staff):
    local_stack.put("roster/ascls/later.csv", day_one.later_roster)
    local_stack.night(instant_in_seconds(utc_now()))
    page = Console(file=io.StringIO())
    checks = claim_sessions(local_stack, page) | print_certificate(local_stack, page)
    assert all(checks.values()), [name for name, holds in checks.items() if not holds]


def test_of_three_calls_at_once_all_answer_one_certificate(local_stack, learner):
    claim = ready(learner)
    # Each call beyond the first makes MiniStack unpack the whole package for another worker, which takes seconds.
    with ThreadPoolExecutor(3) as pool:
        told = list(pool.map(lambda _: printed(learner, claim), range(3)))
    assert {answer.status for answer in told} <= {200, 201}, [answer.data for answer in told]
    assert [answer.status for answer in told].count(201) == 1
    assert len({answer.json()["number"] for answer in told}) == 1
    found = local_stack.client("s3").list_objects_v2(
        Bucket=local_stack.outputs["CertificateBucketName"], Prefix=f"certificates/{told[0].json()['number']}/"
    )
    assert found["KeyCount"] == 1


def test_the_link_gives_the_document_under_a_name_and_nobody_else_has_one(local_stack, learner):
    told = printed(learner, ready(learner)).json()
    answer = HTTP.request("GET", told["pdf_url"])
    assert answer.status == 200
    assert hashlib.sha256(answer.data).hexdigest() == told["sha256"]
    assert answer.headers["Content-Type"] == "application/pdf"
    assert quote(told["activity"].partition(":")[0], safe="") in answer.headers["Content-Disposition"]
    assert HTTP.request("GET", told["pdf_url"].partition("?")[0]).status == 403


def test_a_lost_document_comes_back_the_same(local_stack, learner):
    told = printed(learner, ready(learner)).json()
    s3, bucket = local_stack.client("s3"), local_stack.outputs["CertificateBucketName"]
    before = s3.get_object(Bucket=bucket, Key=key_of(told))["Body"].read()
    s3.delete_object(Bucket=bucket, Key=key_of(told))
    assert learner.call("GET", f"/v1/certificates/{told['number']}").status == 200
    assert s3.get_object(Bucket=bucket, Key=key_of(told))["Body"].read() == before


def test_staff_put_a_logo_reissue_and_revoke(local_stack, learner, staff):
    picture = {"Content-Type": "image/svg+xml"}
    put = staff.call("PUT", f"/v1/staff/activities/{TELECONFERENCE}/logo", body=SVG, headers=picture)
    assert (put.status, put.json()["kind"]) == (200, "svg")
    told = printed(learner, ready(learner)).json()
    assert learner.call("PATCH", "/v1/me", json={"name_as_printed": "Łucja Żuraw-Sørby"}).status == 200
    why = {"reason": "Married"}
    reissued = staff.call("POST", f"/v1/staff/certificates/{told['number']}/reissue", json=why)
    assert reissued.status == 201, reissued.data
    new = reissued.json()["certificate"]
    assert HTTP.request("GET", new["pdf_url"]).data.startswith(b"%PDF-")
    revoked = staff.call("POST", f"/v1/staff/certificates/{new['number']}/revoke", json=why)
    assert (revoked.status, revoked.json()["credit"]["state"]) == (200, "withdrawn")
    seen = {
        n: local_stack.api().call("GET", f"/v1/verify/{n}").json()["status"] for n in (told["number"], new["number"])
    }
    assert seen == {told["number"]: "superseded", new["number"]: "revoked"}


def test_the_night_tells_of_a_certificate_and_of_a_draft_that_closes_soon(local_stack, learner, staff):
    """IAM is enforced: the night may read the claims of an activity, and remove the notices that it sent."""
    closing = staff.call("GET", f"/v1/staff/activities/{TELECONFERENCE}").json() | {
        "id": "closing-soon",
        "title": "A meeting that closes soon",
        "access": {"type": "none"},
    }
    closing["claim_window"] |= {"closes_at": instant_in_seconds(utc_now() + timedelta(days=7, hours=12))}
    put = staff.call("PUT", "/v1/staff/activities/closing-soon", json=closing)
    assert put.status == 201, put.data
    opened = learner.call("POST", "/v1/claims", json={"activity_id": "closing-soon", "statement": "pace"})
    assert opened.status == 201, opened.data
    assert printed(learner, ready(learner)).status == 201
    email = learner.call("GET", "/v1/me").json()["email"]
    for _ in range(2):
        report = local_stack.night(instant_in_seconds(utc_now()))["claim_notices"]
        assert (report["failed"], report["complete"]) == (0, True)
    # The other e-mail is about the credit: the learner is no member.
    (mail,) = [one for one in mails(local_stack, email) if one.subject == "Finish your claim: its time ends soon"]
    for text in (mail.text, mail.html):
        assert "A meeting that closes soon" in text
        assert "Your certificate is ready" in text


def test_a_png_travels_whole(staff):
    picture = {"Content-Type": "image/png"}
    put = staff.call("PUT", f"/v1/staff/activities/{ONLINE}/logo", body=PNG, headers=picture)
    assert (put.status, put.json()["kind"], put.json()["size"]) == (200, "png", len(PNG))


def test_the_whole_life_of_an_activity(staff, learner):
    """A copy, its sessions from a file, the previews, publishing, a claim, a correction, the archive."""
    activity = f"life-{derived_id('test', 'life')[:8]}"
    own, draft = f"/v1/staff/activities/{activity}", f"/v1/staff/drafts/{activity}"
    starts_on = staff.call("GET", f"/v1/activities/{TELECONFERENCE}").json()["starts_on"]
    wanted = {"id": activity, "starts_on": starts_on}
    copied = staff.call("POST", f"/v1/staff/drafts/{TELECONFERENCE}/copy", json=wanted)
    document = copied.json()["document"] | {"number": "900-123-26", "title": "The life of a red cell"}
    saved = staff.call("PUT", draft, json=document, headers={"If-Match": copied.headers["ETag"]})
    assert (saved.status, saved.json()["problems"]) == (200, []), saved.data
    # The program as a file, to a stack that knows bytes and text.
    present = staff.call("GET", f"{draft}/sessions", headers={"Accept": "text/csv"})
    assert present.headers["Content-Type"].startswith("text/csv")
    headers = {"If-Match": saved.headers["ETag"]}
    same = staff.call("PUT", f"{draft}/sessions", body=present.data, headers=headers | {"Content-Type": "text/csv"})
    assert [one["outcome"] for one in same.json()["rows"]] == ["same"], same.data
    file = (
        present.data.decode("utf-8-sig")
        .replace(document["sessions"][0]["title"], "Ferritin – für alle")
        .encode("utf-16")
    )
    binary = headers | {"Content-Type": "application/octet-stream"}
    changed = staff.call("PUT", f"{draft}/sessions", body=file, headers=binary)
    assert [(one["outcome"], one["title"]) for one in changed.json()["rows"]] == [("changed", "Ferritin – für alle")]
    # Previews; then it is there for everybody.
    assert staff.call("GET", f"{draft}/preview").json()["sessions"][0]["title"] == "Ferritin – für alle"
    preview = staff.call("GET", f"{draft}/certificate?statement=pace").json()
    assert base64.b64decode(preview["pdf"]).startswith(b"%PDF-")
    assert staff.call("GET", f"/v1/activities/{activity}").status == 404
    assert staff.call("POST", f"{draft}/publish", headers={"If-Match": changed.headers["ETag"]}).status == 200
    groups = b"group_id,site,capacity\nLAKESIDE-24,Lakeside,25\n"
    assert staff.call("PUT", f"{own}/groups", body=groups, headers={"Content-Type": "text/csv"}).status == 200
    assert printed(learner, ready(learner, activity)).status == 201
    assert staff.call("DELETE", own).json()["code"] == "activity_claimed"
    # A correction, and the first revision as a draft again.
    assert staff.call("PUT", own, json=document | {"title": "The life of a cell"}).status == 200
    assert staff.call("GET", f"{own}/revisions").json()["items"][0]["title"] == "The life of a red cell"
    restored = staff.call("POST", f"{draft}/restore", json={"revision": 1})
    assert restored.json()["document"]["title"] == "The life of a red cell"
    assert staff.call("DELETE", draft).status == 200
    assert staff.call("POST", f"{own}/archive").status == 200
    assert staff.call("GET", "/v1/activities?q=life+cell").json()["items"] == []
    [line] = staff.call("GET", "/v1/staff/activities?state=archived&q=life+cell").json()["items"]
    numbers = staff.call("GET", f"/v1/staff/activities/{line['id']}/numbers").json()
    assert numbers == {"claimed": 1, "with_sessions": 1, "printed": 1, "codes_used": 1}
