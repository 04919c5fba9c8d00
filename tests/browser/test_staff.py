"""What staff do: uploads with a dry run and errors by row, credits, certificates, run reports."""

import json
import re
import secrets

import pytest
from playwright.sync_api import expect

from laurel.ledger.states import State
from local.sample_catalog import WEBINAR, WEBINAR_CODE
from local.sample_providers import put_providers
from tests.browser.claiming import begin, claim_the_only_session, print_certificate
from tests.browser.seeded_credits import seed
from tests.unit.catalog.documents import meeting


@pytest.fixture
def at_staff(arrive, staff):
    return arrive(staff)


def part(visitor, title):
    return visitor.page.locator("section", has=visitor.page.get_by_role("heading", name=title, exact=True))


def give(place, name, text):
    place.locator("input[type=file]").set_input_files({"name": name, "mimeType": "", "buffer": text.encode()})


def test_an_activity_is_checked_then_put(at_staff):
    at_staff.open("/staff")
    at_staff.page.locator(".tile", has_text="Upload activities and lists").click()
    at_staff.sees("Upload activities and lists")
    place = part(at_staff, "An activity")
    activity = f"put-by-hand-{secrets.token_hex(3)}"
    document = {**meeting(), "id": activity}
    give(place, "broken.json", "{")
    place.get_by_role("button", name="Check only").click()
    expect(place.locator("[data-code=not_json]")).to_be_visible()
    give(place, "wrong.json", json.dumps({**document, "starts_on": "tomorrow"}))
    place.get_by_role("button", name="Check only").click()
    expect(place.locator("tbody td", has_text="starts_on").first).to_be_visible()
    give(place, "right.json", json.dumps(document))
    place.get_by_role("button", name="Check only").click()
    expect(place).to_contain_text("Checked. Nothing was saved.")
    assert at_staff.stack.api().call("GET", f"/v1/activities/{activity}").status == 404
    place.get_by_role("button", name="Upload").click()
    expect(place).to_contain_text(f"Uploaded. “{activity}” is new in the library")
    assert at_staff.stack.api().call("GET", f"/v1/activities/{activity}").status == 200
    again = part(at_staff, "The document of an activity")
    again.get_by_label("Activity ID").fill(activity)
    with at_staff.page.expect_download() as downloading:
        again.get_by_role("button", name="Download the document").click()
    assert downloading.value.suggested_filename == f"{activity}.json"
    assert json.loads(downloading.value.path().read_text(encoding="utf-8"))["title"] == document["title"]


def test_an_activity_is_found_by_keyboard_with_its_numbers_and_its_document(at_staff, stack):
    hostile, word = "<img src=x onerror=alert(1)> & “Ω”", f"w{secrets.token_hex(3)}"
    activity = f"listed-{word}"
    document = {**meeting(), "id": activity, "title": f"{hostile} {word}"}
    put = stack.api("staff@example.org").call("PUT", f"/v1/staff/activities/{activity}", json=document)
    assert put.status == 201
    at_staff.open("/staff/library")
    at_staff.page.get_by_role("searchbox").focus()
    at_staff.page.keyboard.type(word)
    at_staff.page.keyboard.press("Enter")
    row = at_staff.page.locator("tbody tr")
    expect(row).to_have_count(1)
    expect(row.get_by_role("link")).to_have_text(
        [document["title"], "Change", "Copy", "Evaluations", "Attendance", "Codes"]
    )
    expect(row.locator(".number")).to_have_text(["0", "0", "0", "0"])
    with at_staff.page.expect_download() as downloading:
        row.get_by_role("button").press("Enter")
    assert json.loads(downloading.value.path().read_text(encoding="utf-8"))["title"] == document["title"]


def test_errors_of_a_list_are_told_by_line_and_column(at_staff):
    at_staff.open("/staff/activities")
    place = part(at_staff, "Group IDs of a teleconference")
    place.get_by_role("button", name="Upload").click()
    expect(place.get_by_text("Fill this in.").first).to_be_visible()
    place.get_by_label("Activity ID").fill("blood-culture-teleconference")
    give(place, "groups.csv", "group_id,site,capacity\nTC-1,Somewhere,many\nTC-1,Elsewhere,3\n")
    place.get_by_role("button", name="Check only").click()
    row = place.locator("table", has_text="Problem").locator("tbody tr", has_text="capacity")
    expect(row.locator("td").first).to_have_text("2")
    expect(place.locator("[data-code=invalid_rows]")).to_contain_text("Nothing was changed.")


def test_badges_are_counted_before_and_after(at_staff, stack):
    activity = f"with-badges-{secrets.token_hex(3)}"
    document = {**meeting(), "id": activity, "access": {"type": "badge"}}
    assert (
        at_staff.stack.api("staff@example.org").call("PUT", f"/v1/staff/activities/{activity}", json=document).status
        < 300
    )
    at_staff.open("/staff/activities")
    place = part(at_staff, "Badge IDs of a live meeting")
    place.get_by_label("Activity ID").fill(activity)
    give(place, "badges.csv", "badge_id\nAB-0001\nAB-0002\n")
    place.get_by_role("button", name="Check only").click()
    expect(place).to_contain_text("Checked. Nothing was saved. 2 would be in the list: 2 added")
    place.get_by_role("button", name="Upload").click()
    expect(place).to_contain_text("Uploaded. 2 in the list: 2 added")


def test_credits_are_found_with_their_history_and_acted_upon(at_staff, learner, ledger):
    credits = seed(ledger, learner.email)
    at_staff.open("/staff/credits")
    at_staff.fill("E-mail", learner.email)
    at_staff.press("Search")
    at_staff.says("6 credits found")

    def card(title):
        return at_staff.page.locator("li.card", has=at_staff.page.get_by_role("heading", name=title, exact=True))

    card("Accepted").locator("summary", has_text="Full history").click()
    expect(card("Accepted").locator("details li")).to_have_count(4)
    taken = card("Accepted")
    taken.get_by_role("button", name="Correct").click()
    taken.get_by_label("Contact hours").fill("0.5")
    taken.get_by_label("Reason").fill("She left at noon")
    taken.locator("form").get_by_role("button", name="Correct").click()
    expect(taken).to_contain_text("ASCP is asked for it.")
    expect(taken).to_contain_text("A correction is on its way to ASCP.")
    expect(taken.get_by_role("button", name="Withdraw")).to_have_count(0)
    assert str(ledger.get(credits["Accepted"].credit_id).follow_up.contact_hours) == "0.5"
    late = card("Late")
    late.get_by_role("button", name="Withdraw").click()
    late.locator("form").get_by_role("button", name="Withdraw").click()
    expect(late.get_by_text("Fill this in.")).to_be_visible()
    late.get_by_label("Reason").fill("Earned twice")
    late.locator("form").get_by_role("button", name="Withdraw").click()
    expect(late).to_contain_text("It is withdrawn.")
    held = ledger.get(credits["Late"].credit_id)
    assert held.state is State.WITHDRAWN
    assert held.timeline[-1].detail == "Earned twice"
    shared = card("Shared address")
    shared.get_by_role("button", name="Match to a member").click()
    shared.get_by_label("Member number").fill("1")
    shared.get_by_label("Reason").fill("She named it")
    shared.locator("form").get_by_role("button", name="Match to a member").click()
    expect(shared.locator("[data-code=not_a_bearer]")).to_be_visible()


def printed(visitor, name):
    """The number of the visitor's certificate for the webinar, with this name."""
    begin(visitor, WEBINAR, code=("Session code", WEBINAR_CODE))
    visitor.press("I have read the disclosures")
    visitor.sees("Claim the sessions you attended")
    claim_the_only_session(visitor)
    print_certificate(visitor, name)
    return visitor.page.locator(".facts code").inner_text()


def test_a_certificate_is_reissued_and_revoked(arrive, at_staff, learner):
    visitor = arrive(learner)
    number = printed(visitor, "Ana Mistaken")
    visitor.api(learner).call("PATCH", "/v1/me", json={"name_as_printed": "Ana Corrected"})

    at_staff.open("/staff/certificates")
    at_staff.fill("Certificate number", number.lower())
    at_staff.press("Search")
    at_staff.says("Ana Mistaken")
    at_staff.press("Reissue")
    at_staff.says("Ana Mistaken → Ana Corrected")
    at_staff.fill("Reason", "Name corrected")
    at_staff.page.locator("form").get_by_role("button", name="Reissue").click()
    at_staff.says("Reissued as")
    at_staff.says("Ana Corrected")
    at_staff.press("Reissue")
    at_staff.says("The certificate says what the profile and the activity say.")
    at_staff.fill("The right name", "Ana Certain")
    at_staff.fill("Reason", "Her license has it so")
    at_staff.page.locator("form").get_by_role("button", name="Reissue").click()
    at_staff.says("Ana Certain")

    visitor.open(f"/verify/{number}")
    expect(visitor.page.get_by_role("heading", name="Replaced")).to_be_visible()
    visitor.page.locator(".note a").click()
    visitor.says("Ana Corrected")
    visitor.page.locator(".note a").click()
    visitor.says("Ana Certain")
    expect(visitor.page.get_by_role("heading", name="Valid")).to_be_visible()

    at_staff.press("Revoke")
    at_staff.fill("Reason", "Not attended")
    at_staff.page.locator("form").get_by_role("button", name="Revoke").click()
    at_staff.says("Revoked.")
    visitor.page.reload()
    expect(visitor.page.get_by_role("heading", name="Revoked")).to_be_visible()
    visitor.open("/transcript")
    visitor.says("revoked")
    visitor.page.get_by_role("table").get_by_role("link").first.click()
    visitor.says("This certificate was revoked.")
    visitor.says("The credit was withdrawn")
    assert "on its way" not in visitor.page.inner_text("main")

    at_staff.press("Reopen the claim")
    at_staff.fill("Reason", "She was there after all")
    at_staff.page.locator("form").get_by_role("button", name="Reopen the claim").click()
    at_staff.says("The claim is reopened.")
    visitor.open("/")
    visitor.says("this claim is open again")


def test_run_reports_can_be_read(at_staff):
    nothing = ("reason", "message", "members", "changed", "behind", "again_on", "file_id")
    counts = dict.fromkeys(("credits", "repeats", "rejected", "noted", "milliseconds"), 0)
    file = {**dict.fromkeys(nothing), **counts, "key": "feed/labce/a.csv", "outcome": "taken", "rows": 7}
    report = {
        "run_id": "r1",
        "started_at": "2026-11-20T07:00:00Z",
        "finished_at": "2026-11-20T07:00:09Z",
        **dict.fromkeys(
            ("rows", "credits", "repeats", "rejected", "resumed", "reported", "requeued", "queue_refused"), 7
        ),
        "unmatched": {"not_a_member": 5},
        "file_count": 1,
        "reconciles": True,
        "complete": True,
        "arrival": False,
        "providers_without_record": [],
        "late_sources": [
            {"source": "labce", "every_days": 7, "days": 9, "sent_at": "2026-11-11T07:00:00Z"},
            {"source": "roster/ascls", "every_days": 7, "days": 8, "sent_at": None},
        ],
        "note": "",
        "milliseconds": {"feeds": 4},
        "files": [file],
    }
    earlier = {**report, "run_id": "r0", "started_at": "2026-11-19T07:00:00Z", "rows": 21, "credits": 21}
    earlier |= {"repeats": 0, "rejected": 0}
    headers = {"Access-Control-Allow-Origin": at_staff.stack.portal_url}
    flow = {"rows": 0, "credits": 0, "repeats": 0, "rejected": 0, "now": None}
    runs = {"items": [report, earlier], "next_cursor": None}
    at_staff.page.route("**/v1/staff/runs**", lambda route: route.fulfill(json=runs, headers=headers))
    at_staff.page.route("**/v1/staff/runs/*/flow", lambda route: route.fulfill(json=flow, headers=headers))
    at_staff.open("/staff/runs")
    at_staff.says("All accounted for")
    assert at_staff.violations() == []
    at_staff.page.locator("tbody th a").first.click()
    at_staff.sees("Runs of November 20, 2026")
    at_staff.says("feed/labce/a.csv")
    at_staff.says("Not matched: not a member")
    at_staff.says("nothing for 9 days, expected every 7; last on November 11, 2026")
    at_staff.says("nothing so far, awaited for 8 days, expected every 7")


def test_a_file_of_credits_is_uploaded_without_a_mouse_and_its_rejected_rows_are_shown(at_staff, stack):
    put_providers(stack.api("staff@example.org"))
    header = "reference,email,name,activity_number,activity_title,statement,contact_hours,completed_on"
    good = f"up-{secrets.token_hex(3)},ana@example.org,Ana Example,578-1,Hemostasis,pace,1.5,2026-11-01"
    at_staff.open("/staff/uploads")
    page = at_staff.page
    page.get_by_label("For").select_option(label="LabCE")
    page.get_by_role("button", name="Upload").press("Enter")
    expect(page.get_by_text("Fill this in.")).to_be_visible()
    dropped = """(box) => {
      const data = new DataTransfer();
      data.items.add(new File(['%PDF-'], 'credits.pdf', {type: 'application/pdf'}));
      box.dispatchEvent(new DragEvent('drop', {dataTransfer: data, bubbles: true, cancelable: true}));
    }"""
    page.locator(".drop").evaluate(dropped)
    page.get_by_role("button", name="Upload").press("Enter")
    expect(page.locator("[data-code=upload_not_csv]")).to_contain_text("CSV UTF-8")
    give(
        page.locator("main"), "credits.csv", f"{header}\n{good}\nup-2,nobody,Ana,578-2,Hemostasis,pace,1.5,2026-11-01\n"
    )
    stack.take_files_on_arrival()
    try:
        page.get_by_role("button", name="Upload").press("Enter")
        at_staff.sees("What became of the file")
        expect(page.locator("main")).to_contain_text("One row was rejected.", timeout=60_000)
    finally:
        stack.take_files_on_arrival(switched_on=False)
    expect(page.locator("#status")).to_contain_text("One row was rejected.")
    cells = page.locator("tbody tr").first.locator("td")
    expect(cells).to_have_text(["3", "up-2", "email", re.compile("@")])
    with page.expect_download() as downloading:
        page.get_by_role("link", name="Download the rejected rows").press("Enter")
    assert "email_invalid" in downloading.value.path().read_text(encoding="utf-8-sig")
    at_staff.follow("Upload another file")
    at_staff.sees("Upload a file of credits")


class Files:
    """In place of the API: one file, whose undo is done when it was looked at twice."""

    def __init__(self, origin):
        self.headers = {"Access-Control-Allow-Origin": origin}
        self.asked = []
        self.file = {
            "file_id": "f" * 32,
            "name": "november.csv",
            "provider_id": "labce",
            "provider": "LabCE",
            "arrived_at": "2026-11-20T07:00:00Z",
            "taken_at": "2026-11-20T07:01:00Z",
            "outcome": "taken",
            **dict.fromkeys(("reason", "message", "again_on", "undo", "dry_run")),
            "rows": 2,
            "credits": 2,
            "repeats": 0,
            "rejected": 0,
        }

    def answer(self, route):
        request, status = route.request, 200
        if request.method == "POST":
            status, answer = 202, self.begun(json.loads(request.post_data))
        elif "/undo" in request.url:
            rows = [
                {"line": 2, "reference": "r1", "outcome": "asked", "reason": None, "credit_id": "c" * 32},
                {"line": 3, "reference": "r2", "outcome": "skipped", "reason": "being_sent", "credit_id": "d" * 32},
            ]
            answer = {"undo": self.file["undo"], "items": rows, "next_cursor": None}
        elif self.file["file_id"] in request.url:
            answer = dict(self.file)
            self.end()
        else:
            answer = {"items": [self.file], "next_cursor": None}
        route.fulfill(status=status, json=answer, headers=self.headers)

    def begun(self, body):
        self.asked.append(body)
        undo = {
            "undo_id": "u1",
            "why": body["reason"],
            "requested_at": "2026-11-20T09:00:00Z",
            "state": "working",
            "problem": None,
            "finished_at": None,
            "rows": 1,
            "undone": 0,
            "asked": 1,
            "skipped": 0,
            "failed": 0,
            "reasons": {},
            "dry_run": body["dry_run"],
        }
        self.file["dry_run" if body["dry_run"] else "undo"] = undo
        return undo

    def end(self):
        done = {"state": "done", "rows": 2, "skipped": 1, "reasons": {"being_sent": 1}}
        for one in ("dry_run", "undo"):
            self.file[one] = self.file[one] and {**self.file[one], **done, "finished_at": "2026-11-20T09:01:00Z"}


def test_a_file_is_tried_then_undone(at_staff):
    """The API's part is tests/functions/test_staff_files.py; here it answers as if runs were quick."""
    files = Files(at_staff.stack.portal_url)
    at_staff.page.route("**/v1/staff/files**", files.answer)
    at_staff.open("/staff")
    at_staff.page.locator(".tile[href='/staff/files']").click()
    at_staff.page.get_by_role("link", name="november.csv").click()
    at_staff.sees("november.csv")
    expect(at_staff.page.get_by_role("button", name="Undo the file")).to_have_count(0)
    for label in ("Try it first", "Undo the file"):
        at_staff.page.get_by_role("button", name=label).click()
        at_staff.page.get_by_label("Reason").fill("The dates were wrong.")
        at_staff.page.locator("form").get_by_role("button", name=label).click()
        expect(at_staff.page.get_by_role("progressbar")).to_be_visible()
        expect(at_staff.page.get_by_role("progressbar")).to_have_count(0)
    assert files.asked == [{"reason": "The dates were wrong.", "dry_run": dry_run} for dry_run in (True, False)]
    at_staff.says("0 rows would be undone")
    at_staff.says("ASCP has the credit of 1 row, and would be asked to withdraw it.")
    at_staff.says("0 rows were undone")
    at_staff.says("ASCP has the credit of 1 row, and is asked to withdraw it. The credit shows the answer.")
    at_staff.says("on its way to ASCP, which has not answered; undo the file again later: 1")
    at_staff.page.get_by_role("button", name="Show each row").last.click()
    at_staff.says("Line 2: r1: with ASCP, which is asked to withdraw it")
    at_staff.says("Line 3: r2: stays (on its way to ASCP, which has not answered; undo the file again later)")
