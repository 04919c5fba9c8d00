import pytest

from tests.unit.certificates.printers import World, make_world


@pytest.fixture
def world(aws: None) -> World:
    """An printer with empty tables and an empty bucket."""
    return make_world()
