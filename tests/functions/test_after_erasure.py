"""After an erasure started, its old sign-in is refused by every route for learners, until its tokens end."""

import re

import pytest

from functions.certificate_pdf import app as certificate_pdf
from functions.claim_api import app as claim_api
from laurel.platform.http_api import SIGNED_IN
from tests.api_events import learner
from tests.functions.certificate_pdf_desk import print_desk_on_moto
from tests.functions.organizer_desk import ANA, Books, an_id, rejected

_OWN = {
    "title": "Smears",
    "provider": "Somebody",
    "completed_on": "2026-06-04",
    "amount": "1",
    "unit": "hour",
}
# Those that a valid body is needed for, or else they refuse the body before anything else.
BODIES = {
    "changeMe": {"paper": "a4"},
    "openClaim": {"activity_id": "platelet-webinar", "statement": "pace", "access_code": "BUFFY-COAT-7"},
    "changeStatement": {"statement": "pace"},
    "acknowledgeDisclosures": {"acknowledged": ["faculty"]},
    "claimSession": {"credits": "1.5", "evaluation": {}},
    "evaluateActivity": {"evaluation": {}},
    "takeAssessment": {"answers": {}},
    "changeCode": {"access_code": "BUFFY-COAT-7"},
    "printCertificate": {"attested": True},
    "takeAddress": {"proof": "x"},
    "removeAddress": {"email": ANA},
    "sendAddressCode": {"email": "ana.new@example.org"},
    "addAddress": {"email": "ana.new@example.org", "code": "12345678"},
    "undoOwnMove": {"email": ANA, "move_id": "0f343b0931126a20f133d67c2b018a3b"},
    "joinAccount": {"proof": "x"},
    "changeProgress": {"followed": []},
    "addOwnCredit": _OWN,
    "changeOwnCredit": _OWN,
    "putProof": {"upload_id": "0f343b0931126a20f133d67c2b018a3b"},
}


@pytest.fixture
def desk(aws, monkeypatch):
    with print_desk_on_moto(monkeypatch.setenv) as desk:
        yield desk


def routes(api):
    """The routes for learners: method, path and name."""
    for one in api._static_routes + api._dynamic_routes:
        if one.security == SIGNED_IN:
            yield one.method, one.path, one.operation_id


@pytest.mark.slow
def test_every_route_for_learners_refuses_the_sign_in_of_an_erased_account(desk):
    number = desk.printed()["number"]
    draft = desk.claims.open_meeting().rpartition("/")[2]
    Books().add(rejected("r", email=ANA))
    named = {
        "claim_id": draft,
        "session_id": "x1",
        "credit_id": an_id("r"),
        "number": number,
        "join_id": "0f343b0931126a20f133d67c2b018a3b",
    }
    assert desk.claims.call("DELETE", "/v1/me?confirm=erase", learner()).status == 202
    asked = [(desk.claims, one) for api in claim_api.routes.all() for one in routes(api)]
    asked += [(desk, one) for api in certificate_pdf.routes.all() for one in routes(api)]
    assert len(asked) > 40
    answered = {}
    for there, (method, path, name) in asked:
        where = re.sub(r"<(\w+)>", lambda found: named[found[1]], path)
        query = "?confirm=erase" if name == "eraseMe" else ""
        body = {"json_body": BODIES[name]} if name in BODIES else {}
        answer = there.call(method, where + query, learner(), **body)
        answered[name] = answer.code if answer.status >= 400 else answer.status
    assert {name: code for name, code in answered.items() if code != "account_erased"} == {}
