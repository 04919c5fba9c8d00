"""What the tests of the API's function share; a file with other needs has fixtures of its own under these names."""

import pytest

from tests.functions.claim_api_desk import desk_on_moto
from tests.functions.organizer_desk import Books


@pytest.fixture
def desk(aws, monkeypatch):
    with desk_on_moto(monkeypatch.setenv) as desk:
        yield desk


@pytest.fixture
def books(desk):
    return Books()
