"""Nights at a glance, one night as a flow, and the rejected rows of the files of a run: by keyboard, desk and phone."""

import pytest
from playwright.sync_api import expect

from tests.browser.pictured import ANSWERS
from tests.browser.pictures import opened, served
from tests.browser.visitor import DESK, PHONE, violations_of

HOSTILE = "feed/labce/<img src=x onerror=alert(1)>\u202e.csv"
FILE = "0f343b0931126a20f133d67c2b018a3b"
ROWS = {
    "rejected_rows": [
        {
            "line": 5,
            "column": "email",
            "reason": "email_invalid",
            "message": "“<b>bad</b>” is not an address.",
            "values": {"reference": "=1+1", "email": "<b>bad</b>"},
            "noted": False,
        },
        {
            "line": None,
            "column": "ascp_customer_id",
            "reason": "customer_id_invalid",
            "message": "This is not an ID. The member counts without it.",
            "values": {"member_number": "M" * 90, "ascp_customer_id": "x"},
            "noted": True,
        },
    ],
    "rejected_rows_url": "https://intake.example.org/rejected",
    "rejected_rows_url_expires_at": "2099-01-01T00:00:00Z",
}
_RUN = dict(ANSWERS)["/v1/staff/runs"]["items"][0]
_FILE = _RUN["files"][0]
ROSTER = {**_FILE, "key": "roster/ascls/1.csv", "file_id": None, "members": 3, "rejected": 1, "noted": 1}
HELD = {**_FILE, "key": HOSTILE, "outcome": "put_off", "message": "<u>unreadable</u>", "rejected": 0}
ONE = {**_RUN, "file_count": 3, "files": [_FILE, ROSTER, HELD]}
WORLD = [
    (f"/v1/staff/files/{FILE}/rejected", ROWS),
    ("/v1/staff/runs/2026-06-10/rejected", ROWS),
    ("/v1/staff/runs/2026-06-10/flow", dict(ANSWERS)["/v1/staff/runs/2026-06-10/flow"]),
    ("/v1/staff/runs/2026-06-10", {"items": [ONE], "next_cursor": None}),
]
SIZES = pytest.mark.parametrize("size", [DESK, PHONE], ids=["desk", "phone"])


@pytest.fixture(scope="module")
def address():
    with served() as here:
        yield here


def staff_page(browser, address, path, answers=(), **look):
    return opened(browser, address, path, signed_in=True, staff=True, answers=[*answers, *WORLD], **look)


def fits(page):
    return page.evaluate("document.documentElement.scrollWidth <= document.documentElement.clientWidth")


@SIZES
@pytest.mark.parametrize("scheme", ["light", "dark"])
def test_the_last_nights_have_bars_with_the_limits_of_the_alarms_and_a_table(browser, address, size, scheme):
    with staff_page(browser, address, "/staff/runs", color_scheme=scheme, **size) as page:
        rows = page.get_by_role("img", name="Rows of each night")
        expect(rows).to_have_accessible_name(
            "Rows of each night, the oldest on the left. The highest bar has 792 rows. One night is over its limit."
        )
        expect(rows.locator("g")).to_have_count(30)
        expect(rows.locator("path.limit")).to_have_count(30)
        expect(rows.locator("path.over")).to_have_count(1)
        ages = page.get_by_role("img", name="Days that the oldest credit")
        expect(ages.locator("path.limit")).to_have_count(2)
        expect(ages.locator("path.over")).to_have_count(2)
        expect(page.locator("#main")).to_contain_text("more than 10 % of the night")
        page.get_by_text("The numbers of these nights").press("Enter")
        night = page.get_by_role("row").filter(has_text="June 20, 2026")
        expect(night).to_contain_text("too many rejected rows")
        assert violations_of(page) == []
        assert fits(page)
        night.get_by_role("link").press("Enter")
        expect(page.get_by_role("heading", level=1)).to_have_text("Runs of June 20, 2026")


@SIZES
def test_one_night_is_a_flow_whose_table_adds_up(browser, address, size):
    with staff_page(browser, address, "/staff/runs?date=2026-06-10", **size) as page:
        picture = page.get_by_role("img", name="A flow from left to right.")
        expect(picture).to_have_accessible_name(
            "A flow from left to right. Rows read: 1207, New credits: 1193, Repeats: 7, Rejected rows: 7, With a"
            " receipt from ASCP: 1001, On the way to ASCP: 120, Not matched: 60, Refused by ASCP: 11, Withdrawn: 1."
        )
        lines = page.get_by_role("region", name="From rows to receipts").get_by_role("row").all()[1:]
        told = [one.inner_text().split() for one in lines]
        counts = [int(one[-1]) for one in told]
        rows, credits, *parts = counts
        assert rows == credits + sum(parts[:2])
        assert credits == sum(parts[2:])
        assert violations_of(page) == []
        assert fits(page)
        # A few short columns are no cards on a phone.
        shown = page.get_by_role("table", name="From rows to receipts").get_by_role("cell").first
        assert shown.evaluate("one => getComputedStyle(one).display") == "table-cell"


def test_no_date_of_a_table_is_broken_within_a_word(browser, address):
    with staff_page(browser, address, "/staff/runs", viewport={"width": 1000, "height": 700}) as page:
        date = page.get_by_role("table", name="Run reports").get_by_role("link").first
        assert date.evaluate("one => getComputedStyle(one).overflowWrap") == "normal"


def test_where_the_credits_are_may_be_unknown(browser, address):
    flow = {"rows": 3, "credits": 2, "repeats": 0, "rejected": 1, "now": None}
    answers = [("/v1/staff/runs/2026-06-10/flow", flow)]
    with staff_page(browser, address, "/staff/runs?date=2026-06-10", answers) as page:
        expect(page.locator("#main")).to_contain_text("cannot be said")
        expect(page.get_by_role("region", name="From rows to receipts").get_by_role("row")).to_have_count(5)


@SIZES
def test_the_files_of_a_run_show_their_rejected_rows_by_keyboard(browser, address, size):
    with staff_page(browser, address, "/staff/runs?date=2026-06-10", **size) as page:
        table = page.get_by_role("table", name="Files of this run")
        line = table.get_by_role("row").nth(2)
        expect(line).to_contain_text("roster/ascls/1.csv")
        expect(line).to_contain_text("One member counts without an ASCP customer ID.")
        expect(table.get_by_role("row").nth(1).get_by_role("link")).to_have_attribute(
            "href", f"/staff/files?file={FILE}"
        )
        expect(table.get_by_role("row").nth(3)).to_contain_text("Postponed")
        expect(table.get_by_role("row").nth(3)).to_contain_text("<u>unreadable</u>")
        expect(table.get_by_role("row").nth(3)).to_contain_text("<img src=x onerror=alert(1)>")
        show = line.get_by_role("button", name="Show the rejected rows")
        show.press("Enter")
        back = page.get_by_role("region", name="Rejected rows of roster/ascls/1.csv")
        rejected = back.get_by_role("table", name="Rejected rows")
        expect(rejected).to_contain_text("“<b>bad</b>” is not an address.")
        expect(rejected.get_by_role("row")).to_have_count(2)
        noted = back.get_by_role("table", name="ASCP customer IDs that are not valid")
        expect(noted.get_by_role("row")).to_have_count(2)
        expect(noted).not_to_contain_text("bad")
        rejected.get_by_text("The whole row").press("Enter")
        expect(rejected).to_contain_text("=1+1")
        expect(back.get_by_role("link", name="Download the rejected rows")).to_have_attribute(
            "href", ROWS["rejected_rows_url"]
        )
        assert violations_of(page) == []
        assert fits(page)
        expect(show).to_have_attribute("aria-expanded", "true")
        show.press("Enter")
        expect(back.get_by_role("table")).to_have_count(0)


@SIZES
def test_the_page_of_a_file_shows_its_rejected_rows(browser, address, size):
    file = {
        **dict.fromkeys(("reason", "message", "again_on", "undo", "dry_run")),
        **dict.fromkeys(("rows", "credits", "repeats", "rejected"), 2),
        "file_id": FILE,
        "name": HOSTILE,
        "provider_id": "labce",
        "provider": "LabCE",
        "arrived_at": "2026-06-10T06:00:00Z",
        "taken_at": "2026-06-10T06:00:00Z",
        "outcome": "taken",
    }
    answers = [(f"/v1/staff/files/{FILE}/rejected", ROWS), (f"/v1/staff/files/{FILE}", file)]
    with staff_page(browser, address, f"/staff/files?file={FILE}", answers, **size) as page:
        page.get_by_role("button", name="Show the rejected rows").press("Enter")
        section = page.get_by_role("region", name="Rejected rows")
        expect(section.get_by_role("table", name="Rejected rows")).to_contain_text("is not an address")
        assert violations_of(page) == []
        assert fits(page)


def test_rows_that_are_no_longer_kept_say_so(browser, address):
    none = {"rejected_rows": [], "rejected_rows_url": None, "rejected_rows_url_expires_at": None}
    answers = [(f"/v1/staff/files/{FILE}/rejected", none)]
    with staff_page(browser, address, "/staff/runs?date=2026-06-10", answers) as page:
        page.get_by_role("button", name="Show the rejected rows").first.press("Enter")
        expect(page.locator("#main")).to_contain_text("These rows are kept for 30 days; they are gone.")
