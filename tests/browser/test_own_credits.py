"""A learner enters a credit from elsewhere, hands in its proof, finds it in the transcript, and deletes it."""

from pathlib import Path

from playwright.sync_api import expect

from tests.browser.visitor import PHONE, Visitor
from tests.unit.own_credits.proofs import PDF_FILE

LATE = 30_000  # milliseconds: the first call waits for a function


def file_of(data: bytes, name: str = "proof.pdf") -> dict[str, object]:
    return {"name": name, "mimeType": "application/pdf", "buffer": data}


def test_a_credit_from_elsewhere_with_its_proof(browser, stack, new_learner):
    visitor = Visitor(browser, stack, **PHONE)
    visitor.sign_in(new_learner())
    enters(visitor)
    hands_in(visitor)
    page = visitor.page

    # The form still has the version from before the proof: it is saved all the same.
    page.get_by_label("Amount").fill("2")
    visitor.press("Save")
    visitor.sees("Credits from elsewhere")
    visitor.says("2 contact hours")

    visitor.open("/transcript")
    elsewhere = page.get_by_role("region", name="Credits from elsewhere")
    expect(elsewhere).to_contain_text("Your own statement")
    expect(elsewhere).to_contain_text("Errors in the blood bank")
    expect(elsewhere).to_contain_text("They are in no total above")
    expect(page.get_by_role("region", name="Totals")).to_have_count(0)
    assert visitor.violations() == []

    visitor.open("/own-credits")
    page.get_by_role("link", name="Change: Errors in the blood bank").click()
    visitor.press("Delete this credit")
    visitor.says("Check the box to confirm.")
    page.get_by_label("Yes, delete it and its proof. This cannot be undone.").check()
    visitor.press("Delete this credit")
    visitor.says("You have entered nothing yet.")
    visitor.close()


def enters(visitor):
    """Enters a credit; what is missing or cannot be is said at its field."""
    visitor.open("/own-credits")
    visitor.says("You have entered nothing yet.")
    assert visitor.violations() == []
    visitor.page.get_by_role("link", name="Add a credit").click()
    visitor.sees("Add a credit from elsewhere")
    page = visitor.page

    visitor.press("Save")  # nothing is filled in
    title = page.get_by_label("Title")
    expect(title).to_have_attribute("aria-invalid", "true")
    expect(title).to_be_focused()
    title.fill("Errors in the blood bank")
    page.get_by_label("Provider").fill("Lakeside Hospital")
    page.get_by_label("Day of completion").fill("2026-05-04")
    page.get_by_label("Amount").fill("0")
    page.get_by_label("Topic").select_option("medical_errors")
    visitor.press("Save")
    amount = page.get_by_label("Amount")
    expect(amount).to_have_attribute("aria-invalid", "true", timeout=LATE)
    assert visitor.violations() == []
    amount.fill("1.5")
    visitor.press("Save")
    visitor.says("Saved. Now you can add its proof.")


def hands_in(visitor):
    """Hands in a proof, after a file that is none, and downloads it."""
    page = visitor.page
    proof = page.get_by_label("File")
    proof.set_input_files(file_of(b"<html><script>alert(1)</script></html>"))
    visitor.press("Add the proof")
    visitor.says("This is not a PDF or a picture, or it is damaged.")
    proof.set_input_files(file_of(PDF_FILE))
    visitor.press("Add the proof")
    visitor.says("The proof is added.")
    assert visitor.violations() == []
    with page.expect_download() as downloading:
        page.get_by_role("link", name="Download the proof").click()
    assert downloading.value.suggested_filename.startswith("proof-2026-05-04-")
    assert Path(downloading.value.path()).read_bytes() == PDF_FILE
