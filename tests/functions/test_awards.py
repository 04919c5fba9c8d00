"""Staff award a credit to a learner: the way of a row of the provider, once however often it is asked, and recorded."""

import pytest
from claim_routes.dependencies import dependencies

from laurel.audit.acts import AuditSubject
from laurel.audit.log import AuditLog
from laurel.intake.corrections import AwardRequest
from laurel.intake.report_once import ReportOnce
from laurel.ledger.states import State
from laurel.platform.callers import Caller
from laurel.platform.table import Table
from local.sample_catalog.parts import SOCIETY
from local.sample_providers import PROVIDERS
from tests.api_events import learner, staff, staff_of
from tests.functions.claim_api_desk import counted, desk_on_moto
from tests.functions.organizer_desk import Books, queued
from tests.functions.provider_rows import LABCE, award

OPERATOR, OWN, OTHER = staff(), staff_of(SOCIETY), staff_of("asm")
WHERE = "/v1/staff/people/ana/credits"


@pytest.fixture
def desk(aws, monkeypatch):
    with desk_on_moto(monkeypatch.setenv) as desk:
        desk.fill()
        for provider_id, record in (("labce", LABCE), (SOCIETY, PROVIDERS[SOCIETY].model_dump())):
            put = desk.call("PUT", f"/v1/staff/providers/{provider_id}", OPERATOR, json_body=record)
            assert put.status in {200, 201}, put
        assert desk.call("PATCH", "/v1/me", learner(), json_body={"name_as_printed": "Ana Lima"}).status == 200
        yield desk


@pytest.fixture
def books(desk):
    books = Books()
    books.put_roster_in_force()
    books.members("ana@example.org", "M1")
    return books


def asked(desk, who=OPERATOR, *, dry_run=False, where=WHERE, **changes):
    path = f"{where}?dry_run=true" if dry_run else where
    return desk.call("POST", path, who, json_body=award(**changes))


def told(desk, who=OPERATOR, **given):
    answer = asked(desk, who, **given)
    assert answer.status == 200, answer
    return answer.json()


def complaints(answer):
    assert answer.status == 422, answer
    return {one["path"]: one["code"] for one in answer.json()["errors"]}


def entries(act="credit.awarded"):
    page = AuditLog(Table("AuditTable"), 7).of(AuditSubject.learner("ana"), limit=50)
    return [one for one in page.entries if one.act == act]


def held(desk):
    return desk.call("GET", WHERE, OPERATOR).json()["items"]


def test_an_award_is_matched_queued_and_says_who_gave_it_and_why(desk, books):
    answer = told(desk)
    credit = answer["credit"]
    assert (answer["known"], answer["dry_run"], credit["state"]) == (False, False, "reported")
    assert (credit["name"], credit["email"], credit["provider"]) == ("Ana Lima", "ana@example.org", "LabCE")
    assert (credit["contact_hours"], credit["member_number"], credit["source"]) == ("1.5", "M1", "feed")
    first = credit["timeline"][0]
    assert (first["state"], first["by"], first["detail"]) == ("earned", "staff:sam", award()["reason"])
    assert [credit["credit_id"] in body for body in queued()] == [True]
    [entry] = entries()
    assert (entry.actor.name, entry.why, entry.after["contact_hours"]) == ("staff:sam", award()["reason"], "1.5")
    assert entry.about == {"credit_id": credit["credit_id"]}
    # The learner reads it, with the reason, in the CE organizer.
    [theirs] = desk.call("GET", "/v1/organizer", learner()).json()["items"]
    assert theirs["title"] == "Malaria smears"


def test_the_same_award_twice_is_one_credit_whoever_gives_it(desk, books):
    first = told(desk)["credit"]
    for who, changes in (
        ({**staff(), "sub": "eva"}, {}),
        (OPERATOR, {"contact_hours": "1.50", "activity_number": " 571-021-26 ", "reason": "Again"}),
    ):
        again = told(desk, who, **changes)
        assert (again["known"], again["credit"]["credit_id"]) == (True, first["credit_id"])
        assert again["credit"]["version"] == first["version"]
    assert (len(held(desk)), len(entries())) == (1, 1)


def test_a_dry_run_says_what_would_become_of_it_and_writes_nothing(desk, books):
    foreseen = told(desk, dry_run=True)
    assert (foreseen["dry_run"], foreseen["known"], foreseen["credit"]["state"]) == (True, False, "reported")
    assert (held(desk), entries(), queued()) == ([], [], [])
    books.members("ana@example.org")
    stuck = told(desk, dry_run=True)["credit"]
    assert (stuck["state"], stuck["reason"]["code"]) == ("unmatched", "not_a_member")
    books.members("ana@example.org", "M1")
    assert told(desk)["credit"]["credit_id"] == foreseen["credit"]["credit_id"]
    assert told(desk, dry_run=True)["known"] is True


def test_what_looks_like_a_credit_of_another_source_is_held_and_foreseen(desk, books):
    told(desk)
    twin = {"provider": SOCIETY}
    foreseen, then = told(desk, dry_run=True, **twin)["credit"], told(desk, **twin)["credit"]
    assert foreseen["reason"]["code"] == then["reason"]["code"] == "likely_duplicate"
    assert foreseen["resembles"] == then["resembles"] != then["credit_id"]


def test_an_award_that_reads_differently_is_refused_and_changes_nothing(desk, books):
    told(desk)
    for changes in ({"activity_title": "Malaria films"}, {"activity_title": "Malaria films", "dry_run": True}):
        refused = asked(desk, **changes)
        assert (refused.status, refused.code) == (409, "awarded_before")
    desk.call("PATCH", "/v1/me", learner(), json_body={"name_as_printed": "Ana Diaz"})
    assert asked(desk).code == "awarded_before"
    assert [one["title"] for one in held(desk)] == ["Malaria smears"]


def test_an_award_that_was_withdrawn_stays_so_until_that_is_undone(desk, books):
    credit = told(desk)["credit"]
    path = f"/v1/staff/credits/{credit['credit_id']}"
    assert desk.call("POST", f"{path}/withdraw", OPERATOR, json_body={"reason": "Wrong person"}).status == 200
    again = told(desk)
    assert (again["known"], again["credit"]["state"]) == (True, "withdrawn")
    undone = desk.call("POST", f"{path}/undo-withdrawal", OPERATOR, json_body={"reason": "Right person"})
    assert (undone.status, undone.json()["state"]) == (200, State.EARNED)


def test_hours_of_an_award_are_adjusted_by_a_correction(desk, books):
    books.members("ana@example.org")
    credit = told(desk)["credit"]
    wanted = {"contact_hours": "1", "reason": "She left at noon."}
    corrected = desk.call("POST", f"/v1/staff/credits/{credit['credit_id']}/correct", OPERATOR, json_body=wanted)
    assert (corrected.status, corrected.json()["contact_hours"]) == (200, "1")


def test_two_who_correct_one_credit_do_not_overwrite_each_other(desk, books):
    books.members("ana@example.org")
    credit = told(desk)["credit"]
    path, seen = f"/v1/staff/credits/{credit['credit_id']}/correct", {"If-Match": f'"{credit["version"]}"'}
    first = {"contact_hours": "1", "reason": "She left at noon."}
    second = {"contact_hours": "2", "reason": "She stayed."}
    assert desk.call("POST", path, OPERATOR, json_body=first, headers=seen).status == 200
    late = desk.call("POST", path, {**staff(), "sub": "eva"}, json_body=second, headers=seen)
    assert (late.status, late.code) == (412, "changed_elsewhere")
    # The first, sent again because its answer was lost, changes nothing and is not refused.
    assert desk.call("POST", path, OPERATOR, json_body=first, headers=seen).status == 200
    assert [one["contact_hours"] for one in held(desk)] == ["1"]


def test_each_field_is_checked_at_its_place_all_at_once(desk):
    faults = {"statement": "diploma", "activity_number": "", "activity_title": "\u202e", "contact_hours": "0"}
    assert complaints(asked(desk, **faults, completed_on="2999-01-01", reason="", provider="labce")) == {
        "statement": "enum",
        "activity_number": "activity_number_missing",
        "activity_title": "nothing_visible",
        "contact_hours": "hours_out_of_range",
        "completed_on": "date_in_future",
        "reason": "reason",
    }
    assert set(complaints(desk.call("POST", WHERE, OPERATOR, json_body={}))) == {
        *("statement", "activity_number", "activity_title", "contact_hours", "completed_on", "reason")
    }
    assert complaints(asked(desk, provider=None)) == {"provider": "provider_needed"}
    assert complaints(asked(desk, provider="nobody")) == {"provider": "provider_unknown"}
    assert complaints(asked(desk, unknown="x")) == {"unknown": "unknown_field"}


@pytest.mark.parametrize(
    ("field", "text", "status"),
    [
        ("activity_title", "<img src=x onerror=alert(1)>", 200),
        ("activity_title", '=HYPERLINK("https://example.org")', 200),
        ("activity_title", "Malaria 🦟 smears", 200),
        ("activity_title", "a\u202eb", 422),
        ("activity_title", "x" * 10_000, 422),
        ("activity_title", "a\x00b", 422),
        ("activity_number", "571\n021", 422),
        ("activity_number", "5.7E+11", 422),
        ("contact_hours", "1e2", 422),
        ("contact_hours", "-1", 422),
        ("contact_hours", "١", 422),
        ("reason", "a\u202eb", 422),
        ("reason", "x" * 10_000, 422),
        ("reason", "<b>=cmd|' /C calc'!A0", 200),
        ("provider", "x" * 10_000, 422),
        ("provider", "../labce", 422),
    ],
)
def test_hostile_texts_are_kept_as_text_or_refused_at_their_field(desk, books, field, text, status):
    answer = asked(desk, **{field: text})
    assert answer.status == status, answer
    if status == 422:
        assert [one["path"] for one in answer.json()["errors"]] == [field]
        assert held(desk) == []
    elif field == "activity_title":
        assert answer.json()["credit"]["title"] == text


def test_staff_of_a_provider_award_its_credits_to_its_learners(desk, books):
    assert asked(desk, OWN, provider=None).code == "learner_not_found"
    desk.open_meeting()
    assert told(desk, OWN, provider=None)["credit"]["provider"] == PROVIDERS[SOCIETY].display_name
    assert complaints(asked(desk, OWN)) == {"provider": "own_provider_needed"}
    assert asked(desk, OTHER, provider=None).code == "learner_not_found"
    assert asked(desk, learner()).code == "staff_only"


def test_an_inactive_provider_awards_nothing(desk, books):
    record = {**LABCE, "active": False}
    seen = desk.call("GET", "/v1/staff/providers/labce", OPERATOR).headers["ETag"]
    put = desk.call("PUT", "/v1/staff/providers/labce", OPERATOR, json_body=record, headers={"If-Match": seen})
    assert put.status == 200, put
    assert asked(desk).code == "provider_inactive"


def test_who_cannot_get_a_credit_is_named(desk, books):
    assert asked(desk, where="/v1/staff/people/nobody/credits").code == "learner_not_found"
    assert desk.call("GET", "/v1/me", learner("bea")).status == 200
    assert asked(desk, where="/v1/staff/people/bea/credits").code == "not_awardable"
    joined = {"learner_id": "ana", "email": "bea@example.org", "reason": "One person"}
    assert desk.call("POST", "/v1/staff/joins", OPERATOR, json_body=joined).status == 200
    assert asked(desk, where="/v1/staff/people/bea/credits").code == "award_to_joined"
    assert desk.call("DELETE", "/v1/me?confirm=erase", learner()).status == 202
    assert asked(desk).code == "learner_not_found"


def test_two_members_of_staff_at_once_make_one_credit_and_one_entry(desk, books, monkeypatch):
    """Both read that there is none; the write of the second is refused, and it answers with the credit of the first."""
    here, wanted = dependencies(), AwardRequest.model_validate(award())
    save, raced = ReportOnce.save, []

    def late(once, changes, *more):
        if not raced:
            raced.append(True)
            acting = here.acting_staff(Caller("eva", "eva@example.org", True, 0), wanted.reason)
            first = here.awards.award(here.registry.profile_of("ana"), "labce", wanted, acting)
            assert first.known is False
        return save(once, changes, *more)

    monkeypatch.setattr(ReportOnce, "save", late)
    assert told(desk)["known"] is True
    assert [one.actor.name for one in entries()] == ["staff:eva"]
    assert len(held(desk)) == 1


def test_an_award_costs_one_write(desk, books):
    told(desk, completed_on="2026-11-02")  # what is read once a minute
    with counted() as calls:
        told(desk)
    # The learner, the provider, the credit, members, addresses of the person, and the write with its entry.
    assert calls == EXPECTED["awardCredit"]


EXPECTED = {"awardCredit": ["Query", "GetItem", *["BatchGetItem"] * 5, "TransactWriteItems"]}
