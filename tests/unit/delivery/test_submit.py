"""The submissions of one invocation, against a partner that answers as told."""

from collections.abc import Sequence
from dataclasses import replace
from datetime import datetime, timedelta

import pytest

from laurel.delivery.batching import TIME_BETWEEN_REFUSALS, TRIED, refused_alone
from laurel.delivery.circuit_breaker import Breaker, GuardedPartner
from laurel.delivery.outcomes import Deferred
from laurel.delivery.partner import (
    Accepted,
    Answered,
    Busy,
    Malformed,
    NotSent,
    Rejected,
    SubmissionOutcome,
    TooLarge,
    Unclear,
)
from laurel.delivery.submit import BatchSubmitter
from laurel.ledger.credit import Credit, Step
from laurel.ledger.states import RejectedReason, State
from tests.credits import START, a_credit

UNTIL = START + timedelta(minutes=5)
BAD_NAME = Malformed("bad name")
ALONE = Deferred(refused_alone("ASCP"))


class Reader:
    """A partner that cannot read some credits, and keeps what it was sent."""

    name, most_credits = "ASCP", 100

    def __init__(self, *unreadable: str, refusal: SubmissionOutcome = BAD_NAME) -> None:
        self._unreadable, self._refusal = set(unreadable), refusal
        self.sent: list[tuple[str, list[str]]] = []

    def submit(self, submission_id: str, batch: Sequence[Credit], *, until: datetime) -> SubmissionOutcome:
        ids = [one.credit_id for one in batch]
        self.sent.append((submission_id, ids))
        return self._refusal if self._unreadable & set(ids) else Answered({one: Accepted("R-1") for one in ids})


def submitter(partner: Reader) -> BatchSubmitter:
    ids = iter(f"s{n}" for n in range(2, 99))
    breaker = Breaker(lambda: START, lambda: 0.99, base=30, longest=200)
    guarded = GuardedPartner(partner, lambda **_: breaker, lambda: START)  # type: ignore[arg-type]
    return BatchSubmitter(guarded, lambda: next(ids), START, UNTIL)


def refused_before(credit_id: str, ago: timedelta = TIME_BETWEEN_REFUSALS) -> Credit:
    """A credit that ASCP could not read when it was sent alone, so long ago."""
    steps = (Step(START - ago, State.EARNED), Step(START - ago, State.REPORTED, None, refused_alone("ASCP")))
    return a_credit(credit_id, state=State.REPORTED, timeline=steps)


def test_a_submission_has_an_id_of_its_own_and_is_counted() -> None:
    partner = Reader("c1")
    batches = submitter(partner)
    outcomes = batches.submit("s1", [a_credit("c1"), a_credit("c2")])
    assert partner.sent == [("s1", ["c1", "c2"]), ("s2", ["c1"]), ("s3", ["c2"])]
    assert (batches.submissions, batches.unreadable) == (3, 0)
    assert outcomes == {"c1": ALONE, "c2": Accepted("R-1")}


@pytest.mark.parametrize(
    ("refusal", "detail"),
    [(Malformed("bad name"), "bad name"), (TooLarge(), "too large for ASCP")],
)
def test_a_credit_refused_alone_twice_is_rejected_with_the_partners_words(
    refusal: SubmissionOutcome, detail: str, caplog: pytest.LogCaptureFixture
) -> None:
    batches = submitter(Reader("c1", refusal=refusal))
    outcomes = batches.submit("s1", [refused_before("c1"), a_credit("c2")])
    assert outcomes["c1"] == Rejected(RejectedReason.INVALID, detail, judged=False)
    assert batches.unreadable == 1
    [line] = [one for one in caplog.records if one.levelname == "ERROR"]
    assert line.message == "a credit is refused without the partner's judgment"
    assert (line.credit_id, line.partner) == ("c1", "ASCP")  # type: ignore[attr-defined]


def test_not_so_soon_after_the_first_time() -> None:
    soon = refused_before("c1", TIME_BETWEEN_REFUSALS - timedelta(seconds=1))
    assert submitter(Reader("c1")).submit("s1", [soon, a_credit("c2")])["c1"] == ALONE


def test_nothing_is_rejected_while_nothing_is_read_unless_all_were_refused_before() -> None:
    some = [refused_before("c1"), a_credit("c2")]
    assert set(submitter(Reader("c1", "c2")).submit("s1", some).values()) == {ALONE}
    every = [refused_before("c1"), refused_before("c2")]
    batches = submitter(Reader("c1", "c2"))
    assert {type(one) for one in batches.submit("s1", every).values()} == {Rejected}
    assert batches.unreadable == 2


def test_after_three_refused_alone_in_a_row_the_rest_is_not_sent() -> None:
    credits_ = [a_credit(f"c{n}", attempts=3) for n in range(1, 7)]
    partner = Reader(*(one.credit_id for one in credits_))
    outcomes = submitter(partner).submit("s1", credits_)
    assert [ids for _, ids in partner.sent] == [["c1"], ["c2"], ["c3"]]
    left = Deferred("ASCP can read nothing at present", sent=False)
    assert outcomes == {"c1": ALONE, "c2": ALONE, "c3": ALONE, "c4": left, "c5": left, "c6": left}


def test_one_that_is_read_between_them_begins_the_count_anew() -> None:
    partner = Reader("c1", "c2", "c4", "c5")
    outcomes = submitter(partner).submit("s1", [a_credit(f"c{n}", attempts=3) for n in range(1, 7)])
    alone = [ids for _, ids in partner.sent if len(ids) == 1]
    assert alone == [["c1"], ["c2"], ["c3"], ["c4"], ["c5"], ["c6"]]
    assert outcomes["c6"] == Accepted("R-1")


def test_why_a_batch_waits_names_the_partner() -> None:
    outcomes = submitter(Reader("c1", refusal=Busy(60))).submit("s1", [a_credit("c1")])
    assert outcomes == {"c1": Deferred("ASCP is busy", retry_after=60, for_all=True)}


def test_a_credit_that_this_partner_refused_alone_before_goes_last() -> None:
    partner = Reader()
    submitter(partner).submit("s1", [refused_before("c1"), a_credit("c2", attempts=TRIED)])
    assert partner.sent == [("s1", ["c2"]), ("s2", ["c1"])]


def test_what_was_never_sent_says_so() -> None:
    reason = NotSent("no time", 20, ours=True)
    outcomes = submitter(Reader("c1", refusal=reason)).submit("s1", [a_credit("c1")])
    assert outcomes == {"c1": Deferred("no time", retry_after=20, for_all=True, sent=False)}


def test_what_was_not_taken_after_a_failure_says_why_too() -> None:
    credits_ = [a_credit(f"c{n}") for n in range(101)]
    outcomes = submitter(Reader("c0", refusal=NotSent("no time", 20, ours=True))).submit("s1", credits_)
    assert outcomes["c99"] == Deferred("no time", retry_after=20, for_all=True, sent=False)
    assert outcomes["c100"] == Deferred("no time", retry_after=20, sent=False)


def test_what_the_partner_answers_beside_is_added_up() -> None:
    class Wrong(Reader):
        def submit(self, submission_id: str, batch: Sequence[Credit], *, until: datetime) -> SubmissionOutcome:
            answer = super().submit(submission_id, batch, until=until)
            assert isinstance(answer, Answered)
            return replace(answer, unexpected=2, contradictions=1)

    batches = submitter(Wrong())
    batches.submit("s1", [a_credit(f"c{n}") for n in range(150)])
    assert (batches.submissions, batches.unexpected, batches.contradictions) == (2, 4, 2)


def test_only_failures_in_a_row_end_the_sending() -> None:
    """A credit that failed before may be the cause of a failure: the submissions in between say that ASCP works."""

    class Moody(Reader):
        def submit(self, submission_id: str, batch: Sequence[Credit], *, until: datetime) -> SubmissionOutcome:
            answer = super().submit(submission_id, batch, until=until)
            return Unclear("reset", 0, False) if {one.credit_id for one in batch} & {"c1", "c3"} else answer

    partner = Moody()
    outcomes = submitter(partner).submit("s1", [a_credit(f"c{n}", attempts=TRIED) for n in range(1, 6)])
    assert [ids for _, ids in partner.sent] == [["c1"], ["c2"], ["c3", "c4"], ["c5"]]
    unclear = Deferred("reset", in_doubt=True)
    assert outcomes == {one: Accepted("R-1") if one in ("c2", "c5") else unclear for one in outcomes}
    assert len(outcomes) == 5
