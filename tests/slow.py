"""A plugin that `tests/conftest.py` names: marks tests of whole nights, and spares the garbage collector."""

import gc

import pytest

# What imports and collects 13,000 tests keeps nearly all that it makes. With Python's own 2,000 objects between two
# collections, two thirds of the time until the first test went into looking for rubbish.
gc.set_threshold(200_000, 50, 100)


def pytest_itemcollected(item: pytest.Item) -> None:
    """A test that asks for nights runs whole ones: moto takes about a quarter of a second for each."""
    if "nights" in getattr(item, "fixturenames", ()):
        item.add_marker(pytest.mark.long)


def pytest_collection_finish() -> None:
    """No collection walks over the modules and the tests again: a seventh of the processor's time."""
    gc.freeze()
