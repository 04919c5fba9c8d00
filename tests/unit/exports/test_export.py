"""The states of an export, and what its README and its e-mail say."""

from datetime import UTC, datetime, timedelta
from pathlib import Path

import pytest

from laurel.exports.export import (
    LEASE,
    STALLED_AFTER,
    Export,
    ExportPart,
    ExportState,
    Progress,
    continued,
    finished,
    taken,
    with_notified,
)
from laurel.exports.readme import readme
from laurel.exports.ready_mail import compose
from laurel.exports.views import ExportView
from laurel.platform.speech import Speech

AT = datetime(2026, 11, 28, 12, 0, tzinfo=UTC)
ASKED = Export(learner_id="ana", export_id="e1", requested_at=AT)
MAKING = taken(ASKED, AT)
READY = finished(MAKING, "exports/ana/e1-1.zip", 1234, AT + timedelta(minutes=1))


@pytest.mark.parametrize(
    ("export", "minutes", "state"),
    [
        (ASKED, 15, ExportState.WAITING),
        (ASKED, 16, ExportState.FAILED),
        (MAKING, 15, ExportState.MAKING),
        (MAKING, 16, ExportState.FAILED),
        (continued(MAKING, Progress(ExportPart.CLAIMS, 1), AT + timedelta(minutes=5)), 20, ExportState.MAKING),
        (READY, 60 * 24, ExportState.READY),
    ],
)
def test_the_state_at_an_instant(export, minutes, state):
    assert export.state_at(AT + timedelta(minutes=minutes)) is state


def test_a_lease_ends_before_lambda_tries_again_and_long_before_it_counts_as_failed():
    assert LEASE < timedelta(minutes=1) < STALLED_AFTER


def test_one_run_takes_it_at_a_time():
    assert ASKED.may_be_taken(AT)
    assert not MAKING.may_be_taken(AT + LEASE - timedelta(seconds=1))
    assert MAKING.may_be_taken(AT + LEASE)
    assert not READY.may_be_taken(AT + timedelta(days=1))


def test_each_step_is_another_version():
    steps = [ASKED, MAKING, continued(MAKING, Progress(ExportPart.CREDITS), AT), with_notified(READY)]
    assert [one.version for one in steps] == [1, 2, 3, 4]


def test_a_run_that_goes_on_notes_how_far_it_is_and_holds_its_lease():
    further = continued(MAKING, Progress(ExportPart.CLAIMS, 3, 9), AT + timedelta(seconds=30))
    assert (further.progress, further.attempt) == (Progress(ExportPart.CLAIMS, 3, 9), 1)
    assert further.lease_until == AT + timedelta(seconds=30) + LEASE


def test_its_learner_is_not_told_before_somebody_says_so():
    assert [one.notified for one in (ASKED, MAKING, READY, with_notified(READY))] == [False, False, False, True]
    assert ASKED.notified is False


def test_its_week_starts_when_it_is_ready():
    assert READY.available_until == AT + timedelta(days=7, minutes=1)
    assert not READY.is_over(AT + timedelta(days=7))
    assert READY.is_over(AT + timedelta(days=7, minutes=1))


def test_only_a_ready_one_shows_a_link():
    for export, state in ((ASKED, "waiting"), (MAKING, "making"), (None, "none")):
        view = ExportView.of(export, "https://secret", AT)
        assert (view.state, view.url, view.size) == (state, None, None)
    view = ExportView.of(READY, "https://secret", AT)
    assert (view.state, view.url, view.size, view.progress) == ("ready", "https://secret", 1234, None)
    assert view.url_expires_at == AT + timedelta(minutes=5)


def test_the_readme_is_as_approved():
    approved = Path(__file__).with_name("approved_readme.txt").read_text(encoding="utf-8")
    assert readme(AT, ["B-2", "A-1"], "help@example.org").replace("\r\n", "\n") == approved


def test_the_readme_names_documents_that_are_missing():
    assert "could not be read" not in readme(AT, [], "help@example.org")
    assert "could not be read: A-1, B-2." in readme(AT, ["B-2", "A-1"], "help@example.org")


def test_the_mail_says_until_when_and_what_to_do_if_it_was_somebody_else():
    mail = compose(READY, "https://ce.example.org", "help@example.org", Speech())
    for said in (
        "December 5, 2026",
        "https://ce.example.org/profile/data",
        "You did not ask for it?",
        "help@example.org",
    ):
        assert said in mail.text
        assert said in mail.html
    assert READY.key not in mail.text + mail.html
