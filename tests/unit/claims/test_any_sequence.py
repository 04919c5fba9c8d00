"""No sequence of calls, by learners and staff, ever yields a claim that it must not be.

The machine plays two learners and staff against the use cases on moto; what must always hold is worked out again here,
not by the rules under test.
"""

import io
from datetime import datetime
from decimal import Decimal
from itertools import combinations
from typing import Any

import pytest
from hypothesis import HealthCheck
from hypothesis import strategies as st
from hypothesis.stateful import (
    RuleBasedStateMachine,
    initialize,
    invariant,
    rule,
    run_state_machine_as_test,
)
from moto import mock_aws

from laurel.catalog.access_lists import AccessLists
from laurel.catalog.activity import Activity, Kind
from laurel.claims.assessment import take_assessment
from laurel.claims.claim import Claim, Status, claim_id_of, finalize
from laurel.claims.edit_claim import acknowledge, change_statement, claim_session, remove_session
from laurel.claims.open_claim import open_claim
from laurel.claims.read_claims import read_claim
from laurel.claims.staff_catalog import put_activity
from laurel.claims.summary import Summary
from laurel.learners.address_registry import AddressRegistry
from laurel.learners.edit_profile import edit_profile
from laurel.learners.views import ProfileChange
from laurel.platform import aws as aws_clients
from laurel.platform.callers import Caller
from laurel.statements import Statement
from tests.examples import examples
from tests.unit.claims.conftest import Room, make_room
from tests.unit.claims.samples import ANSWERS, SESSIONS, activity, document, online, session, statement

LEARNERS = ("ana", "bo")
MEETING, COURSE = "micro-2026", "course"
SESSION_IDS = [one["id"] for one in SESSIONS]

# Documents that staff put over one another: sessions come, go, move and shrink, maxima and disclosures change.
VERSIONS: list[dict[str, Any]] = [
    {},
    {"sessions": SESSIONS[2:]},
    {"sessions": [*SESSIONS[1:], session("a", "09:45", "10:45")]},
    {"sessions": [session("c", "13:00", "17:00", "2"), *SESSIONS[:3], *SESSIONS[4:]]},
    {"statements": [statement(kind, "5", "0.5") for kind in Statement]},
    {"disclosures": [{"id": "faculty", "version": 2, "title": "Faculty", "text": "Something else."}]},
]
# Mostly what a session gives at most, so that limits are met; sometimes what no rule allows.
chosen = st.sampled_from(
    [(one["id"], Decimal(one["maximum"]["pace"])) for one in SESSIONS] * 3
    + [(session_id, Decimal(credits)) for session_id in SESSION_IDS for credits in ("0.25", "0.5", "3", "4.5")]
)
learners = st.sampled_from(["ana", "ana", "ana", "bo"])
activities = st.sampled_from([MEETING, MEETING, MEETING, COURSE])
statements = st.sampled_from(Statement)


class Claiming(RuleBasedStateMachine):
    room: Room

    def __init__(self) -> None:
        super().__init__()
        self.mock = mock_aws()
        self.mock.start()
        aws_clients.dynamodb.cache_clear()
        self.finals: dict[tuple[str, str], Claim] = {}

    def teardown(self) -> None:
        aws_clients.dynamodb.cache_clear()
        self.mock.stop()

    @initialize()
    def opening_day(self) -> None:
        self.room = make_room()
        badge = {"type": "badge"}
        self.room.has(activity(access=badge), online())
        stream = io.BytesIO(b"badge_id\nMB-1\nMB-2\n")
        AccessLists(self.room.table).put_badges(MEETING, stream, dry_run=False)
        # Most runs would never get past the door without this.
        for learner, code in zip(LEARNERS, ("MB-1", "MB-2"), strict=True):
            self.tells_of_themselves(learner, physician=True, named=True, licensed=True)
            self.opens(learner, MEETING, Statement.PACE, code)
            self.reads_the_disclosures(learner, MEETING)

    def called(self, answer: object, most: int = 2) -> object:
        """The answer of a use case, after a look at what it cost."""
        assert len(self.room.calls) <= most, self.room.calls
        self.room.calls.clear()
        return answer

    @rule(learner=learners, physician=st.booleans(), named=st.booleans(), licensed=st.booleans())
    def tells_of_themselves(self, learner: str, physician: bool, named: bool, licensed: bool) -> None:
        change = {
            "physician": physician,
            "name_as_printed": "Ana Lima" if named else None,
            "licences": [{"state": state, "number": "1"} for state in ("CA", "FL")] if licensed else None,
        }
        who = Caller(learner, f"{learner}@example.org", is_staff=False)
        registry = AddressRegistry(self.room.table, "LedgerTable", self.room.clock)
        registry.recognize(who)  # once recorded, an address costs no call of its own
        self.room.calls.clear()
        self.called(edit_profile(self.room.table, registry, self.room.clock, who, ProfileChange.model_validate(change)))

    @rule(learner=learners, at=activities, kind=statements, code=st.sampled_from(["MB-1", "mb2", "MB-1", "wrong"]))
    def opens(self, learner: str, at: str, kind: Statement, code: str) -> None:
        self.room.calls.clear()
        self.called(open_claim(self.room.claims, self.room.clock, learner, at, kind, code))

    @rule(learner=learners, at=activities)
    def reads_the_disclosures(self, learner: str, at: str) -> None:
        self.room.calls.clear()
        self.called(acknowledge(self.room.context(learner, at), ["faculty"]))

    @rule(learner=learners, at=activities, chosen=st.lists(chosen, min_size=1, max_size=6))
    def claims_sessions(self, learner: str, at: str, chosen: list[tuple[str, Decimal]]) -> None:
        for session_id, credits in chosen:
            self.room.calls.clear()
            self.called(claim_session(self.room.context(learner, at), session_id, credits, ANSWERS))

    @rule(learner=learners, at=activities, session_id=st.sampled_from(SESSION_IDS), version=st.integers(1, 6))
    def claims_from_an_old_page(self, learner: str, at: str, session_id: str, version: int) -> None:
        self.room.calls.clear()
        context = self.room.context(learner, at, if_match=version)
        answer = self.called(claim_session(context, session_id, Decimal("0.5"), ANSWERS))
        if isinstance(answer, Summary):
            assert answer.claim.version in (version, version + 1)

    @rule(learner=learners, at=activities, session_id=st.sampled_from(SESSION_IDS))
    def removes_a_session(self, learner: str, at: str, session_id: str) -> None:
        self.room.calls.clear()
        self.called(remove_session(self.room.context(learner, at), session_id))

    @rule(learner=learners, at=activities, kind=statements)
    def wants_another_statement(self, learner: str, at: str, kind: Statement) -> None:
        self.room.calls.clear()
        self.called(change_statement(self.room.context(learner, at), kind))

    @rule(learner=learners, answer=st.sampled_from(["y", "y", "x"]))
    def takes_the_test(self, learner: str, answer: str) -> None:
        self.room.calls.clear()
        self.called(take_assessment(self.room.context(learner, COURSE), dict.fromkeys(("q1", "q2", "q3"), answer)))

    @rule(version=st.sampled_from(VERSIONS))
    def staff_put_another_document(self, version: dict[str, Any]) -> None:
        self.room.calls.clear()
        changed = document(access={"type": "badge"}, **version)
        put = put_activity(self.room.catalog, self.room.claims, self.room.clock, MEETING, changed)
        self.called(put, most=3)

    @rule(minutes=st.sampled_from([1, 30, 61]))
    def time_goes_by(self, minutes: int) -> None:
        self.room.later(minutes=minutes)

    @rule(learner=learners, at=activities)
    def prints(self, learner: str, at: str) -> None:
        summary = self.summary(learner, at)
        if summary is None or summary.missing or summary.claim.status is Status.FINAL:
            return
        final = finalize(summary.claim, f"LRL-{learner}-{at}", self.room.now)
        assert self.room.claims.replace(summary.claim, final)
        self.finals[learner, at] = final

    def summary(self, learner: str, at: str) -> Summary | None:
        found = read_claim(self.room.claims, self.room.clock, learner, claim_id_of(learner, at))
        self.room.calls.clear()
        return found if isinstance(found, Summary) else None

    def activity(self, activity_id: str) -> Activity:
        stored = self.room.catalog.get(activity_id)
        assert stored
        return stored.activity

    @invariant()
    def every_claim_is_what_it_may_be(self) -> None:
        if not hasattr(self, "room"):
            return
        for learner in LEARNERS:
            for at in (MEETING, COURSE):
                if summary := self.summary(learner, at):
                    check(summary)

    @invariant()
    def what_is_final_stays(self) -> None:
        for (learner, at), final in self.finals.items():
            summary = self.summary(learner, at)
            assert summary
            assert summary.claim == final
            # Staff cannot have put a document in which a final claim would not stand.
            of = self.activity(at)
            for one in final.sessions:
                found = of.session(one.session_id)
                assert found
                assert one.credits <= of.maximum(found, final.statement)

    @invariant()
    def a_badge_serves_one_learner(self) -> None:
        if hasattr(self, "room"):
            held = [self.summary(learner, MEETING) for learner in LEARNERS]
            badges = [one.claim.access.key for one in held if one]
            assert len(badges) == len(set(badges))


def check(summary: Summary) -> None:
    """What holds of every claim at every moment, worked out by hand."""
    claim, of = summary.claim, summary.activity
    counted = [line.session for line in summary.lines if line.counts]
    assert summary.total == sum((one.credits for one in counted), Decimal(0)) <= summary.maximum
    assert claim.status is Status.FINAL or claim.total <= max(one.maximum for one in activity().statements)
    assert len(claim.attempts) <= 2
    if counted and of.assessment:
        assert claim.passed
    if not summary.missing:
        assert counted
        assert len(counted) == len(summary.lines)
        assert claim.total == summary.total
    if of.kind is Kind.ONLINE:
        return
    times = {one.session_id: span(of, one.session_id, claim) for one in counted}
    for one, other in combinations(counted, 2):
        (start, end), (other_start, other_end) = times[one.session_id], times[other.session_id]
        assert end <= other_start or other_end <= start
    if claim.statement is Statement.PACE:
        days: dict[object, Decimal] = {}
        for one in counted:
            day = times[one.session_id][0].astimezone(of.zone).date()
            days[day] = days.get(day, Decimal(0)) + one.credits
        assert all(hours <= 7 for hours in days.values())


def span(of: Activity, session_id: str, claim: Claim) -> tuple[datetime, datetime]:
    found = of.session(session_id) or claim.session(session_id)
    assert found
    return found.starts_at, found.ends_at


@pytest.mark.slow
def test_no_sequence_of_calls_yields_a_claim_that_must_not_be(monkeypatch: pytest.MonkeyPatch) -> None:
    for name in ("AWS_ACCESS_KEY_ID", "AWS_SECRET_ACCESS_KEY"):
        monkeypatch.setenv(name, "testing")
    monkeypatch.setenv("AWS_DEFAULT_REGION", "us-east-1")
    monkeypatch.delenv("AWS_PROFILE", raising=False)
    monkeypatch.delenv("AWS_ENDPOINT_URL", raising=False)
    run_state_machine_as_test(
        Claiming,
        settings=examples(25, stateful_step_count=30, suppress_health_check=list(HealthCheck)),
    )
