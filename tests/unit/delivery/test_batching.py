"""In which portions credits go out: what was tried before begins small."""

from functools import partial

from hypothesis import given
from hypothesis import strategies as st

from laurel.delivery.batching import TRIED, Batches
from tests.credits import a_credit

batches_of = partial(Batches, partner="ASCP", most_credits=100)


def credits_(*attempts):
    return [a_credit(f"c{n}", attempts=one) for n, one in enumerate(attempts)]


def sizes(batches, poison=None):
    """How large the portions are if ASCP answers all but those with the credit `poison`."""
    found = []
    while batch := batches.take():
        found.append(len(batch))
        if poison in [one.credit_id for one in batch]:
            batches.failed()
        else:
            batches.answered(batch)
    return found


def test_what_was_seldom_tried_goes_together():
    assert sizes(batches_of(credits_(*[1, 2] * 50))) == [100]
    assert sizes(batches_of(credits_(*[1] * 130))) == [100, 30]


def test_what_was_tried_before_begins_small_and_doubles():
    assert sizes(batches_of(credits_(*[TRIED] * 100))) == [1, 2, 4, 8, 16, 32, 37]


def test_after_a_failure_it_begins_again():
    assert sizes(batches_of(credits_(*[TRIED] * 20)), poison="c5") == [1, 2, 4, 1, 2, 4, 6]


def test_what_is_new_goes_first_and_without_what_was_tried():
    assert sizes(batches_of(credits_(9, *[1] * 50, 9, 9))) == [50, 1, 2]


def test_halves_go_next():
    batches = batches_of(credits_(*[1] * 5, 9))
    batches.bisect(batches.take())
    assert [one.credit_id for one in batches.left()] == ["c2", "c3", "c4", "c0", "c1", "c5"]
    assert sizes(batches) == [2, 3, 1]


@given(st.lists(st.integers(1, 9), max_size=230), st.randoms())
def test_each_credit_goes_out_once_whatever_happens(attempts, draw):
    every = credits_(*attempts)
    batches, gone = batches_of(every), []
    while batch := batches.take():
        assert len(batch) <= 100
        happens = draw.choice(["answered", "failed", "halved"])
        if happens == "halved" and len(batch) > 1:
            batches.bisect(batch)
            continue
        gone += batch
        batches.failed() if happens == "failed" else batches.answered(batch)
    assert sorted(one.credit_id for one in gone) == sorted(one.credit_id for one in every)
    assert batches.left() == []
