"""The profile decides how many of its examples a test draws."""

from collections.abc import Iterator

import pytest
from hypothesis import settings

from tests.examples import examples


@pytest.fixture(autouse=True)
def profile_of_this_run() -> Iterator[None]:
    """Puts the profile of this run back."""
    in_force = settings.get_current_profile_name()
    yield
    settings.load_profile(in_force)


@pytest.mark.parametrize(
    ("profile", "wanted", "drawn"),
    [("laurel", 300, 300), ("same", 300, 300), ("quick", 300, 30), ("quick", 15, 2), ("quick", 1, 1)],
)
def test_make_quick_draws_a_tenth(profile: str, wanted: int, drawn: int) -> None:
    settings.load_profile(profile)
    assert examples(wanted).max_examples == drawn
    assert examples(wanted).deadline is None


def test_the_rest_is_as_asked() -> None:
    assert examples(25, stateful_step_count=7).stateful_step_count == 7
