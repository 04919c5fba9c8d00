"""What a session that somebody found or copied cannot do: it needs a sign-in of the last five minutes."""

import time

import pytest

from functions.certificate_pdf import app as certificate_pdf
from functions.claim_api import app as claim_api
from laurel.platform.callers import caller_of
from laurel.platform.http_api import RECENT_SIGN_IN
from tests.api_events import learner, request, staff
from tests.functions.claim_api_desk import counted

RECENT = {
    # Who owns an address.
    "sendAddressCode",
    "proveAddress",
    "takeAddress",
    "removeAddress",
    "undoOwnMove",
    "moveAddress",
    "undoMove",
    # Which accounts are one.
    "proveAccount",
    "joinAccount",
    "undoJoin",
    "joinLearners",
    "undoLearnersJoin",
    # Everything at once.
    "eraseMe",
    "requestExport",
}
NOT_RECENT = {
    "addAddress": "its code was asked for with a recent sign-in, and only the mailbox has it",
    "changeMe": "the portal asks for consent before each print; the owner sees it and changes it back",
    **dict.fromkeys(("nameMySession", "endMySession", "endMySessions"), "it only ends what a thief has"),
    # The link in the mailbox is the proof.
    **dict.fromkeys(("undoAccountChange", "confirmAccountChange", "stopNotices"), "by a link, without a sign-in"),
    **dict.fromkeys(
        (
            "openClaim",
            "changeStatement",
            "acknowledgeDisclosures",
            "claimSession",
            "changeCode",
            "removeSession",
            "takeAssessment",
            "evaluateActivity",
            "printCertificate",
            "mailCertificate",
            "requestCertificateFile",
            "retryCredit",
            "reportByHand",
            "addOwnCredit",
            "changeOwnCredit",
            "deleteOwnCredit",
            "startProof",
            "putProof",
            "deleteProof",
            "changeProgress",
        ),
        "a learner's own work, for their own account",
    ),
    **dict.fromkeys(
        (
            "putActivity",
            "saveDraft",
            "discardDraft",
            "publishDraft",
            "copyActivity",
            "takeSessions",
            "makeDraftCodes",
            "restoreRevision",
            "archiveActivity",
            "restoreActivity",
            "deleteActivity",
            "putBadges",
            "putGroups",
            "makeGroups",
            "makeSessionCodes",
            "listFileColumns",
            "takeAttendance",
            "putLogo",
            "putProvider",
            "putProviderLogo",
            "awardCredit",
            "releaseCredit",
            "correctCredit",
            "withdrawCredit",
            "undoWithdrawal",
            "actOnCredits",
            "matchCredit",
            "freeCode",
            "giveAttempt",
            "liftLockout",
            "reissueCertificate",
            "revokeCertificate",
            "undoFile",
            # Also by programs, which have no sign-in.
            "startUpload",
            "startRosterUpload",
            # A program may do no more than who makes it; the audit log has who did.
            "createClient",
            "rotateClient",
            "revokeClient",
        ),
        "daily work of staff, which gives nobody another's account",
    ),
    **dict.fromkeys(("pushCredits", "correctOwnCredit", "withdrawOwnCredit"), "a program has no sign-in"),
}
FIVE_MINUTES = 300


def routes():
    apis = [*claim_api.routes.all(), *certificate_pdf.routes.all()]
    return [one for api in apis for one in api._static_routes + api._dynamic_routes]


def signed_in(seconds_ago, of=learner):
    """The claims of a token that was renewed just now."""
    now = int(time.time())
    return {**of(), "iat": str(now), "auth_time": str(now - seconds_ago)}


def sensitive():
    found = [one for one in routes() if RECENT_SIGN_IN in (one.openapi_extensions or {})]
    return sorted((one.operation_id, one.method, one.path.replace("<join_id>", "a")) for one in found)


def test_each_route_that_changes_something_is_decided():
    assert RECENT | set(NOT_RECENT) == {one.operation_id for one in routes() if one.method != "GET"}
    assert not RECENT & set(NOT_RECENT)
    assert {name for name, _, _ in sensitive()} == RECENT


def test_a_renewed_token_of_an_older_sign_in_does_nothing(desk):
    for _, method, path in sensitive():
        of = staff if path.startswith("/v1/staff") else learner
        for claims in (signed_in(FIVE_MINUTES + 1, of), {**of(), "auth_time": ""}):
            with counted() as calls:
                refused = desk.call(method, path, claims, body=b"{")
            assert (refused.status, refused.code, calls) == (403, "sign_in_again", []), path
            assert "5 minutes" in refused.json()["detail"]


def test_a_recent_sign_in_is_enough(desk):
    for _, method, path in sensitive():
        of = staff if path.startswith("/v1/staff") else learner
        answered = desk.call(method, path, signed_in(FIVE_MINUTES - 60, of))
        # A body or a confirmation is missing, or there is nothing yet; nobody is asked to sign in.
        assert answered.status < 300 or answered.code != "sign_in_again", path


def test_what_is_not_sensitive_asks_for_no_other_sign_in(desk):
    for path in ("/v1/me", "/v1/me/addresses", "/v1/me/joins", "/v1/me/erasure", "/v1/me/export", "/v1/transcript"):
        assert desk.call("GET", path, signed_in(8 * 3600)).status == 200
    assert desk.call("PATCH", "/v1/me", signed_in(8 * 3600), json_body={"consent_to_report": True}).status == 200


def test_a_thief_with_a_session_cannot_take_the_address(desk):
    """The proof that a thief's own account would need comes only from a sign-in to the owner's."""
    desk.call("GET", "/v1/me", learner("ana"))
    for what in ("addresses", "joins"):
        assert desk.call("POST", f"/v1/me/{what}/proof", signed_in(3600)).code == "sign_in_again"
    assert desk.call("POST", "/v1/me/addresses/proof", learner("ana")).status == 200


def test_who_is_not_staff_reads_that_first(desk):
    refused = desk.call("POST", "/v1/staff/joins", signed_in(3600), json_body={})
    assert (refused.status, refused.code) == (403, "staff_only")


@pytest.mark.parametrize("claim", ["", "-5", "soon", "١٢", "1.5"])
def test_a_time_that_is_none_is_long_ago(claim):
    assert caller_of(request("GET", "/v1/me", learner(auth_time=claim))).signed_in_at == 0
