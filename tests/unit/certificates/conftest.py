import pytest

from tests.unit.certificates.offices import World, make_world


@pytest.fixture
def world(aws: None) -> World:
    """An office with empty tables and an empty bucket."""
    return make_world()
