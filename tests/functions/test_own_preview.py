"""What a learner's claim would print, before they print it: marked as a preview, never final, ten in an hour."""

import base64
import io
from dataclasses import replace
from datetime import timedelta

import pytest
from certificate_routes.dependencies import dependencies
from pypdf import PdfReader

from laurel.certificates.own_preview import MOST, preview_of_claim
from laurel.claims.store import Claims
from laurel.platform.callers import Caller
from laurel.platform.clock import utc_now
from laurel.platform.refusal import Refusal
from tests.api_events import learner, staff
from tests.functions.certificate_pdf_desk import NAME, print_desk_on_moto

ANA = learner("ana")


@pytest.fixture
def desk(aws, monkeypatch):
    with print_desk_on_moto(monkeypatch.setenv) as desk:
        yield desk


@pytest.fixture
def claim(desk):
    return desk.complete()


def preview(desk, claim, who=ANA):
    return desk.call("GET", f"{claim}/certificate/preview", who)


@pytest.mark.slow
def test_the_preview_says_what_would_be_printed_and_nothing_becomes_final(desk, claim):
    before = desk.claims.call("GET", claim, ANA).json()
    answer = preview(desk, claim)
    assert answer.status == 200, answer
    assert answer.headers["Cache-Control"] == "no-store"
    said = answer.json()["content"]
    assert (said["learner"], said["number"], said["total"]) == (NAME, "Preview", before["total"])
    assert said["document_title"].startswith("Preview: ")
    pages = [one.extract_text() for one in PdfReader(io.BytesIO(base64.b64decode(answer.json()["pdf"]))).pages]
    assert NAME in pages[0]
    assert all("Preview" in page for page in pages)
    assert desk.claims.call("GET", claim, ANA).json() == before
    printed = desk.press(claim)
    assert (printed.status, printed.json()["credits"]) == (201, said["total"])


def test_it_follows_the_claim_and_the_profile(desk, claim):
    desk.claims.call("PATCH", "/v1/me", ANA, json_body={"name_as_printed": "Ana Sofía Lima"})
    assert preview(desk, claim).json()["content"]["learner"] == "Ana Sofía Lima"
    [one] = desk.claims.call("GET", claim, ANA).json()["sessions"]
    desk.claims.call("DELETE", f"{claim}/sessions/{one['session_id']}", ANA)
    refused = preview(desk, claim)
    assert (refused.status, refused.code) == (409, "claim_incomplete")
    assert refused.json()["errors"]


def test_nobody_elses_claim_is_shown_and_none_that_was_printed(desk, claim):
    for who in (learner("bea"), staff()):
        assert (preview(desk, claim, who).status, preview(desk, claim, who).code) == (404, "claim_not_found")
    assert preview(desk, "/v1/claims/0f343b0931126a20f133d67c2b018a3b.no-such").code == "claim_not_found"
    assert desk.press(claim).status == 201
    refused = preview(desk, claim)
    assert (refused.status, refused.code) == (409, "claim_final")


def at(claim, moment):
    """The preview at another time."""
    printer = replace(dependencies().printer, clock=lambda: moment)
    return preview_of_claim(
        printer, Caller("ana", "ana@example.org", is_staff=False), claim, verify_url="https://example.org"
    )


def test_ten_previews_an_hour_and_the_next_when_the_first_is_an_hour_old(desk, claim, monkeypatch):
    monkeypatch.setattr("laurel.certificates.rendering.PdfRenderer.render", lambda *_, **__: b"%PDF")
    begin, claim_id = utc_now() - timedelta(hours=1), claim.removeprefix("/v1/claims/")
    for minute in range(MOST):
        assert not isinstance(at(claim_id, begin + timedelta(minutes=minute)), Refusal)
    refused = at(claim_id, begin + timedelta(minutes=59))
    assert isinstance(refused, Refusal)
    assert (refused.code, refused.retry_after) == ("too_many_previews", 60)
    assert not isinstance(at(claim_id, begin + timedelta(minutes=60)), Refusal)
    assert isinstance(at(claim_id, begin + timedelta(minutes=60)), Refusal)
    answer = preview(desk, claim)
    assert (answer.status, answer.headers["Retry-After"]) in [(429, str(n)) for n in range(1, 61)]
    # What was refused before counts nothing, and printing is never limited.
    assert desk.press(claim).status == 201


def test_of_two_previews_at_once_each_counts(desk, claim, monkeypatch):
    monkeypatch.setattr("laurel.certificates.rendering.PdfRenderer.render", lambda *_, **__: b"%PDF")
    claim_id, now, others = claim.removeprefix("/v1/claims/"), utc_now(), []
    count = Claims.count

    def count_after_another(claims, write):
        if not others:
            others.append(write)
            assert not isinstance(at(claim_id, now), Refusal)
        return count(claims, write)

    monkeypatch.setattr(Claims, "count", count_after_another)
    refused = at(claim_id, now)
    assert isinstance(refused, Refusal)
    assert refused.code == "try_again"
