"""The link that stops notices: good for its learner and for nothing else."""

from datetime import UTC, datetime, timedelta

import pytest
from hypothesis import given
from hypothesis import strategies as st

from laurel.learners.address_registry import AddressRegistry
from laurel.learners.profile import Profile
from laurel.notices.unsubscribe import check_link, stop_notices
from laurel.notices.unsubscribe_links import UnsubscribeLinks
from laurel.notices.unsubscribe_page import confirm_page, stopped_page
from laurel.platform.callers import Caller
from laurel.platform.cursors import Cursors
from laurel.platform.problems import status_of
from laurel.platform.refusal import Refusal
from laurel.platform.table import Table
from tests import stores

KEY = b"k" * 64
LINKS = UnsubscribeLinks(lambda: KEY)
NOW = datetime(2026, 11, 20, 7, tzinfo=UTC)


@given(st.text(st.characters(exclude_categories=["Cs"]), min_size=1, max_size=60))
def test_a_link_names_its_learner(learner_id: str) -> None:
    assert LINKS.learner_of(LINKS.token(learner_id)) == learner_id


@pytest.mark.parametrize("token", ["", "x", "é" * 30, "=" * 40, "A" * 24, "A" * 400, "A" * 33])
def test_what_was_not_given_out_names_nobody(token: str) -> None:
    assert LINKS.learner_of(token) is None


def test_a_changed_link_names_nobody() -> None:
    token = LINKS.token("ana")
    for n, char in enumerate(token):
        other = token[:n] + ("A" if char != "A" else "B") + token[n + 1 :]
        assert LINKS.learner_of(other) in (None, "ana")  # the last character may carry bits that count for nothing
    assert LINKS.learner_of(token[:-2]) is None


def test_another_key_or_another_use_of_the_key_signs_no_link() -> None:
    assert UnsubscribeLinks(lambda: b"j" * 64).learner_of(LINKS.token("ana")) is None
    cursor = Cursors(lambda: KEY).write(["activities"], ["ana"])
    assert LINKS.learner_of(cursor) is None


@pytest.fixture
def table(aws: None) -> Table:
    stores.make_table("LedgerTable")
    return Table(stores.make_table("ClaimsTable"))


def profile(table: Table) -> Profile:
    registry = AddressRegistry(table, "LedgerTable", lambda: NOW)
    return registry.recognize(Caller("ana", "ana@example.org", is_staff=False))


def test_stopping_is_kept_once_and_bumps_the_version(table: Table) -> None:
    before = profile(table)
    assert stop_notices(table, LINKS, lambda: NOW, LINKS.token("ana")) is None
    after = profile(table)
    assert (after.notices_stopped_at, after.version) == (NOW, before.version + 1)
    assert stop_notices(table, LINKS, lambda: NOW + timedelta(days=1), LINKS.token("ana")) is None
    assert profile(table) == after


def test_looking_at_the_link_changes_nothing(table: Table) -> None:
    before = profile(table)
    assert check_link(LINKS, LINKS.token("ana")) is None
    assert profile(table) == before


def test_a_bad_link_is_refused_and_changes_nothing(table: Table) -> None:
    before = profile(table)
    for refused in (stop_notices(table, LINKS, lambda: NOW, "A" * 40), check_link(LINKS, "A" * 40)):
        assert isinstance(refused, Refusal)
        assert (status_of(refused), refused.code) == (404, "stop_link_unknown")
    assert profile(table) == before


def test_an_account_that_is_gone_is_not_made_again(table: Table) -> None:
    assert stop_notices(table, LINKS, lambda: NOW, LINKS.token("gone")) is None
    assert table.get(("LEARNER#gone", "PROFILE")) is None


def test_the_pages_say_what_stops_and_how_to_start_again() -> None:
    asked, stopped = confirm_page('a"b'), stopped_page()
    assert "<h1>Stop these e-mails?</h1>" in asked
    assert 'action="?token=a%22b"><button type="submit">Stop these e-mails</button>' in asked
    assert (
        "Laurel writes to you when one of your credits is stuck, late or accepted, before the time to finish a claim"
        " ends, and when a certificate is ready, corrected or revoked. Stopping these e-mails does not affect your"
        " credits, claims or certificates." in asked
    )
    assert "<h1>You will get no more of these e-mails</h1>" in stopped
    assert (
        '<p role="status">You are unsubscribed. To get them again, sign in and turn them on in your profile.</p>'
        in stopped
    )
