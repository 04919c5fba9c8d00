"""Checks an activity's document as a whole and lists every problem at once (pure).

The models in `laurel.catalog.activity` check single fields; this module checks how the parts fit together. The
accreditors' rules: `laurel.catalog.accreditors`.
"""

from collections.abc import Callable, Iterable, Iterator, Sequence, Set
from datetime import timedelta
from itertools import islice

from pydantic import ValidationError
from pydantic_core import ErrorDetails

from laurel.catalog.access_codes import access_code_key
from laurel.catalog.accreditors import check_statements
from laurel.catalog.activity import Activity, EvaluationForm, EvaluationQuestion, Kind, QuestionKind, Session
from laurel.catalog.refusals import (
    ACTIVITY_ENDS_EARLY,
    ASSESSMENT_MISSING,
    CHOICE_REPEATED,
    CHOICES_MISSING,
    CHOICES_UNUSED,
    CLOSES_BEFORE_OPENING,
    CODE_ENDS_EARLY,
    CODE_REPEATED,
    CODES_MISSING,
    CODES_UNUSED,
    CONTENT_MISSING,
    ID_REPEATED,
    LOCATION_MISSING,
    NO_CODE,
    ONLY_ONLINE_ASSESSMENT,
    ONLY_ONLINE_CONTENT,
    OUTSIDE_ACTIVITY,
    SESSION_ENDS_EARLY,
    SIGNATORY_MISSING,
    UNKNOWN_CHOICE,
    UNKNOWN_CODE_SESSION,
    UNKNOWN_FORM,
    UNKNOWN_ZONE,
)
from laurel.catalog.shown_texts import check_texts
from laurel.platform.dates import day_in_words, zone_of
from laurel.platform.problems import MOST_ERRORS, problems_of
from laurel.platform.refusal import Problem


def parse_activity(data: object) -> Activity | tuple[Problem, ...]:
    """The activity that `data` (decoded JSON) describes, or its problems, at least one.

    All of them, up to as many as an answer lists.
    """
    try:
        activity = Activity.model_validate(data)
    except ValidationError as error:
        found = _without_repeats(error.errors(include_url=False, include_context=False, include_input=False))
        return problems_of(islice(found, MOST_ERRORS))
    return tuple(check(activity)) or activity


def _without_repeats(errors: Sequence[ErrorDetails]) -> Iterator[ErrorDetails]:
    """`errors` without those for a list that is too short only because its invalid parts were not counted."""
    above = {error["loc"][:n] for error in errors for n in range(len(error["loc"]))}
    return (error for error in errors if error["type"] != "too_short" or error["loc"] not in above)


def check(activity: Activity) -> list[Problem]:
    """The problems between the parts of `activity`, in the order of the document."""
    return [problem for one, _ in CHECKS for problem in one(activity)]


def _check_dates(activity: Activity) -> Iterator[Problem]:
    if zone_of(activity.time_zone) is None:
        yield UNKNOWN_ZONE.at("time_zone")
    if activity.ends_on < activity.starts_on:
        yield ACTIVITY_ENDS_EARLY.at("ends_on")
    if activity.claim_window.closes_at <= activity.claim_window.opens_at:
        yield CLOSES_BEFORE_OPENING.at("claim_window.closes_at")


def _check_kind(activity: Activity) -> Iterator[Problem]:
    online = activity.kind == Kind.ONLINE
    if activity.kind == Kind.LIVE_MEETING and activity.location is None:
        yield LOCATION_MISSING.at("location")
    if online and activity.assessment is None:
        yield ASSESSMENT_MISSING.at("assessment")
    if not online and activity.assessment is not None:
        yield ONLY_ONLINE_ASSESSMENT.at("assessment")
    if online and not activity.content:
        yield CONTENT_MISSING.at("content")
    if not online and activity.content:
        yield ONLY_ONLINE_CONTENT.at("content")


def _check_signatory(activity: Activity) -> Iterator[Problem]:
    if activity.signatory is None:
        yield SIGNATORY_MISSING.at("signatory")


def _check_access(activity: Activity) -> Iterator[Problem]:
    codes, by_code = activity.access.codes, activity.access.type == "session_code"
    if by_code and not codes:
        yield CODES_MISSING.at("access.codes")
    if not by_code and codes:
        yield CODES_UNUSED.at("access.codes")
    keys = [access_code_key(one.code) for one in codes]
    for n, (one, key) in enumerate(zip(codes, keys, strict=True)):
        if key is None:
            yield NO_CODE.at(f"access.codes[{n}].code")
        elif key in keys[:n]:
            yield CODE_REPEATED.at(f"access.codes[{n}].code")
        if one.valid_from and one.valid_until and one.valid_until <= one.valid_from:
            yield CODE_ENDS_EARLY.at(f"access.codes[{n}].valid_until")
        if one.session_id and activity.session(one.session_id) is None:
            yield UNKNOWN_CODE_SESSION.at(f"access.codes[{n}].session_id")


def _check_disclosures(activity: Activity) -> Iterator[Problem]:
    return _repeated("disclosures", (one.id for one in activity.disclosures))


def _check_forms(activity: Activity) -> Iterator[Problem]:
    yield from _repeated("evaluation_forms", (form.id for form in activity.evaluation_forms))
    for n, form in enumerate(activity.evaluation_forms):
        yield from _check_form(f"evaluation_forms[{n}]", form)
    if activity.overall_evaluation and activity.overall_form is None:
        yield UNKNOWN_FORM.at("overall_evaluation", form=repr(activity.overall_evaluation))


def _check_form(path: str, form: EvaluationForm) -> Iterator[Problem]:
    yield from _repeated(f"{path}.questions", (question.id for question in form.questions))
    for n, question in enumerate(form.questions):
        yield from _check_question(f"{path}.questions[{n}].choices", question)


def _check_question(path: str, question: EvaluationQuestion) -> Iterator[Problem]:
    if question.kind == QuestionKind.CHOICE:
        if len(question.choices) < 2:
            yield CHOICES_MISSING.at(path)
        for n, choice in enumerate(question.choices):
            if choice in question.choices[:n]:
                yield CHOICE_REPEATED.at(f"{path}[{n}]", choice=repr(choice))
    elif question.choices:
        yield CHOICES_UNUSED.at(path, kind=question.kind)


def _check_sessions(activity: Activity) -> Iterator[Problem]:
    yield from _repeated("sessions", (session.id for session in activity.sessions))
    forms = {form.id for form in activity.evaluation_forms}
    for n, session in enumerate(activity.sessions):
        path = f"sessions[{n}]"
        if session.evaluation_form not in forms:
            yield UNKNOWN_FORM.at(f"{path}.evaluation_form", form=repr(session.evaluation_form))
        yield from _check_times(path, activity, session)


def _check_times(path: str, activity: Activity, session: Session) -> Iterator[Problem]:
    if session.ends_at <= session.starts_at:
        yield SESSION_ENDS_EARLY.at(f"{path}.ends_at")
    if (zone := zone_of(activity.time_zone)) is None:
        return
    # A session that ends at midnight belongs to the day before.
    last = session.ends_at - timedelta(microseconds=1)
    for name, at in (("starts_at", session.starts_at), ("ends_at", last)):
        day = at.astimezone(zone).date()
        if not activity.starts_on <= day <= activity.ends_on:
            yield OUTSIDE_ACTIVITY.at(
                f"{path}.{name}",
                day=day_in_words(day),
                zone=activity.time_zone,
                first=day_in_words(activity.starts_on),
                last=day_in_words(activity.ends_on),
            )


def _check_assessment(activity: Activity) -> Iterator[Problem]:
    questions = activity.assessment.questions if activity.assessment else ()
    yield from _repeated("assessment.questions", (question.id for question in questions))
    for n, question in enumerate(questions):
        path = f"assessment.questions[{n}]"
        choices = [choice.id for choice in question.choices]
        yield from _repeated(f"{path}.choices", choices)
        if question.right not in choices:
            yield UNKNOWN_CHOICE.at(f"{path}.right", id=repr(question.right))


def _repeated(path: str, ids: Iterable[str]) -> Iterator[Problem]:
    seen: set[str] = set()
    for n, one in enumerate(ids):
        if one in seen:
            yield ID_REPEATED.at(f"{path}[{n}].id", id=repr(one))
        seen.add(one)


_DAYS = {"time_zone", "starts_on", "ends_on"}
CHECKS: tuple[tuple[Callable[[Activity], Iterable[Problem]], Set[str]], ...] = (
    (check_texts, frozenset()),
    (_check_dates, {*_DAYS, "claim_window"}),
    (_check_kind, {"kind", "location", "assessment", "content"}),
    (_check_signatory, {"signatory"}),
    (_check_access, {"access"}),
    (check_statements, {*_DAYS, "statements", "sessions", "evaluation_forms", "provider_statement"}),
    (_check_disclosures, {"disclosures"}),
    (_check_forms, {"evaluation_forms", "overall_evaluation"}),
    (_check_sessions, {*_DAYS, "sessions", "evaluation_forms"}),
    (_check_assessment, {"assessment"}),
)
"""The checks in the order of the document, each with the fields that it looks at. Texts are looked at one by one."""
