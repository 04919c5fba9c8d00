"""What the log says about breakers, submissions and lookups: operators search for these lines."""

import logging
from collections.abc import Sequence
from datetime import datetime, timedelta

import pytest

from laurel.delivery.circuit_breaker import Breaker, GuardedPartner
from laurel.delivery.partner import (
    Accepted,
    Answered,
    AskOutcome,
    Busy,
    Malformed,
    NotHeld,
    NotSent,
    SubmissionOutcome,
    Unauthorized,
    Unclear,
)
from laurel.delivery.submit import BatchSubmitter, ask_each
from laurel.ledger.credit import Credit
from tests.credits import START, a_credit

UNTIL = START + timedelta(minutes=5)


class Telling:
    """A partner that gives these answers, one after the other."""

    name, most_credits = "ASCP", 100

    def __init__(self, *answers: SubmissionOutcome | AskOutcome) -> None:
        self._answers = list(answers)

    def submit(self, submission_id: str, batch: Sequence[Credit], *, until: datetime) -> SubmissionOutcome:
        return self._answers.pop(0)  # type: ignore[return-value]

    def ask(self, reference: str, *, until: datetime) -> AskOutcome:
        return self._answers.pop(0)  # type: ignore[return-value]


def guarded(*answers: SubmissionOutcome | AskOutcome) -> GuardedPartner:
    def new_breaker(**names: str) -> Breaker:
        return Breaker(lambda: START, lambda: 0.99, base=30, longest=200, **names)

    return GuardedPartner(Telling(*answers), new_breaker, lambda: START)  # type: ignore[arg-type]


def submitter(partner: GuardedPartner) -> BatchSubmitter:
    return BatchSubmitter(partner, lambda: "s2", START, UNTIL)


def lines(caplog: pytest.LogCaptureFixture, message: str) -> list[tuple[str, dict[str, object]]]:
    """The lines with this message: level and fields."""
    usual = {*vars(logging.makeLogRecord({})), "message", "asctime"}
    return [
        (one.levelname, {name: value for name, value in vars(one).items() if name not in usual})
        for one in caplog.records
        if one.message == message
    ]


def test_a_breaker_that_opens_names_the_partner_why_and_for_how_long(caplog: pytest.LogCaptureFixture) -> None:
    breaker = Breaker(lambda: START, lambda: 0.99, base=30, longest=200)
    breaker.record_failure("time-out", retry_after=90)
    fields = {"why": "time-out", "seconds": 90, "in_a_row": 1}
    assert lines(caplog, "the partner fails; nothing is sent for a while") == [("WARNING", fields)]


def test_each_of_the_two_breakers_says_what_it_stops(caplog: pytest.LogCaptureFixture) -> None:
    partner = guarded(Unclear("time-out", 40), Unclear("no answer", 50))
    partner.ask("c1", until=UNTIL)
    partner.submit("s1", [a_credit()], until=UNTIL)
    asked = {"why": "time-out", "seconds": 40, "in_a_row": 1}
    assert lines(caplog, "ASCP fails; nothing is asked for a while") == [("WARNING", asked)]
    sent = {"why": "no answer", "seconds": 50, "in_a_row": 1}
    assert lines(caplog, "ASCP fails; nothing is sent for a while") == [("WARNING", sent)]


def test_a_breaker_knows_why_all_calls_stop(caplog: pytest.LogCaptureFixture) -> None:
    guarded(Busy(60)).submit("s1", [a_credit()], until=UNTIL)
    partner = guarded(*[Unauthorized()] * 4)
    for _ in range(4):
        partner.submit("s1", [a_credit()], until=UNTIL)
    told = lines(caplog, "ASCP fails; nothing is sent for a while")
    assert [(fields["why"], fields["seconds"]) for _, fields in told] == [("busy", 60), ("unauthorized", 30)]


@pytest.mark.parametrize(
    ("outcome", "level", "fields"),
    [
        (Answered({"c1": Accepted("R-1")}), "INFO", {"outcome": "Answered"}),
        (
            Answered({"c1": Accepted("R-1")}, unexpected=2),
            "WARNING",
            {"outcome": "Answered", "unexpected": 2, "contradictions": 0},
        ),
        (
            Answered({"c1": Accepted("R-1")}, contradictions=1),
            "WARNING",
            {"outcome": "Answered", "unexpected": 0, "contradictions": 1},
        ),
        (NotSent("no time"), "WARNING", {"outcome": "NotSent", "why": "no time"}),
        (Unclear("time-out"), "WARNING", {"outcome": "Unclear", "why": "time-out"}),
        (Malformed("not JSON"), "WARNING", {"outcome": "Malformed"}),
    ],
)
def test_each_submission_is_a_line(
    outcome: SubmissionOutcome, level: str, fields: dict[str, object], caplog: pytest.LogCaptureFixture
) -> None:
    caplog.set_level("INFO")
    submitter(guarded(outcome)).submit("s1", [a_credit()])
    assert lines(caplog, "submission") == [(level, {"submission_id": "s1", "credits": 1} | fields)]


def test_the_lookups_of_a_batch_are_one_line(caplog: pytest.LogCaptureFixture) -> None:
    caplog.set_level("INFO")
    credits_ = [a_credit("c1"), a_credit("c2")]
    ask_each(guarded(NotHeld(), Accepted("R-1")), credits_, until=UNTIL, parallel_calls=1)
    fields: dict[str, object] = {"credits": 2, "outcomes": {"NotHeld": 1, "Accepted": 1}}
    assert lines(caplog, "questions") == [("INFO", fields)]
    caplog.clear()
    ask_each(guarded(NotHeld(), Unclear("time-out")), credits_, until=UNTIL, parallel_calls=1)
    fields = {"credits": 2, "outcomes": {"NotHeld": 1, "Deferred": 1}, "why": "time-out"}
    assert lines(caplog, "questions") == [("WARNING", fields)]


def test_without_credits_nothing_is_asked_and_nothing_logged(caplog: pytest.LogCaptureFixture) -> None:
    caplog.set_level("INFO")
    assert ask_each(guarded(), [], until=UNTIL) == {}
    assert lines(caplog, "questions") == []


def test_a_partner_that_reads_nothing_is_an_error_with_how_many(caplog: pytest.LogCaptureFixture) -> None:
    credits_ = [a_credit("c1"), a_credit("c2")]
    submitter(guarded(*[Malformed("not JSON")] * 3)).submit("s1", credits_)
    fields = {"partner": "ASCP", "refused": 2, "credits": 2}
    assert lines(caplog, "the partner could read no submission, not even of one credit") == [("ERROR", fields)]
