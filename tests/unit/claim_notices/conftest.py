"""Learners with claims and certificates, and the nights that tell them."""

import pytest

from tests.unit.certificates.printers import make_world
from tests.unit.claim_notices.nights import Nights


@pytest.fixture
def nights(aws: None) -> Nights:
    """Nobody has a claim."""
    return Nights(make_world())
