"""The results of evaluations, asked of the API."""

import pytest

from local.sample_catalog import MEETING
from local.sample_catalog.parts import SOCIETY
from tests.api_events import learner, staff, staff_of
from tests.functions.claim_api_desk import desk_on_moto
from tests.functions.test_claim_api_calls import asks_about_the_whole

PATH = f"/v1/staff/activities/{MEETING}/evaluations"
HOSTILE = '=HYPERLINK("//x") <script>alert(1)</script> \u202e\''


@pytest.fixture
def desk(aws, monkeypatch):
    with desk_on_moto(monkeypatch.setenv) as desk:
        desk.fill()
        yield desk


def evaluate(desk, learners):
    """Each claims the first session and comments on it."""
    session = desk.program()[0]
    form = next(
        one
        for one in desk.call("GET", f"/v1/activities/{MEETING}").json()["evaluation_forms"]
        if one["id"] == session["evaluation_form"]
    )
    text = next(one["id"] for one in form["questions"] if one["kind"] == "text")
    for n in range(learners):
        attended = desk.attended(session)
        attended["evaluation"][text] = HOSTILE
        path = desk.open_meeting(f"l{n}", n)
        assert desk.call("PUT", f"{path}/sessions/{session['id']}", learner(f"l{n}"), json_body=attended).status == 200
    return session["id"], text


@pytest.mark.slow
def test_figures_and_comments_without_names(desk):
    session, text = evaluate(desk, 5)
    found = desk.call("GET", PATH, staff()).json()
    assert (found["claimed"], found["evaluated"], found["comments"]) == (5, 5, [])
    mine = next(one for one in found["sessions"] if one["session_id"] == session)
    assert (mine["claimed"], mine["evaluated"]) == (5, 5)
    assert all(one["answered"] == 5 for one in mine["questions"])
    assert sum(one["claimed"] for one in found["sessions"]) == 5
    shown = desk.call("GET", f"{PATH}?session={session}", staff())
    (comments,) = [one for one in shown.json()["comments"] if one["question_id"] == text]
    assert (comments["given"], comments["texts"]) == (5, [HOSTILE] * 5)
    assert "l0" not in shown.body


@pytest.mark.slow
def test_comments_of_few_are_withheld(desk):
    session, _ = evaluate(desk, 2)
    assert desk.call("GET", f"{PATH}?session={session}", staff()).json()["comments"] is None
    file = desk.call("GET", f"{PATH}?session={session}", staff(), headers={"Accept": "text/csv"})
    assert HOSTILE[:5] not in file.body


@pytest.mark.slow
def test_the_files(desk):
    session, _ = evaluate(desk, 5)
    file = desk.call("GET", PATH, staff(), headers={"Accept": "text/csv"})
    assert (file.status, file.body.count("\r\n") > 5) == (200, True)
    comments = desk.call("GET", f"{PATH}?session={session}", staff(), headers={"Accept": "text/csv"})
    assert comments.body.count("\"'=HYPERLINK") == 5


@pytest.mark.slow
def test_the_evaluation_of_the_whole_activity_is_answered_shown_and_exported(desk):
    asks_about_the_whole(desk)
    path = desk.open_meeting("l1", 1)
    session = desk.program()[0]
    answered = desk.attended(session)
    desk.call("PUT", f"{path}/sessions/{session['id']}", learner("l1"), json_body=answered)
    assert desk.call("GET", path, learner("l1")).json()["evaluation"] == {}
    missing = desk.call("GET", f"{path}/summary", learner("l1")).json()["missing"]
    assert "overall_evaluation_missing" in {one["code"] for one in missing}
    given = desk.call("PUT", f"{path}/evaluation", learner("l1"), json_body={"evaluation": answered["evaluation"]})
    assert (given.status, given.json()["evaluation"]) == (200, answered["evaluation"])
    assert "evaluation" not in {one["path"] for one in given.json()["summary"]["missing"]}
    found = desk.call("GET", PATH, staff()).json()
    assert (found["overall"]["claimed"], found["overall"]["evaluated"], found["comments"]) == (1, 1, None)
    assert all(one["answered"] == 1 for one in found["overall"]["questions"] if one["question_id"] != "comment")
    counts = desk.call("GET", PATH, staff(), headers={"Accept": "text/csv"}).body
    assert f"\r\n,{found['overall']['title']},,1,1," in counts
    comments = desk.call("GET", f"{PATH}?comments=true", staff(), headers={"Accept": "text/csv"})
    assert comments.body.count("\r\n") == 1


def test_whose_they_are(desk):
    asked = [(learner("ana"), 403), (staff_of("asm"), 404), (staff_of(SOCIETY), 200), (staff(), 200)]
    assert [desk.call("GET", PATH, who).status for who, _ in asked] == [status for _, status in asked]
    unknown = desk.call("GET", f"{PATH}?session=none", staff())
    assert unknown.code == "session_unknown"
    assert desk.call("GET", "/v1/staff/activities/none/evaluations", staff()).code == "activity_not_found"
