"""The fates that a sample promises are those that its own files lead to, judged here a second time, from the files."""

import csv
import json
import unicodedata
from collections import Counter
from datetime import date, timedelta
from pathlib import Path

import pytest

from local.ascp.contract import Credit as AscpCredit
from local.ascp.judge import Known, judge
from local.ascp.participants import may_be_same_name, read_csv
from local.sample import Expected, Fates, Sample, generate
from local.sample.people import customer_id_of

REPORTABLE = {"pace", "california", "florida"}


@pytest.fixture(scope="module")
def sample(tmp_path_factory: pytest.TempPathFactory) -> Sample:
    return generate(tmp_path_factory.mktemp("sample"))


def key(email: str) -> str:
    local, _, domain = unicodedata.normalize("NFKC", email).strip().casefold().partition("@")
    return f"{local}@{domain.encode('idna').decode('ascii')}"


def read(path: Path) -> list[dict[str, str]]:
    with path.open(encoding="utf-8", newline="") as file:
        return list(csv.DictReader(file))


def good_rows(path: Path) -> list[dict[str, str]]:
    """The first rows of each reference, without the rows that are bad in themselves."""
    text = path.read_bytes().decode("utf-8-sig", errors="surrogateescape")
    lines = text[: text.rstrip().rfind("\n") + 1] if "ASM-" in text else text  # its last line never closes a quote
    rows = list(csv.DictReader(lines.splitlines(keepends=True), strict=True))
    width = len(rows[0])
    good: dict[str, dict[str, str]] = {}
    for row in rows:
        if None in row or list(row.values()).count(None) or len(row) != width or bad(row):
            continue
        good.setdefault(row["reference"], row)
    return list(good.values())


def bad(row: dict[str, str]) -> bool:
    text = "".join(row.values())
    try:
        text.encode()
        hours, day = float(row["contact_hours"]), date.fromisoformat(row["completed_on"])
    except ValueError:
        return True
    return (
        row["email"].count("@") + row["email"].count("＠") != 1
        or not row["name"].strip()
        or not row["reference"]
        or not 0 < hours <= 100
        or len(row["contact_hours"].partition(".")[2]) > 2
        or not date(1990, 1, 1) <= day <= date(2026, 11, 20)
        or row["statement"] not in REPORTABLE | {"ama_pra_1", "attendance"}
        or len(row["activity_title"]) > 1000
        or any(unicodedata.category(letter) == "Cc" and letter != "\n" for letter in text)
    )


def judged(
    row: dict[str, str], roster: dict[str, list[dict[str, str]]], ascp: dict[str, dict[str, str]], today: date
) -> str:
    email = key(row["email"])
    members, known = roster.get(email, []), ascp.get(email)
    if row["statement"] not in REPORTABLE:
        return "not_reportable"
    if not members:
        return "not_a_member"
    if len(members) > 1:
        return "ambiguous_email"
    if members[0]["status"] == "lapsed" or (members[0]["expires_on"] or "9999-12-31") < today.isoformat():
        return "membership_lapsed"
    if known is None:
        return "unknown_email"
    if known["name"] != unicodedata.normalize("NFC", row["name"]):
        return "name_mismatch"
    if not known["cycle_from"] <= row["completed_on"] <= known["cycle_to"]:
        return "outside_cycle"
    return "accepted"


def fates(sample: Sample, roster_file: Path, today: date) -> dict[tuple[str, str], str]:
    roster: dict[str, list[dict[str, str]]] = {}
    for member in read(roster_file):
        roster.setdefault(key(member["email"]), []).append(member)
    ascp = {key(known["email"]): known for known in read(sample.participants)}
    return {
        (provider, row["reference"]): judged(row, roster, ascp, today)
        for provider, path in sample.feeds.items()
        for row in good_rows(path)
    }


def promised(fates: Fates) -> Counter[str]:
    return Counter({"accepted": fates.accepted, **fates.rejected, **fates.unmatched})


def test_the_first_night_ends_as_promised(sample: Sample) -> None:
    assert Counter(fates(sample, sample.roster, sample.today).values()) == promised(sample.expected.first_night)


def test_the_later_roster_heals_what_is_promised_and_nothing_else(sample: Sample) -> None:
    before = fates(sample, sample.roster, sample.today)
    after = fates(sample, sample.later_roster, sample.today + timedelta(days=1))
    assert Counter(after.values()) == promised(sample.expected.later)
    healed = {credit for credit, fate in after.items() if before[credit] != fate}
    assert healed == {(story.provider, story.reference) for story in sample.healing.values()}


def test_each_story_is_true(sample: Sample) -> None:
    before = fates(sample, sample.roster, sample.today)
    after = fates(sample, sample.later_roster, sample.today + timedelta(days=1))
    for story in {**sample.showcase, **sample.healing}.values():
        credit = (story.provider, story.reference)
        assert before[credit] == (story.fate.reason or story.fate.state)
        assert after[credit] == (story.fate_later.reason or story.fate_later.state)
    assert len({story.fate for story in sample.showcase.values()}) == 5


def test_every_fate_is_met(sample: Sample) -> None:
    expected = sample.expected.first_night
    assert set(expected.unmatched) == {"ambiguous_email", "membership_lapsed", "not_a_member", "not_reportable"}
    assert set(expected.rejected) == {"name_mismatch", "outside_cycle", "unknown_email"}
    assert min(promised(expected).values()) >= 10
    assert expected.accepted > 1000


def test_every_row_is_accounted_for(sample: Sample) -> None:
    expected: Expected = sample.expected
    assert expected.rows == expected.credits + expected.repeats + sum(expected.rejected_rows.values())
    for night in (expected.first_night, expected.later):
        assert expected.credits == night.reported + sum(night.unmatched.values())


def test_what_is_expected_is_written_for_other_programs(sample: Sample) -> None:
    written = json.loads((sample.out / "expected.json").read_text(encoding="utf-8"))
    assert written["expected"]["first_night"]["unmatched"] == sample.expected.first_night.unmatched
    assert written["showcase"]["joined"]["reference"] == sample.showcase["joined"].reference
    assert written["feeds"] == {"labce": "feed/labce/2026-11-20.csv", "asm": "feed/asm/2026-11-20.csv"}


def test_every_credit_that_ascp_refused_for_its_address_is_accepted_with_the_right_customer_id(sample: Sample) -> None:
    known = Known.of(read_csv(sample.participants.read_text(encoding="utf-8")))
    own = {key(one["email"]): customer_id_of(one["member_number"]) for one in read(sample.roster)}
    refused = [credit for credit, fate in fates(sample, sample.roster, sample.today).items() if fate == "unknown_email"]
    rows = {(one, row["reference"]): row for one, path in sample.feeds.items() for row in good_rows(path)}
    assert len(refused) >= 10
    wrong = next(iter(known.by_customer_id))
    for credit in refused:
        row = rows[credit]
        name = unicodedata.normalize("NFC", row["name"])
        assert reason_with(row, name, "", known) == "unknown_email"
        assert reason_with(row, name, own[key(row["email"])], known) is None
        if not may_be_same_name(known.by_customer_id[wrong].name, name):
            assert reason_with(row, name, wrong, known) == "customer_id_mismatch"


def test_ids_of_the_roster_and_of_a_feed_are_right_and_only_some_have_one(sample: Sample) -> None:
    known = Known.of(read_csv(sample.participants.read_text(encoding="utf-8")))
    kept = [one for one in read(sample.roster) if one["ascp_customer_id"]]
    given = [row for path in sample.feeds.values() for row in good_rows(path) if row.get("ascp_customer_id")]
    assert 100 < len(kept) < len(read(sample.roster)) / 2
    assert len(given) >= 50
    for one in (*kept, *given):
        assert known.by_customer_id[one["ascp_customer_id"]] == known.by_email[key(one["email"])]


def reason_with(row: dict[str, str], name: str, customer_id: str, known: Known) -> str | None:
    """Why the stand-in refuses the credit of this row with this ASCP customer ID."""
    participant = {"email": key(row["email"]), "name": name, "member_number": "1", "ascp_customer_id": customer_id}
    activity = {"provider": "LabCE", "number": row["activity_number"], "title": row["activity_title"]}
    credit = {
        "reference": row["reference"],
        "participant": participant,
        "activity": activity,
        "statement": row["statement"],
        "contact_hours": row["contact_hours"],
        "completed_on": row["completed_on"],
    }
    found = judge(AscpCredit.model_validate(credit), known)
    return found.reason if found else None
