"""The accreditors' rules for the statements that an activity offers (pure).

Sources: AMA PRA booklet (60 minutes are 1 credit, rounded to the nearest quarter); ASCLS P.A.C.E.
(50 minutes are 1 contact hour, no program under 50 minutes, at most 7 hours a day, an evaluation before credit,
approved provider and its sentence on the certificate); Florida 64B3-11.002 (50 minutes are 1 hour, approval number,
hours by specialty area); California 17 CCR 1038.3 (the accrediting agency's number; minutes per hour not confirmed, so
not checked).
"""

from collections.abc import Iterator
from decimal import ROUND_HALF_UP, Decimal
from fractions import Fraction

from laurel.catalog.activity import Activity, OfferedStatement, Session
from laurel.platform.amounts import amount_text
from laurel.platform.refusal import Problem
from laurel.statements import Statement

QUARTER = Decimal("0.25")
PACE_HOURS_A_DAY = Decimal(7)
SHORTEST_PACE_MINUTES = 50
# A statement of attendance names the AMA credits that the activity was designated for.
IN_QUARTERS = frozenset({Statement.AMA_PRA_1, Statement.ATTENDANCE})
MINUTES = {Statement.AMA_PRA_1: 60, Statement.ATTENDANCE: 60, Statement.PACE: 50, Statement.FLORIDA: 50}
NEEDS_APPROVAL_NUMBER = frozenset({Statement.CALIFORNIA, Statement.FLORIDA})


def most_credit(statement: Statement, minutes: Fraction) -> Decimal | None:
    """The most credit for a length in minutes; None if no rule is known."""
    if statement not in MINUTES:
        return None
    hours = minutes / MINUTES[statement]
    exact = Decimal(hours.numerator) / Decimal(hours.denominator)
    if statement in IN_QUARTERS:
        return (exact / QUARTER).quantize(Decimal(1), ROUND_HALF_UP) * QUARTER
    return exact


def check_statements(activity: Activity) -> list[Problem]:
    """The problems with the offered statements and the maxima of the sessions."""
    problems: list[Problem] = []
    for n, offered in enumerate(activity.statements):
        if activity.offered(offered.type) is not offered:
            problems.append(_problem(f"statements[{n}].type", "repeated", f"{offered.type} is offered twice."))
        problems += _check_offered(f"statements[{n}]", activity, offered)
    for n, session in enumerate(activity.sessions):
        problems += _check_session(f"sessions[{n}].maximum", activity, session)
        problems += _check_area(f"sessions[{n}].specialty_area", session)
    return problems


def _check_offered(path: str, activity: Activity, offered: OfferedStatement) -> Iterator[Problem]:
    if offered.step <= 0:
        yield _problem(f"{path}.step", "not_positive", "The step must be more than 0.")
    elif offered.type in IN_QUARTERS and offered.step % QUARTER:
        yield _problem(f"{path}.step", "not_in_quarters", "AMA credit is counted in quarters: 0.25, 0.5, 1.")
    yield from _check_maximum(f"{path}.maximum", offered.maximum, offered)
    if offered.type in NEEDS_APPROVAL_NUMBER and not offered.approval_number:
        message = f"The {offered.type} certificate must show an approval number."
        yield _problem(f"{path}.approval_number", "approval_number_missing", message)
    if not any(offered.type in session.maximum for session in activity.sessions):
        message = "No session gives credit for this statement. Give sessions a maximum for it, or do not offer it."
        yield _problem(path, "no_session_gives_credit", message)
    if offered.type == Statement.PACE:
        yield from _check_pace(path, activity, offered)


def _check_pace(path: str, activity: Activity, offered: OfferedStatement) -> Iterator[Problem]:
    if not activity.provider_statement:
        message = "P.A.C.E. requires the sentence that names the approved provider on the certificate."
        yield _problem("provider_statement", "provider_statement_missing", message)
    minutes = sum((_minutes(one) for one in activity.sessions if Statement.PACE in one.maximum), Fraction(0))
    if 0 < minutes < SHORTEST_PACE_MINUTES:
        message = f"A P.A.C.E. program lasts at least {SHORTEST_PACE_MINUTES} minutes; this one has {float(minutes):g}."
        yield _problem(path, "program_too_short", message)
    days = max((activity.ends_on - activity.starts_on).days + 1, 1)
    if offered.maximum > days * PACE_HOURS_A_DAY:
        message = f"P.A.C.E. gives at most 7 hours a day: {days * PACE_HOURS_A_DAY} on {days} days."
        yield _problem(f"{path}.maximum", "over_hours_a_day", message)
    evaluated = {one.evaluation_form for one in activity.sessions if Statement.PACE in one.maximum}
    for n, form in enumerate(activity.evaluation_forms):
        if form.id in evaluated and not any(question.required for question in form.questions):
            message = "P.A.C.E. requires an evaluation before credit: make at least one question required."
            yield _problem(f"evaluation_forms[{n}].questions", "nothing_required", message)


def _check_session(path: str, activity: Activity, session: Session) -> Iterator[Problem]:
    minutes = _minutes(session)
    for statement, maximum in session.maximum.items():
        here = f"{path}.{statement}"
        offered = activity.offered(statement)
        if offered is None:
            yield _problem(here, "not_offered", f"The activity does not offer {statement}. Add it to statements.")
            continue
        yield from _check_maximum(here, maximum, offered)
        if maximum > offered.maximum:
            message = f"The session gives more than the whole activity, {amount_text(offered.maximum)}."
            yield _problem(here, "over_activity_maximum", message)
        most = most_credit(statement, minutes)
        if minutes > 0 and most is not None and maximum > most:
            message = (
                f"{float(minutes):g} minutes give at most {float(most):g} for {statement}: "
                f"{MINUTES[statement]} minutes make 1."
            )
            yield _problem(here, "over_length", message)


def _check_area(path: str, session: Session) -> Iterator[Problem]:
    if Statement.FLORIDA in session.maximum and not session.specialty_area:
        message = "Florida's certificate lists hours by specialty area. Give this session its specialty area."
        yield _problem(path, "specialty_area_missing", message)


def _check_maximum(path: str, maximum: Decimal, offered: OfferedStatement) -> Iterator[Problem]:
    if maximum <= 0:
        yield _problem(path, "not_positive", "The maximum must be more than 0. Remove the entry if it gives no credit.")
    elif offered.step > 0 and maximum % offered.step:
        yield _problem(path, "not_in_step", f"The maximum must be a multiple of the step, {amount_text(offered.step)}.")


def _minutes(session: Session) -> Fraction:
    length = session.ends_at - session.starts_at
    return Fraction(length.days * 86_400_000_000 + length.seconds * 1_000_000 + length.microseconds, 60_000_000)


def _problem(path: str, code: str, message: str) -> Problem:
    return Problem(path=path, code=code, message=message)
