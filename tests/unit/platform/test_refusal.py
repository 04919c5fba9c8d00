"""A refusal made of its type: each member, and the problem at its place."""

from laurel.attendance.refusals import SESSION_UNKNOWN
from laurel.platform.refusal import Problem, ProblemFound, ProblemType, Refusal, RefusalKind, RefusalType, refused

TOO_MUCH = RefusalType("too_much", RefusalKind.CONFLICT, "More than the most.", "At most {most} of {what}.")
SHORT = ProblemType("short", "Write at least {least}.")


def test_a_refusal_has_each_member_and_the_values_in_its_sentence() -> None:
    found = TOO_MUCH.refuse(errors=[SHORT.at("title", least=3)], retry_after=7, version=4, most=2, what="hours")
    assert found == Refusal(
        kind=RefusalKind.CONFLICT,
        code="too_much",
        message="At most 2 of hours.",
        errors=(Problem("title", "short", "Write at least 3."),),
        retry_after=7,
        version=4,
    )
    assert TOO_MUCH.refuse(most=1, what="day") == Refusal(RefusalKind.CONFLICT, "too_much", "At most 1 of day.")


def test_a_refusal_with_a_path_lists_itself_there() -> None:
    other = SHORT.at("title", least=3)
    assert SESSION_UNKNOWN.refuse("session", errors=[other], session="z").errors == (
        Problem("session", "attendance_session_unknown", "This activity has no session “z”."),
    )


def test_a_problem_that_is_raised_says_its_message() -> None:
    raised = ProblemFound(SHORT.at("title", least=3))
    assert (str(raised), raised.problem.path) == ("Write at least 3.", "title")


def test_another_sentence_keeps_the_code_and_the_kind() -> None:
    other = TOO_MUCH.saying("Less, please: {most}.")
    assert (other.code, other.kind, other.when) == ("too_much", RefusalKind.CONFLICT, "More than the most.")
    assert other.refuse(most=1).message == "Less, please: 1."
    assert SHORT.saying("Longer: {least}.").at("a", least=2) == Problem("a", "short", "Longer: 2.")


def test_one_problem_alone_is_a_refusal_that_names_its_place_if_the_request_is_wrong() -> None:
    wrong = SHORT.at("title", least=3)
    assert refused(wrong) == Refusal(RefusalKind.INVALID, "short", "Write at least 3.", (wrong,))
    late = TOO_MUCH.at("title", most=1, what="x")
    assert refused(late) == Refusal(RefusalKind.CONFLICT, "too_much", "At most 1 of x.")
