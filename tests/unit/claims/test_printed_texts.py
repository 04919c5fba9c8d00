"""Texts that a certificate would print and no font has: each is addressed to whoever can change it."""

from dataclasses import replace

from laurel.claims.printed_texts import unprintable_texts
from laurel.learners.profile import License
from laurel.statements import Statement
from tests.unit.claims.samples import PHYSICIAN, TECHNOLOGIST, activity, claim

LACKING = "x\U0001f980"  # a crab
MEETING = activity()


def paths(kind: Statement, **changes: object) -> list[str]:
    of = MEETING.model_copy(update=changes)
    return [one.path for one in unprintable_texts(claim(MEETING, kind, a="1"), of, TECHNOLOGIST)]


def test_a_meeting_that_can_be_printed_has_no_problem() -> None:
    assert [paths(kind) for kind in Statement] == [[]] * len(Statement)


def test_each_text_of_the_activity_is_named_with_its_place() -> None:
    assert paths(Statement.PACE, title=LACKING, provider=LACKING, number=LACKING, location=LACKING) == [
        *("activity.title", "activity.provider", "activity.number", "activity.location"),
    ]
    assert paths(Statement.PACE, provider_statement=LACKING) == ["activity.provider_statement"]
    assert paths(Statement.AMA_PRA_1, provider_statement=LACKING) == [], "it is not printed there"
    assert MEETING.signatory
    signatory = MEETING.signatory.model_copy(update={"name": LACKING, "title": LACKING})
    assert paths(Statement.PACE, signatory=signatory) == ["activity.signatory.name", "activity.signatory.title"]


def test_of_statements_and_sessions_only_those_of_the_claim_count() -> None:
    changed = {"wording": LACKING, "approval_number": LACKING}
    offers = tuple(one.model_copy(update=changed) for one in MEETING.statements)
    at = [one.type for one in offers].index(Statement.PACE)
    assert paths(Statement.PACE, statements=offers) == [
        *(f"activity.statements[{at}].wording", f"activity.statements[{at}].approval_number"),
    ]
    at = [one.type for one in offers].index(Statement.AMA_PRA_1)
    assert paths(Statement.AMA_PRA_1, statements=offers) == [f"activity.statements[{at}].wording"]
    sessions = tuple(one.model_copy(update={"title": LACKING, "specialty_area": LACKING}) for one in MEETING.sessions)
    assert paths(Statement.PACE, sessions=sessions) == ["activity.sessions[0].title"]
    assert paths(Statement.FLORIDA, sessions=sessions) == [
        *("activity.sessions[0].title", "activity.sessions[0].specialty_area"),
    ]


def test_what_an_activity_need_not_have_is_no_text() -> None:
    offers = tuple(one.model_copy(update={"approval_number": None}) for one in MEETING.statements)
    sessions = tuple(one.model_copy(update={"specialty_area": None}) for one in MEETING.sessions)
    bare = {"statements": offers, "sessions": sessions, "signatory": None, "location": None}
    assert [paths(kind, **bare) for kind in Statement] == [[]] * len(Statement)


def test_the_learner_changes_the_name_and_the_license() -> None:
    mine = replace(PHYSICIAN, name_as_printed=LACKING, licences=(License("FL", LACKING), License("CA", "1")))

    def found(kind: Statement) -> list[str]:
        return [one.path for one in unprintable_texts(claim(MEETING, kind, a="1"), MEETING, mine)]

    assert found(Statement.FLORIDA) == ["me.name_as_printed", "me.licences"]
    assert found(Statement.CALIFORNIA) == ["me.name_as_printed"]
