"""No view shows a code, a right answer or a session that was not asked for."""

from datetime import date

from laurel.catalog.views import LearnerAssessment, PublicActivity, learner_assessment, public_activity, public_session
from tests.unit.catalog.documents import meeting, online, parsed

SECRET = "TOP-SECRET-1"


def test_a_session_code_is_never_shown() -> None:
    data = meeting(access={"type": "session_code", "codes": [{"code": SECRET}]})
    shown = public_activity(parsed(data)).model_dump_json()
    assert SECRET not in shown
    assert '"access":"session_code"' in shown
    assert SECRET not in public_session(parsed(data), parsed(data).sessions[0]).model_dump_json()


def test_what_a_post_test_shows() -> None:
    activity = parsed(online())
    shown = learner_assessment(activity)
    assert shown is not None
    assert shown.model_dump() == {
        "pass_mark": 70,
        "attempts": 2,
        "questions": ({"id": "q1", "text": "?", "choices": ({"id": "a", "text": "A"}, {"id": "b", "text": "B"})},),
    }
    assert "'right'" not in str(LearnerAssessment.model_json_schema())
    outline = public_activity(activity).assessment
    assert outline is not None
    assert outline.model_dump() == {"question_count": 1, "pass_mark": 70, "attempts": 2}


def test_there_is_no_post_test_but_online() -> None:
    assert learner_assessment(parsed(meeting())) is None
    assert public_activity(parsed(meeting())).assessment is None


def test_all_that_the_schema_promises_is_there() -> None:
    shown = public_activity(parsed(online())).model_dump(mode="json")
    assert set(shown) == set(PublicActivity.model_fields)
    assert PublicActivity.model_validate(shown).model_dump(mode="json") == shown
    assert shown["session_count"] == 2
    assert shown["statements"][0]["maximum"] == "2"
    assert shown["claim_window"]["opens_at"] == "2026-06-04T12:00:00Z"


def test_a_session_is_on_the_day_of_its_own_zone() -> None:
    activity = parsed(meeting())
    shown = public_session(activity, activity.sessions[1])
    assert shown.day == date(2026, 6, 5)
    assert shown.model_dump(mode="json")["starts_at"] == "2026-06-06T02:00:00Z"
    assert shown.model_dump(mode="json")["maximum"] == {"ama_pra_1": "0.75", "pace": "1"}
