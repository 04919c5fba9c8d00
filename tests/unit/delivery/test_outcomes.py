"""What a failed call means for the credits in it: for which of them, whether in doubt, and in which words."""

import pytest

from laurel.delivery.outcomes import CallFailure, Deferred, NotAsked, Unknown, deferral
from laurel.delivery.partner import Busy, NotSent, Unauthorized, Unclear


@pytest.mark.parametrize(
    ("failure", "told"),
    [
        (Unauthorized(), Deferred("ASCP does not accept our credentials", for_all=True)),
        (Busy(30), Deferred("ASCP is busy", retry_after=30, for_all=True)),
        (NotSent("no way", 5, ours=True), Deferred("no way", retry_after=5, for_all=True)),
        (NotSent("no time", 0, ours=True), Deferred("no time")),
        (NotSent("no way", 0, ours=False), Deferred("no way", for_all=True)),
        (Unclear("reset", 7, True), Deferred("reset", in_doubt=True, retry_after=7, for_all=True)),
        (Unknown("no result"), Deferred("no result", in_doubt=True)),
        (NotAsked(9), Deferred("ASCP fails over questions at present", retry_after=9, not_asked=True)),
    ],
)
def test_each_failure_has_its_words(failure: CallFailure | Unknown | NotAsked, told: Deferred) -> None:
    assert deferral(failure, "ASCP") == told
