"""Which credits count as refused alone, since when, and that they go last."""

from datetime import timedelta

from laurel.delivery.batching import TIME_BETWEEN_REFUSALS, TRIED, Batches, refused_alone, refused_alone_at
from laurel.ledger.credit import Credit, Step
from laurel.ledger.states import State
from tests.credits import START, a_credit

HOUR = timedelta(hours=1)
ALONE = refused_alone("ASCP")


def with_steps(*steps: Step, credit_id: str = "c1", attempts: int = 0) -> Credit:
    timeline = (Step(START, State.EARNED), Step(START, State.REPORTED), *steps)
    return a_credit(credit_id, state=State.REPORTED, attempts=attempts, timeline=timeline)


def back(hours: int, why: str = ALONE, by: str | None = None) -> Step:
    return Step(START + hours * HOUR, State.REPORTED, None, why, by)


def test_the_detail_of_the_step_names_the_partner() -> None:
    assert refused_alone("ASCP") == "ASCP could not read it, sent alone"
    assert TIME_BETWEEN_REFUSALS == 4 * HOUR


def test_the_first_time_counts_since_a_person_last_acted() -> None:
    assert refused_alone_at(with_steps(), "ASCP") is None
    assert refused_alone_at(with_steps(back(1, "time-out")), "ASCP") is None
    assert refused_alone_at(with_steps(back(1), back(2, "time-out"), back(5)), "ASCP") == START + HOUR
    assert refused_alone_at(with_steps(back(1), back(2, "queued again", "staff:sam"), back(5)), "ASCP") == (
        START + 5 * HOUR
    )
    assert refused_alone_at(with_steps(back(1), Step(START + 2 * HOUR, State.EARNED), back(5)), "ASCP") == (
        START + 5 * HOUR
    )
    assert refused_alone_at(with_steps(back(1), back(2, "queued again", "staff:sam")), "ASCP") is None


def test_another_partners_refusal_does_not_count() -> None:
    assert refused_alone_at(with_steps(back(1)), "Another") is None


def test_what_was_refused_alone_goes_last_and_then_by_attempts() -> None:
    credits_ = [
        with_steps(back(1), credit_id="refused", attempts=1),
        a_credit("often", attempts=TRIED + 1),
        a_credit("tried", attempts=TRIED),
        a_credit("second", attempts=TRIED - 1),
        a_credit("first", attempts=1),
    ]
    batches = Batches(credits_, partner="ASCP", most_credits=100)
    assert batches.with_tried
    assert [one.credit_id for one in batches.left()] == ["first", "second", "tried", "often", "refused"]
    assert [one.credit_id for one in batches.take()] == ["first", "second"]
    assert [one.credit_id for one in batches.take()] == ["tried"]
    assert not Batches(credits_[3:], partner="ASCP", most_credits=100).with_tried


def test_no_batch_is_larger_than_the_partner_takes() -> None:
    batches = Batches([a_credit(f"c{n}", attempts=TRIED) for n in range(20)], partner="ASCP", most_credits=3)
    sizes = []
    while batch := batches.take():
        sizes.append(len(batch))
        batches.answered(batch)
    assert sizes == [1, 2, 3, 3, 3, 3, 3, 2]
