"""The accreditors' rules for the statements that an activity offers (pure).

What each accreditor asks for, and the sources, are in the records of `laurel.statements`.
"""

from collections.abc import Iterator
from datetime import timedelta
from decimal import ROUND_HALF_UP, Decimal
from fractions import Fraction

from laurel.catalog.activity import Activity, OfferedStatement, Session
from laurel.catalog.refusals import (
    APPROVAL_NUMBER_MISSING,
    MAXIMUM_NOT_IN_STEP,
    MAXIMUM_NOT_POSITIVE,
    NO_SESSION_GIVES_CREDIT,
    NOT_IN_QUARTERS,
    NOT_OFFERED,
    NOTHING_REQUIRED,
    OVER_ACTIVITY_MAXIMUM,
    OVER_HOURS_A_DAY,
    OVER_LENGTH,
    PROGRAM_TOO_SHORT,
    PROVIDER_STATEMENT_MISSING,
    SPECIALTY_AREA_MISSING,
    STATEMENT_REPEATED,
    STEP_NOT_POSITIVE,
)
from laurel.platform.amounts import amount_text
from laurel.platform.refusal import Problem
from laurel.statements import Statement

_MICROSECOND = timedelta(microseconds=1)


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
            problems.append(STATEMENT_REPEATED.at(f"statements[{n}].type", statement=offered.type))
        problems += _check_offered(f"statements[{n}]", activity, offered)
    for n, session in enumerate(activity.sessions):
        problems += _check_session(f"sessions[{n}].maximum", activity, session)
        problems += _check_area(f"sessions[{n}].specialty_area", session)
    return problems


def _check_offered(path: str, activity: Activity, offered: OfferedStatement) -> Iterator[Problem]:
    kind = offered.type.kind
    if offered.step <= 0:
        yield STEP_NOT_POSITIVE.at(f"{path}.step")
    elif kind.step and offered.step % kind.step:
        yield NOT_IN_QUARTERS.at(f"{path}.step", statement=kind.name, step=amount_text(kind.step))
    yield from _check_maximum(f"{path}.maximum", offered.maximum, offered)
    if kind.needs_approval_number and not offered.approval_number:
        yield APPROVAL_NUMBER_MISSING.at(f"{path}.approval_number", statement=offered.type)
    if not any(offered.type in session.maximum for session in activity.sessions):
        yield NO_SESSION_GIVES_CREDIT.at(path)
    if kind.approved_by and not activity.provider_statement:
        yield PROVIDER_STATEMENT_MISSING.at("provider_statement", statement=kind.short_name)
    yield from _check_program(path, activity, offered)
    if kind.needs_evaluation:
        yield from _check_evaluations(activity, offered.type)


def _check_program(path: str, activity: Activity, offered: OfferedStatement) -> Iterator[Problem]:
    kind = offered.type.kind
    minutes = sum((_minutes(one) for one in activity.sessions if offered.type in one.maximum), Fraction(0))
    if kind.shortest_program is not None and 0 < minutes < kind.shortest_program:
        least, found = kind.shortest_program, f"{float(minutes):g}"
        yield PROGRAM_TOO_SHORT.at(path, statement=kind.short_name, least=least, minutes=found)
    days = max((activity.ends_on - activity.starts_on).days + 1, 1)
    if kind.hours_a_day is not None and offered.maximum > days * kind.hours_a_day:
        hours, total = amount_text(kind.hours_a_day), amount_text(days * kind.hours_a_day)
        yield OVER_HOURS_A_DAY.at(f"{path}.maximum", statement=kind.short_name, hours=hours, total=total, days=days)


def _check_evaluations(activity: Activity, statement: Statement) -> Iterator[Problem]:
    evaluated = {one.evaluation_form for one in activity.sessions if statement in one.maximum}
    for n, form in enumerate(activity.evaluation_forms):
        if form.id in evaluated and not any(question.required for question in form.questions):
            yield NOTHING_REQUIRED.at(f"evaluation_forms[{n}].questions", statement=statement.kind.short_name)


def _check_session(path: str, activity: Activity, session: Session) -> Iterator[Problem]:
    minutes = _minutes(session)
    for statement, maximum in session.maximum.items():
        here = f"{path}.{statement}"
        offered = activity.offered(statement)
        if offered is None:
            yield NOT_OFFERED.at(here, statement=statement)
            continue
        yield from _check_maximum(here, maximum, offered)
        if maximum > offered.maximum:
            yield OVER_ACTIVITY_MAXIMUM.at(here, maximum=amount_text(offered.maximum))
        most = most_credit(statement, minutes)
        if minutes > 0 and most is not None and maximum > most:
            yield OVER_LENGTH.at(
                here,
                minutes=f"{float(minutes):g}",
                most=f"{float(most):g}",
                statement=statement,
                minutes_per_credit=statement.kind.minutes,
            )


def _check_area(path: str, session: Session) -> Iterator[Problem]:
    by_area = next((statement.kind for statement in session.maximum if statement.kind.hours_by_area), None)
    if by_area and not session.specialty_area:
        yield SPECIALTY_AREA_MISSING.at(path, statement=by_area.short_name)


def _check_maximum(path: str, maximum: Decimal, offered: OfferedStatement) -> Iterator[Problem]:
    if maximum <= 0:
        yield MAXIMUM_NOT_POSITIVE.at(path)
    elif offered.step > 0 and maximum % offered.step:
        yield MAXIMUM_NOT_IN_STEP.at(path, step=amount_text(offered.step))


def _minutes(session: Session) -> Fraction:
    return Fraction((session.ends_at - session.starts_at) // _MICROSECOND, 60_000_000)
