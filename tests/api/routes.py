"""Every route of the API, who may call it, and a request to it: for the tests of authorization."""

import json
from pathlib import Path

from laurel.platform.ids import new_id
from local.sample_catalog import MEETING, ONLINE, TELECONFERENCE, WEBINAR, badge_ids, badges_csv, groups_csv
from local.sample_catalog.parts import SOCIETY
from local.sample_providers import PROVIDERS
from tests.functions.provider_rows import award
from tests.unit.catalog.documents import meeting
from tests.unit.certificates.samples import SVG
from tests.unit.own_credits.proofs import OWN_CREDIT

DOCUMENT = json.loads(Path(__file__).parents[2].joinpath("docs", "openapi.json").read_text(encoding="utf-8"))
# What needs a recent sign-in.
RECENT = {
    (method.upper(), path)
    for path, methods in DOCUMENT["paths"].items()
    for method, one in methods.items()
    if "x-recent-sign-in" in one
}
ROUTES = {(method.upper(), path) for path, methods in DOCUMENT["paths"].items() for method in methods}

PUBLIC, OWN, CLAIM, CERTIFICATE, CREDIT, STAFF = "public", "own", "claim", "certificate", "credit", "staff"
OWNED, PROVIDER, ROSTER, OWN_CERTIFICATE = "owned", "provider", "roster", "own certificate"

NOBODYS = "nobody@example.org"
AWARD = award(provider=SOCIETY)
HELP = "/v1/staff/learners/{learner_id}/activities/{activity_id}"

# Who may, and what to send: a function of the world, since claims have ids.
ROWS = {
    ("GET", "/v1/openapi.json"): (PUBLIC, None),
    ("GET", "/v1/activities"): (PUBLIC, None),
    ("GET", "/v1/activities/{activity_id}"): (PUBLIC, None),
    ("GET", "/v1/activities/{activity_id}/sessions"): (PUBLIC, None),
    ("GET", "/v1/statements"): (PUBLIC, None),
    ("GET", "/v1/me"): (OWN, None),
    ("GET", "/v1/me/audit"): (OWN, None),
    ("GET", "/v1/me/erasure"): (OWN, None),
    ("GET", "/v1/me/export"): (OWN, None),
    ("POST", "/v1/me/export"): (OWN, None),
    ("GET", "/v1/me/export/certificates"): (OWN, None),
    ("POST", "/v1/me/export/certificates"): (OWN, None),
    # Ana does not confirm: her account stays for the other rows.
    ("DELETE", "/v1/me"): (OWN, None),
    ("PATCH", "/v1/me"): (OWN, lambda world: {"json": {"paper": "a4"}}),
    ("GET", "/v1/me/progress"): (OWN, None),
    ("PUT", "/v1/me/progress"): (OWN, lambda world: {"json": {"followed": [{"rule": "florida"}]}}),
    ("GET", "/v1/me/sessions"): (OWN, None),
    ("PUT", "/v1/me/sessions/this"): (OWN, None),
    ("DELETE", "/v1/me/sessions/{session_id}"): (OWN, None),
    ("DELETE", "/v1/me/sessions"): (OWN, None),
    ("GET", "/v1/me/joins"): (OWN, None),
    ("POST", "/v1/me/joins/proof"): (OWN, None),
    ("POST", "/v1/me/joins"): (OWN, lambda world: {"json": {"proof": "made up"}}),
    ("POST", "/v1/me/joins/{join_id}/undo"): (OWN, None),
    ("GET", "/v1/me/addresses"): (OWN, None),
    ("POST", "/v1/me/addresses/code"): (OWN, lambda world: {"json": {"email": NOBODYS}}),
    ("POST", "/v1/me/addresses/confirm"): (OWN, lambda world: {"json": {"email": NOBODYS, "code": "12345678"}}),
    ("POST", "/v1/me/addresses/undo-move"): (OWN, lambda world: {"json": {"email": NOBODYS, "move_id": "none"}}),
    ("POST", "/v1/me/addresses/proof"): (OWN, None),
    ("POST", "/v1/me/addresses/take"): (OWN, lambda world: {"json": {"proof": "made up"}}),
    ("POST", "/v1/me/addresses/remove"): (OWN, lambda world: {"json": {"email": NOBODYS}}),
    ("POST", "/v1/claims"): (OWN, lambda world: {"json": {"activity_id": ONLINE, "statement": "pace"}}),
    ("GET", "/v1/claims"): (OWN, None),
    ("GET", "/v1/transcript"): (OWN, None),
    ("GET", "/v1/transcript/pdf"): (OWN, None),
    ("GET", "/v1/own-credits"): (OWN, None),
    ("POST", "/v1/own-credits"): (OWN, lambda world: {"json": OWN_CREDIT}),
    # The credit of these rows is none from elsewhere: 404.
    ("PUT", "/v1/own-credits/{credit_id}"): (OWN, lambda world: {"json": OWN_CREDIT}),
    ("DELETE", "/v1/own-credits/{credit_id}"): (OWN, None),
    ("POST", "/v1/own-credits/{credit_id}/proof/uploads"): (OWN, None),
    ("PUT", "/v1/own-credits/{credit_id}/proof"): (OWN, lambda world: {"json": {"upload_id": new_id()}}),
    ("GET", "/v1/own-credits/{credit_id}/proof"): (OWN, None),
    ("DELETE", "/v1/own-credits/{credit_id}/proof"): (OWN, None),
    ("GET", "/v1/claims/{claim_id}"): (CLAIM, None),
    ("GET", "/v1/claims/{claim_id}/summary"): (CLAIM, None),
    ("PATCH", "/v1/claims/{claim_id}"): (CLAIM, lambda world: {"json": {"statement": "pace"}}),
    ("PUT", "/v1/claims/{claim_id}/access"): (CLAIM, lambda world: {"json": {"access_code": badge_ids(1)[0]}}),
    ("PUT", "/v1/claims/{claim_id}/disclosures"): (
        CLAIM,
        lambda world: {"json": {"acknowledged": [world.meeting["disclosures"][0]["id"]]}},
    ),
    ("PUT", "/v1/claims/{claim_id}/sessions/{session_id}"): (
        CLAIM,
        lambda world: {"json": world.attended(world.session)},
    ),
    ("DELETE", "/v1/claims/{claim_id}/sessions/{session_id}"): (CLAIM, None),
    # The sample meeting has none: 409.
    ("PUT", "/v1/claims/{claim_id}/evaluation"): (CLAIM, lambda world: {"json": {"evaluation": {}}}),
    ("GET", "/v1/claims/{claim_id}/attendance"): (CLAIM, None),
    ("GET", "/v1/staff/activities/{activity_id}/codes"): (OWNED, None),
    ("GET", "/v1/staff/activities/{activity_id}/codes/uses"): (OWNED, None),
    ("POST", "/v1/staff/activities/{activity_id}/codes/sessions"): (OWNED, lambda world: {"json": {}}),
    ("POST", "/v1/staff/activities/{activity_id}/codes"): (
        OWNED,
        lambda world: {"json": {"request_id": "0" * 16, "site": "A site", "capacity": 1}},
    ),
    ("POST", "/v1/staff/columns"): (
        OWNED,
        lambda world: {"body": b"Badge ID\nMB-1\n", "headers": {"Content-Type": "text/csv"}},
    ),
    ("POST", "/v1/staff/activities/{activity_id}/attendance"): (
        OWNED,
        lambda world: {"body": b"Email,Minutes\nana@example.org,0\n", "headers": {"Content-Type": "text/csv"}},
    ),
    ("POST", "/v1/claims/{claim_id}/assessment"): (CLAIM, lambda world: {"json": {"answers": {}}}),
    # Ana does not attest: the claim stays a draft for the other rows.
    ("GET", "/v1/claims/{claim_id}/certificate/preview"): (CLAIM, None),
    ("POST", "/v1/claims/{claim_id}/certificate"): (CLAIM, lambda world: {"json": {"attested": False}}),
    ("GET", "/v1/certificates/{number}"): (CERTIFICATE, None),
    ("POST", "/v1/certificates/{number}/mail"): (OWN_CERTIFICATE, None),
    ("GET", "/v1/certificates/{number}/badge"): (CERTIFICATE, None),
    ("GET", "/v1/verify/{number}"): (PUBLIC, None),
    ("GET", "/v1/verify/issuer/profile"): (PUBLIC, None),
    ("GET", "/v1/verify/issuer/keys"): (PUBLIC, None),
    ("GET", "/v1/verify/issuer/keys/{key_id}"): (PUBLIC, None),
    ("GET", "/v1/verify/issuer/status/{list_number}"): (PUBLIC, None),
    ("POST", "/v1/staff/certificates/{number}/reissue"): (OWNED, lambda world: {"json": {"reason": "A test"}}),
    ("POST", "/v1/staff/certificates/{number}/revoke"): (OWNED, lambda world: {"json": {"reason": "A test"}}),
    ("PUT", "/v1/staff/activities/{activity_id}/logo"): (
        OWNED,
        lambda world: {"body": SVG, "headers": {"Content-Type": "image/svg+xml"}},
    ),
    ("PUT", "/v1/staff/providers/{provider_id}/logo"): (
        STAFF,
        lambda world: {"body": SVG, "headers": {"Content-Type": "image/svg+xml"}},
    ),
    ("GET", "/v1/notices/stop"): (PUBLIC, None),
    ("POST", "/v1/notices/stop"): (PUBLIC, None),
    ("GET", "/v1/account-changes"): (PUBLIC, None),
    ("POST", "/v1/account-changes/undo"): (PUBLIC, lambda world: {"json": {"token": "made up"}}),
    ("POST", "/v1/account-changes/confirm"): (PUBLIC, lambda world: {"json": {"token": "made up"}}),
    ("GET", "/v1/organizer"): (OWN, None),
    ("GET", "/v1/organizer/diagnosis"): (OWN, None),
    ("GET", "/v1/organizer/manual-entry"): (OWN, None),
    ("POST", "/v1/organizer/{credit_id}/retry"): (CREDIT, None),
    ("POST", "/v1/organizer/{credit_id}/self-reported"): (CREDIT, None),
    ("GET", "/v1/staff/credits"): (OWNED, None),
    ("POST", "/v1/staff/credits/bulk"): (
        OWNED,
        lambda world: {"json": {"reason": "A test", "act": "withdraw", "credit_ids": ["0" * 32]}},
    ),
    ("POST", "/v1/staff/credits/{credit_id}/release"): (OWNED, lambda world: {"json": {"reason": "A test"}}),
    ("POST", "/v1/staff/credits/{credit_id}/withdraw"): (OWNED, lambda world: {"json": {"reason": "A test"}}),
    ("POST", "/v1/staff/credits/{credit_id}/correct"): (OWNED, lambda world: {"json": {"reason": "A test"}}),
    ("POST", "/v1/staff/credits/{credit_id}/match"): (
        STAFF,
        lambda world: {"json": {"reason": "A test", "member_number": "M1"}},
    ),
    ("POST", "/v1/staff/credits/{credit_id}/undo-withdrawal"): (OWNED, lambda world: {"json": {"reason": "A test"}}),
    ("GET", "/v1/staff/learners"): (OWNED, None),
    ("GET", "/v1/staff/people"): (OWNED, None),
    ("GET", "/v1/staff/people/{learner_id}"): (OWNED, None),
    ("GET", "/v1/staff/people/{learner_id}/certificates"): (OWNED, None),
    ("GET", "/v1/staff/people/{learner_id}/credits"): (OWNED, None),
    ("POST", "/v1/staff/people/{learner_id}/credits"): (OWNED, lambda world: {"json": AWARD}),
    ("GET", "/v1/staff/people/{learner_id}/diagnosis"): (STAFF, None),
    ("POST", f"{HELP}/free-code"): (OWNED, lambda world: {"json": {"reason": "A test"}}),
    ("POST", f"{HELP}/another-attempt"): (OWNED, lambda world: {"json": {"reason": "A test"}}),
    ("POST", f"{HELP}/lift-lockout"): (OWNED, lambda world: {"json": {"reason": "A test"}}),
    ("GET", "/v1/staff/addresses"): (STAFF, None),
    ("POST", "/v1/staff/joins"): (
        STAFF,
        lambda world: {"json": {"learner_id": world.learner_id, "email": NOBODYS, "reason": "A test"}},
    ),
    ("POST", "/v1/staff/joins/undo"): (
        STAFF,
        lambda world: {"json": {"learner_id": world.learner_id, "join_id": "none", "reason": "A test"}},
    ),
    ("POST", "/v1/staff/addresses/move"): (STAFF, lambda world: {"json": {"email": NOBODYS, "reason": "A test"}}),
    ("POST", "/v1/staff/addresses/undo-move"): (
        STAFF,
        lambda world: {"json": {"email": NOBODYS, "move_id": "m1", "reason": "A test"}},
    ),
    ("GET", "/v1/staff/providers"): (STAFF, None),
    ("GET", "/v1/staff/providers/{provider_id}"): (STAFF, None),
    ("PUT", "/v1/staff/providers/{provider_id}"): (
        STAFF,
        lambda world: {"json": {**PROVIDERS["labce"].model_dump(), "pace_provider_number": "901"}},
    ),
    ("GET", "/v1/staff/clients/{owner}"): (OWNED, None),
    ("POST", "/v1/staff/clients/{owner}"): (OWNED, lambda world: {"json": {"name": "Of the matrix"}}),
    ("POST", "/v1/staff/clients/{owner}/{client_id}/rotate"): (OWNED, lambda world: {"json": {}}),
    ("POST", "/v1/staff/clients/{owner}/{client_id}/revoke"): (OWNED, None),
    ("GET", "/v1/providers/{provider_id}"): (PROVIDER, None),
    ("POST", "/v1/providers/{provider_id}/credits"): (PROVIDER, lambda world: {"json": {"credits": [{}]}}),
    ("GET", "/v1/providers/{provider_id}/credits"): (PROVIDER, None),
    ("GET", "/v1/providers/{provider_id}/credits/{reference}"): (PROVIDER, None),
    ("POST", "/v1/providers/{provider_id}/uploads"): (PROVIDER, None),
    ("GET", "/v1/providers/{provider_id}/uploads/{upload_id}"): (PROVIDER, None),
    ("POST", "/v1/rosters/ascls/uploads"): (ROSTER, None),
    ("GET", "/v1/rosters/ascls/uploads/{upload_id}"): (ROSTER, None),
    ("POST", "/v1/providers/{provider_id}/credits/{reference}/correct"): (
        PROVIDER,
        lambda world: {"json": {"reason": "A test"}},
    ),
    ("POST", "/v1/providers/{provider_id}/credits/{reference}/withdraw"): (
        PROVIDER,
        lambda world: {"json": {"reason": "A test"}},
    ),
    ("GET", "/v1/staff/audit"): (OWNED, None),
    ("GET", "/v1/staff/files"): (OWNED, None),
    ("GET", "/v1/staff/files/{file_id}"): (OWNED, None),
    ("POST", "/v1/staff/files/{file_id}/undo"): (OWNED, lambda world: {"json": {"reason": "A test", "dry_run": True}}),
    ("GET", "/v1/staff/files/{file_id}/undo"): (OWNED, None),
    ("GET", "/v1/staff/files/{file_id}/rejected"): (OWNED, None),
    ("GET", "/v1/staff/nights"): (STAFF, None),
    ("GET", "/v1/staff/runs/{date}/flow"): (STAFF, None),
    ("GET", "/v1/staff/runs/{date}/rejected"): (STAFF, None),
    ("GET", "/v1/staff/runs"): (STAFF, None),
    ("GET", "/v1/staff/runs/{date}"): (STAFF, None),
    ("GET", "/v1/staff/activities"): (OWNED, None),
    ("GET", "/v1/staff/activities/{activity_id}/numbers"): (OWNED, None),
    ("GET", "/v1/staff/activities/{activity_id}"): (OWNED, None),
    ("PUT", "/v1/staff/activities/{activity_id}"): (
        OWNED,
        lambda world: {"json": {**meeting(), "id": "matrix", "provider_id": SOCIETY}},
    ),
    ("GET", "/v1/staff/activities/{activity_id}/evaluations"): (OWNED, None),
    ("GET", "/v1/staff/drafts"): (OWNED, None),
    ("GET", "/v1/staff/drafts/{activity_id}"): (OWNED, None),
    ("PUT", "/v1/staff/drafts/{activity_id}"): (
        OWNED,
        lambda world: {
            "json": {"provider_id": SOCIETY, "time_zone": "America/New_York"},
            "headers": {"If-Match": "*"},
        },
    ),
    ("DELETE", "/v1/staff/drafts/{activity_id}"): (OWNED, None),
    ("POST", "/v1/staff/drafts/{activity_id}/publish"): (OWNED, None),
    ("POST", "/v1/staff/drafts/{activity_id}/copy"): (
        OWNED,
        lambda world: {"json": {"id": f"copy-{new_id()}", "starts_on": "2027-01-20"}},
    ),
    ("POST", "/v1/staff/activities/{activity_id}/archive"): (OWNED, None),
    ("POST", "/v1/staff/activities/{activity_id}/restore"): (OWNED, None),
    ("DELETE", "/v1/staff/activities/{activity_id}"): (OWNED, None),
    ("GET", "/v1/staff/activities/{activity_id}/revisions"): (OWNED, None),
    ("GET", "/v1/staff/activities/{activity_id}/revisions/{revision}"): (OWNED, None),
    ("POST", "/v1/staff/drafts/{activity_id}/restore"): (
        OWNED,
        lambda world: {"json": {"revision": 1}, "headers": {"If-Match": "*"}},
    ),
    ("GET", "/v1/staff/drafts/{activity_id}/sessions"): (OWNED, None),
    ("GET", "/v1/staff/drafts/{activity_id}/codes"): (OWNED, None),
    ("POST", "/v1/staff/drafts/{activity_id}/codes"): (OWNED, lambda world: {"json": {}}),
    ("GET", "/v1/staff/drafts/{activity_id}/preview"): (OWNED, None),
    ("GET", "/v1/staff/drafts/{activity_id}/certificate"): (OWNED, None),
    ("PUT", "/v1/staff/drafts/{activity_id}/sessions"): (
        OWNED,
        lambda world: {"body": b"Title,Track\nA,B\n", "headers": {"Content-Type": "text/csv", "If-Match": "*"}},
    ),
    ("GET", "/v1/staff/activities/{activity_id}/participants"): (OWNED, None),
    ("GET", "/v1/staff/reports/pace-quarterly"): (OWNED, None),
    ("PUT", "/v1/staff/activities/{activity_id}/badges"): (
        OWNED,
        lambda world: {"body": badges_csv().encode(), "headers": {"Content-Type": "text/csv"}},
    ),
    ("PUT", "/v1/staff/activities/{activity_id}/groups"): (
        OWNED,
        lambda world: {"body": groups_csv().encode(), "headers": {"Content-Type": "text/csv"}},
    ),
}

# Stopped by API Gateway before the function is asked.
FALSE = ("nobody", "garbage", "changed", "unsigned", "signed by another", "of another pool", "expired")
ACTIVITIES = {
    "badges": MEETING,
    "groups": TELECONFERENCE,
    "codes": TELECONFERENCE,
    "logo": MEETING,
    "sessions": MEETING,
    "codes/sessions": WEBINAR,
    "another-attempt": ONLINE,
}
BY_ADDRESS = "?email=ana@example.org"
QUERIES = {
    ("GET", "/v1/staff/credits"): BY_ADDRESS,
    ("GET", "/v1/staff/learners"): BY_ADDRESS,
    ("GET", "/v1/staff/addresses"): BY_ADDRESS,
    ("GET", "/v1/staff/people"): "?find=ana",
    ("POST", "/v1/staff/columns"): "?of=badges",
    ("GET", "/v1/staff/drafts/{activity_id}/certificate"): "?statement=pace",
    ("GET", "/v1/staff/reports/pace-quarterly"): f"?provider={SOCIETY}&year=2026&quarter=1",
    ("GET", "/v1/staff/audit"): f"?activity={MEETING}",
    ("GET", "/v1/staff/runs/{date}/rejected"): "?key=feed/labce/none.csv",
    # Other tests open claims with the webinar's code.
    ("POST", "/v1/staff/activities/{activity_id}/codes/sessions"): "?dry_run=true",
}
# Refused, but not for who asks: an attempt without answers, a certificate without attestation, one that would say the
# same again, a member number that nobody has, a credit that another row has withdrawn, help that is not needed, an
# address that nobody has, a code on a stack that sends no e-mail, an activity that does not ask about itself, a file
# that no run has read.
OTHERWISE = {
    "not_at_issuer",
    "no_overall_evaluation",
    "own_credit_not_found",
    "file_not_found",
    "invalid",
    "attestation_required",
    "claim_incomplete",
    "draft_not_found",
    "archived_already",
    "not_archived",
    "activity_claimed",
    "revision_not_found",
    "nothing_changed",
    "not_a_bearer",
    "already_withdrawn",
    "attempts_left",
    "not_locked_out",
    "address_not_held",
    "address_not_yours",
    "proof_not_valid",
    "change_link_unknown",
    "wrong_address_code",
    "move_not_found",
    "address_code_over",
    "join_not_found",
    "mail_not_sent",
    # What another row or column did first.
    "certificate_revoked",
    "export_too_soon",
    "too_many_exports",
    "reference_not_found",
    "undo_not_found",
    "no_code_to_free",
    "not_releasable",
    "not_withdrawn",
    "not_unmatched",
    "client_not_found",
    "session_not_found",
}


def send(world, route, who):
    method, path = route
    last = path.rpartition("/")[2]
    # What staff put is an activity of its own; all else is asked of the sample.
    activity = ACTIVITIES.get(path.rpartition("{activity_id}/")[2], "matrix" if method == "PUT" else MEETING)
    claim = world.course if last == "assessment" else world.claim
    ids = {"activity_id": activity, "claim_id": claim, "session_id": world.session["id"], "number": world.certificate}
    ids |= {"learner_id": world.learner_id, "provider_id": "labce" if method == "PUT" else SOCIETY, "reference": "none"}
    ids |= {"join_id": "none", "upload_id": new_id(), "owner": SOCIETY, "client_id": "none", "file_id": world.file_id}
    ids |= {"revision": "1", "key_id": "x" * 43, "list_number": "0"}
    path = path.format(**ids, credit_id=world.credits.get(last, "0" * 32), date="2026-11-20") + QUERIES.get(route, "")
    if "/notices/" in path:
        path += f"?token={world.stop_token}"
    if route in RECENT:
        world.sign_in_again(who)
    body = ROWS[route][1]
    return world.call(method, path, who, **(body(world) if body else {}))


def code_of(answer):
    assert answer.headers["Content-Type"] == "application/problem+json", answer.data
    return answer.json()["code"]


def of(*kinds):
    return [route for route, (kind, _) in ROWS.items() if kind in kinds]


def named(route):
    return " ".join(route)
