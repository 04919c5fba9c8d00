"""Learners who follow licenses, and the nights that remind them."""

import pytest

from tests.unit.certificates.printers import make_world
from tests.unit.reminders.nights import ReminderNights


@pytest.fixture
def nights(aws: None) -> ReminderNights:
    """Ana has a profile and follows nothing."""
    return ReminderNights(make_world())
