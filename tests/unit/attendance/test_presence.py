"""How long a session is, how many of its minutes are needed, and what minutes are worth."""

from decimal import Decimal

import pytest

from laurel.attendance.presence import length, needed, proposed_credits
from laurel.statements import Statement
from tests.unit.claims.samples import activity, session, statement

OFFERED = [
    statement("pace", "12", "0.5"),
    statement("california", "12", "0.5"),
    statement("ama_pra_1", "12", "0.25"),
]
MEETING = activity(
    statements=OFFERED,
    sessions=[session("a", "09:00", "11:00", {"pace": "2", "ama_pra_1": "2", "california": "1.5"})],
)


def test_a_session_is_as_long_as_its_whole_minutes() -> None:
    begins = {"starts_at": "2026-06-04T09:00:00-04:00"}
    for ends, minutes in (("09:58:59", 58), ("09:59:00", 59), ("09:59:30", 59), ("10:00:00", 60)):
        one = session("a", "09:00", "10:00") | begins | {"ends_at": f"2026-06-04T{ends}-04:00"}
        found = length(activity(sessions=[one]).sessions[0])
        assert (found, type(found)) == (minutes, int)


@pytest.mark.parametrize(
    ("ends", "share", "minutes"),
    [
        ("10:00", 80, 48),
        ("10:00", 100, 60),
        ("10:00", 75, 45),
        ("10:00", 76, 46),  # 45.6 minutes: rounded up
        ("10:00", 1, 1),
        ("19:00", 100, 600),
    ],
)
def test_a_share_of_a_session_is_rounded_up_to_whole_minutes(ends: str, share: int, minutes: int) -> None:
    found = needed(activity(sessions=[session("a", "09:00", ends)]).sessions[0], share)
    assert (found, type(found)) == (minutes, int)


@pytest.mark.parametrize(
    ("of", "minutes", "credits_"),
    [
        # 50 minutes are an hour of P.A.C.E., in half hours.
        *((Statement.PACE, *one) for one in ((0, "0"), (24, "0"), (25, "0.5"), (49, "0.5"), (50, "1"), (75, "1.5"))),
        *((Statement.PACE, *one) for one in ((99, "1.5"), (100, "2"), (120, "2"))),
        # 60 minutes are a credit of the AMA, in quarters.
        *((Statement.AMA_PRA_1, *one) for one in ((14, "0"), (15, "0.25"), (59, "0.75"), (60, "1"), (120, "2"))),
        # California's hour is not known: it gets the longer one, and at most the session's maximum.
        *((Statement.CALIFORNIA, *one) for one in ((59, "0.5"), (60, "1"), (89, "1"), (90, "1.5"), (120, "1.5"))),
        # Not offered here.
        (Statement.FLORIDA, 120, "0"),
    ],
)
def test_minutes_are_worth_whole_steps_up_to_the_maximum(of: Statement, minutes: int, credits_: str) -> None:
    assert proposed_credits(MEETING, MEETING.sessions[0], of, minutes) == Decimal(credits_)
