"""The loop of read, decide and write on conditions."""

import pytest

from laurel.platform.optimistic import ROUNDS, retry_on_conflict


def attempts(*outcomes):
    left = list(outcomes)
    return lambda: left.pop(0), left


def test_the_first_outcome_counts_and_nothing_is_tried_after_it():
    attempt, left = attempts(None, None, "saved", "never")
    assert (retry_on_conflict(attempt), left) == ("saved", ["never"])


@pytest.mark.parametrize("outcome", [False, 0, ""])
def test_an_outcome_may_be_false(outcome):
    attempt, left = attempts(outcome, "never")
    assert (retry_on_conflict(attempt), left) == (outcome, ["never"])


def test_it_ends_though_something_changes_each_time():
    attempt, left = attempts(*[None] * ROUNDS, "one too many")
    assert (retry_on_conflict(attempt), left) == (None, ["one too many"])


def test_an_error_ends_it():
    seen = []

    def attempt():
        seen.append(None)
        raise KeyError

    with pytest.raises(KeyError):
        retry_on_conflict(attempt)
    assert len(seen) == 1
