"""The accreditors' rules for the statements that an activity offers (pure).

What each accreditor asks for, and the sources, are in the records of `laurel.statements`.
"""

from collections.abc import Iterator
from decimal import ROUND_HALF_UP, Decimal
from fractions import Fraction

from laurel.catalog.activity import Activity, OfferedStatement, Session
from laurel.catalog.refusals import APPROVAL_NUMBER_MISSING, PROVIDER_STATEMENT_MISSING, SPECIALTY_AREA_MISSING
from laurel.platform.amounts import amount_text
from laurel.platform.refusal import Problem
from laurel.statements import Statement


def most_credit(statement: Statement, minutes: Fraction) -> Decimal | None:
    """The most credit for a length in minutes; None if no rule is known."""
    kind = statement.kind
    if kind.minutes is None:
        return None
    hours = minutes / kind.minutes
    exact = Decimal(hours.numerator) / Decimal(hours.denominator)
    return exact if kind.step is None else (exact / kind.step).quantize(Decimal(1), ROUND_HALF_UP) * kind.step


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
    kind = offered.type.kind
    if offered.step <= 0:
        yield _problem(f"{path}.step", "not_positive", "The step must be more than 0.")
    elif kind.step and offered.step % kind.step:
        message = f"{kind.name} is counted in steps of {amount_text(kind.step)}. Use a multiple of it."
        yield _problem(f"{path}.step", "not_in_quarters", message)
    yield from _check_maximum(f"{path}.maximum", offered.maximum, offered)
    if kind.needs_approval_number and not offered.approval_number:
        yield APPROVAL_NUMBER_MISSING.at(f"{path}.approval_number", statement=offered.type)
    if not any(offered.type in session.maximum for session in activity.sessions):
        message = "No session gives credit for this statement. Give sessions a maximum for it, or do not offer it."
        yield _problem(path, "no_session_gives_credit", message)
    if kind.approved_by and not activity.provider_statement:
        yield PROVIDER_STATEMENT_MISSING.at("provider_statement", statement=kind.short_name)
    yield from _check_program(path, activity, offered)
    if kind.needs_evaluation:
        yield from _check_evaluations(activity, offered.type)


def _check_program(path: str, activity: Activity, offered: OfferedStatement) -> Iterator[Problem]:
    kind = offered.type.kind
    minutes = sum((_minutes(one) for one in activity.sessions if offered.type in one.maximum), Fraction(0))
    if kind.shortest_program is not None and 0 < minutes < kind.shortest_program:
        message = (
            f"A {kind.short_name} program lasts at least {kind.shortest_program} minutes; this one has"
            f" {float(minutes):g}."
        )
        yield _problem(path, "program_too_short", message)
    days = max((activity.ends_on - activity.starts_on).days + 1, 1)
    if kind.hours_a_day is not None and offered.maximum > days * kind.hours_a_day:
        message = (
            f"{kind.short_name} gives at most {amount_text(kind.hours_a_day)} hours a day:"
            f" {amount_text(days * kind.hours_a_day)} on {days} days."
        )
        yield _problem(f"{path}.maximum", "over_hours_a_day", message)


def _check_evaluations(activity: Activity, statement: Statement) -> Iterator[Problem]:
    evaluated = {one.evaluation_form for one in activity.sessions if statement in one.maximum}
    for n, form in enumerate(activity.evaluation_forms):
        if form.id in evaluated and not any(question.required for question in form.questions):
            message = (
                f"{statement.kind.short_name} requires an evaluation before credit: make at least one question"
                " required."
            )
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
                f"{statement.kind.minutes} minutes make 1."
            )
            yield _problem(here, "over_length", message)


def _check_area(path: str, session: Session) -> Iterator[Problem]:
    by_area = next((statement.kind for statement in session.maximum if statement.kind.hours_by_area), None)
    if by_area and not session.specialty_area:
        yield SPECIALTY_AREA_MISSING.at(path, statement=by_area.short_name)


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
