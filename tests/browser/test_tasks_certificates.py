"""Staff read evaluations and correct certificates, by mouse and by keyboard alone, at a desk and on a phone."""

import itertools
import secrets

import pytest
from playwright.sync_api import expect

from local.demo_claims import answers
from local.sample_catalog import WEBINAR, WEBINAR_CODE
from tests.browser.tasks import WAYS
from tests.printing import print_as_seen

NAMES = itertools.count(1)


@pytest.fixture(scope="module")
def printed(stack, new_learner):
    """Prints a certificate for the webinar, each for a learner of its own; gives its number."""
    webinar = stack.api().call("GET", f"/v1/activities/{WEBINAR}").json()
    [session] = stack.api().call("GET", f"/v1/activities/{WEBINAR}/sessions").json()["items"]

    def make():
        api = stack.api(new_learner())
        api.call("PATCH", "/v1/me", json={"name_as_printed": "Ana Mistaken", "consent_to_report": False})
        wanted = {"activity_id": WEBINAR, "statement": "pace", "access_code": WEBINAR_CODE}
        claim = f"/v1/claims/{api.call('POST', '/v1/claims', json=wanted).json()['claim_id']}"
        api.call("PUT", f"{claim}/disclosures", json={"acknowledged": [one["id"] for one in webinar["disclosures"]]})
        attended = {"credits": "1.5", "evaluation": answers(webinar, session["evaluation_form"])}
        api.call("PUT", f"{claim}/sessions/{session['id']}", json=attended)
        answer = print_as_seen(api, claim.rpartition("/")[2])
        assert answer.status == 201, answer
        return answer.json()["number"]

    return make


@pytest.fixture(scope="module")
def number(printed):
    """The number of a certificate, the present one."""
    return [printed()]


@WAYS
def test_the_evaluations_of_an_activity_are_read(work):
    work.begin("/staff/library?q=platelet")
    work.hand.press(work.link("Evaluations of “Platelet").first)
    expect(work.page.get_by_role("heading", name="Answers to each question")).to_be_visible()
    work.done("Read the evaluations of an activity")
    work.hand.press(work.page.get_by_role("table", name="Sessions").get_by_role("link").first)
    work.says("Comments are shown when 5 learners or more have evaluated.")
    work.done("Read the comments on a session")


@WAYS
def test_a_misspelt_name_is_corrected_and_the_certificate_reissued(work, number):
    name = f"Ana Corrected {secrets.token_hex(2)}"
    work.begin()
    work.hand.press(work.tile("Certificates"))
    work.hand.write(work.field("Certificate number"), number[0])
    work.hand.press(work.button("Search"))
    work.hand.press(work.button("Reissue"))
    form = work.page.locator("form", has=work.field("The right name"))
    work.hand.write(work.field("The right name"), name)
    work.hand.write(work.field("Reason"), "Misspelt")
    work.hand.press(work.button("Reissue", form))
    work.says("Reissued as")
    work.says(name)
    number[0] = work.page.locator(".facts code").first.inner_text()
    work.done("Correct a misspelt name, and reissue")


@WAYS
def test_a_certificate_is_revoked(work, printed):
    number = printed()
    work.begin()
    work.hand.press(work.tile("Certificates"))
    work.hand.write(work.field("Certificate number"), number)
    work.hand.press(work.button("Search"))
    work.hand.press(work.button("Revoke"))
    work.hand.write(work.field("Reason"), "Not attended")
    work.hand.press(work.button("Revoke", work.page.locator("form", has=work.field("Reason"))))
    work.says("Revoked.")
    work.done("Revoke a certificate")
