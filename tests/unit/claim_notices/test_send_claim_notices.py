"""Who gets which notice about claims and certificates, and when; and that no notice comes twice."""

from collections.abc import Callable
from dataclasses import replace
from datetime import UTC, datetime, timedelta

import pytest

from laurel.certificates.certificate import Certificate
from laurel.certificates.issue import Issued
from laurel.claims.claim import opened
from laurel.learners.records import to_item
from laurel.notices.mailer import MailOutcome, MailUnclear, RecipientRefused, Unavailable, Unfit
from laurel.platform.table import TableBusy
from tests.unit.certificates.printers import SEEN, Cut, ready
from tests.unit.claim_notices.nights import ANA, DAY, Nights
from tests.unit.claims.samples import activity, claim

CLOSES_AT = datetime(2026, 12, 31, 5, tzinfo=UTC)  # midnight in New York
SOON = CLOSES_AT - timedelta(days=7, hours=12)


@pytest.fixture
def draft(nights: Nights) -> Nights:
    """Ana has a draft, and its claim window closes soon."""
    ready(nights.world, profile=ANA)
    nights.world.now = SOON
    return nights


@pytest.fixture
def printed(nights: Nights) -> Certificate:
    return ready(nights.world, profile=ANA).issued()


# ------------------------------------------------------------------ drafts


def test_a_draft_is_told_of_once_at_least_seven_days_before_the_end(nights: Nights) -> None:
    ready(nights.world, profile=ANA)
    nights.world.now = CLOSES_AT - timedelta(days=20, hours=2)
    told = []
    for _ in range(25):
        nights.next_night()
        told += [(CLOSES_AT - nights.world.now, text) for text in nights.texts()]
    ((left, text),) = told
    assert timedelta(days=7) <= left <= timedelta(days=8)
    assert "Clinical Microbiology 2026 (Example Society for Microbiology)" in text
    assert "print your certificate through December 30, 2026 (Eastern Time)" in text
    assert "education@example.org" in text
    assert "https://ce.example.org/transcript" in text
    assert list(nights.closings.before(CLOSES_AT + DAY)) == []


def test_a_draft_begun_in_the_last_days_is_told_of_once_before_the_end(nights: Nights) -> None:
    nights.world.has(activity(), ANA)
    nights.world.now = CLOSES_AT - timedelta(days=8, hours=2)
    told = []
    for night in range(10):
        nights.next_night()
        told += [(CLOSES_AT - nights.world.now, text) for text in nights.texts()]
        if night == 3:
            nights.world.has(claim(a="1"))
    ((left, text),) = told
    assert timedelta(days=1) <= left <= timedelta(days=2)
    assert "Clinical Microbiology 2026" in text
    assert list(nights.closings.before(CLOSES_AT + DAY)) == []


def test_between_its_two_looks_an_activity_costs_nothing(draft: Nights, monkeypatch: pytest.MonkeyPatch) -> None:
    draft.night()
    monkeypatch.setattr(type(draft.world.catalog), "get", None)
    assert draft.next_night()["news"] == 0


def test_a_finished_claim_is_not_told_of(draft: Nights) -> None:
    draft.world.issued()
    assert draft.night()["causes"] == {"issued": 1}


def test_a_draft_that_was_printed_after_the_index_was_written_is_not_told_of(
    draft: Nights, monkeypatch: pytest.MonkeyPatch
) -> None:
    """The index of an activity's claims lags the table."""
    stale = list(draft.world.printer.claims.learners_with_draft("micro-2026"))
    draft.world.issued()
    monkeypatch.setattr(type(draft.world.printer.claims), "learners_with_draft", lambda *_: iter(stale))
    assert draft.night()["causes"] == {"issued": 1}


def test_a_moved_claim_window_counts_and_the_former_end_does_not(draft: Nights) -> None:
    later = CLOSES_AT + 30 * DAY
    window = {"opens_at": "2026-06-04T04:00:00Z", "closes_at": later.isoformat()}
    draft.world.has(activity(claim_window=window))
    assert draft.night()["news"] == 0
    assert [one.closes_at for one in draft.closings.before(later + DAY)] == [later]
    draft.world.now = later - 7 * DAY
    draft.night()
    assert "January 29, 2027" in draft.texts()[0]


def test_an_activity_that_is_saved_again_reminds_nobody_again(draft: Nights) -> None:
    assert draft.night()["sent"] == 1
    draft.world.has(activity(title="Clinical Microbiology, once more"))
    assert draft.next_night()["sent"] == 0


def test_a_window_that_is_over_is_forgotten(draft: Nights) -> None:
    draft.world.now = CLOSES_AT
    assert draft.night()["news"] == 0
    assert list(draft.closings.before(CLOSES_AT + DAY)) == []


def test_who_got_more_time_is_not_told_of_the_activitys_end(nights: Nights) -> None:
    ready(nights.world, replace(claim(a="1"), open_until=CLOSES_AT + 30 * DAY), ANA)
    nights.world.now = SOON
    assert nights.night()["sent"] == 0


def test_several_drafts_come_in_one_e_mail(draft: Nights) -> None:
    other = activity(id="second", title="Second meeting")
    draft.world.has(other, opened("ana", other, claim().statement, claim().access, SOON))
    assert draft.night()["causes"] == {"draft_closing": 2}
    (text,) = draft.texts()
    assert "Second meeting" in text


# ------------------------------------------------------------------ certificates


def test_a_print_a_reissue_and_a_revocation_are_told_of_once_each(nights: Nights, printed: Certificate) -> None:
    assert nights.night()["causes"] == {"issued": 1}
    assert "Your certificate is ready" in nights.texts()[0]
    nights.world.now += DAY
    reissued = nights.reissued(printed)
    assert nights.night()["causes"] == {"reissued": 1}
    assert "replaces the earlier one" in nights.texts()[0]
    nights.world.now += DAY
    nights.revoked(reissued)
    assert nights.night()["causes"] == {"revoked": 1}
    assert "Staff revoked it" in nights.texts()[0]
    assert nights.next_night()["news"] == 0
    assert list(nights.notices.all()) == []


def test_only_the_last_event_before_a_night_is_told_of(nights: Nights, printed: Certificate) -> None:
    nights.revoked(nights.reissued(printed))
    assert nights.night()["causes"] == {"revoked": 1}
    assert list(nights.notices.all()) == []


def test_an_open_claim_says_until_when_and_printing_it_again_makes_that_old(
    nights: Nights, printed: Certificate
) -> None:
    nights.revoked(printed, reopen=True)
    assert nights.night()["causes"] == {"reopened": 1}
    assert "print a new one through December 30, 2026 (Eastern Time)" in nights.texts()[0]
    nights.world.now += DAY
    found = nights.world.issue(seen=replace(SEEN, version=nights.world.claim().version))
    assert isinstance(found, Issued)
    assert nights.night()["causes"] == {"issued": 1}


def test_a_claim_that_was_opened_and_printed_again_before_the_night_is_told_of_as_ready(
    nights: Nights, printed: Certificate
) -> None:
    nights.revoked(printed, reopen=True)
    assert isinstance(nights.world.issue(seen=replace(SEEN, version=nights.world.claim().version)), Issued)
    assert nights.night()["causes"] == {"issued": 1}
    assert list(nights.notices.all()) == []


def test_no_number_of_a_certificate_is_in_an_e_mail(nights: Nights, printed: Certificate) -> None:
    nights.night()
    assert printed.number not in nights.texts()[0]


# ------------------------------------------------------------------ to whom


@pytest.mark.parametrize("changes", [{"email": None}, {"notices_stopped_at": SOON}, {"erased_at": SOON}])
def test_who_wants_or_can_get_no_e_mail_gets_none_and_nothing_waits(
    nights: Nights, printed: Certificate, changes: dict[str, object]
) -> None:
    nights.profile(**changes)
    report = nights.night()
    assert (report["sent"], report["unasked"]) == (0, 1)
    assert list(nights.notices.all()) == []


def test_after_a_join_the_account_that_stays_is_told_of_both(draft: Nights) -> None:
    stays = replace(ANA, learner_id="bea", email="bea@example.org")
    draft.world.table.put_many([to_item(stays)])
    draft.profile(joined_into="bea")
    assert draft.night()["sent"] == 1
    assert [to for to, _ in draft.mailer.mails] == ["bea@example.org"]
    assert draft.send_log.of(["bea"])["bea"].claims_on == SOON.date()


# ------------------------------------------------------------------ trouble


def test_two_runs_of_one_night_tell_once_and_new_things_wait_for_the_next(nights: Nights, printed: Certificate) -> None:
    nights.night()
    nights.revoked(printed)
    assert nights.night()["held_back"] == 1
    assert nights.next_night()["causes"] == {"revoked": 1}


@pytest.mark.parametrize("outcome", [Unavailable("Throttling"), Unfit("MessageRejected")])
def test_what_ses_certainly_did_not_send_comes_with_the_next_run(draft: Nights, outcome: MailOutcome) -> None:
    draft.world.issue()
    draft.world.has(other := activity(id="second"), opened("ana", other, claim().statement, claim().access, SOON))
    draft.mailer.answers = [outcome]
    assert (draft.night()["failed"], draft.texts()) == (1, [])
    assert draft.send_log.of(["ana"])["ana"].claims_on is None
    assert draft.night()["causes"] == {"draft_closing": 1, "issued": 1}
    assert draft.next_night()["news"] == 0


def test_what_may_have_been_sent_is_not_sent_again(draft: Nights) -> None:
    draft.mailer.answers = [MailUnclear("ReadTimeoutError")]
    report = draft.night()
    assert (report["failed"], report["complete"]) == (1, False)
    draft.texts()
    assert draft.next_night()["sent"] == 0
    assert draft.texts() == []


def test_an_address_that_ses_refuses_stops_nobody_else(draft: Nights) -> None:
    draft.mailer.answers = [RecipientRefused("BadRequestException")]
    assert draft.night()["refused"] == 1
    assert draft.send_log.of(["ana"])["ana"].refused == "ana@example.org"
    assert list(draft.closings.before(CLOSES_AT)) == []


def test_trouble_with_ses_ends_the_run_and_leaves_the_lists(draft: Nights) -> None:
    draft.world.table.put_many([to_item(replace(ANA, learner_id="bea", email="bea@example.org"))])
    draft.world.has(replace(claim(), learner_id="bea", claim_id="bea-claim"))
    draft.mailer.answers = [Unavailable("AccountSuspended")]
    report = draft.night()
    assert (report["sent"], report["failed"], report["complete"]) == (0, 1, False)
    assert len(list(draft.closings.before(CLOSES_AT + DAY))) == 1


def test_without_time_left_nothing_is_sent_and_nothing_is_lost(draft: Nights) -> None:
    assert draft.night(seconds_left=20.0)["complete"] is False
    assert draft.texts() == []
    assert draft.next_night()["sent"] == 1


@pytest.mark.parametrize("where", ["begin_claims", "remove"])
def test_a_run_that_dies_anywhere_tells_nothing_twice(
    nights: Nights, printed: Certificate, monkeypatch: pytest.MonkeyPatch, where: str
) -> None:
    owner = nights.send_log if where == "begin_claims" else nights.notices
    whole: Callable[..., object] = getattr(type(owner), where)

    def die_after(*given: object) -> object:
        whole(*given)
        raise Cut(where)

    with monkeypatch.context() as patch:
        patch.setattr(type(owner), where, die_after)
        with pytest.raises(Cut):
            nights.night()
    sent = len(nights.texts())
    assert nights.next_night()["sent"] == 0
    assert sent == (0 if where == "begin_claims" else 1)
    assert list(nights.notices.all()) == []


def test_a_busy_table_leaves_a_learner_to_the_next_night(draft: Nights, monkeypatch: pytest.MonkeyPatch) -> None:
    def busy(*_: object) -> bool:
        raise TableBusy

    with monkeypatch.context() as patch:
        patch.setattr(type(draft.send_log), "begin_claims", busy)
        assert draft.night()["failed"] == 1
    assert draft.night()["sent"] == 1


def test_old_marks_are_dropped(nights: Nights, printed: Certificate) -> None:
    nights.night()
    nights.world.now += 61 * DAY
    nights.revoked(printed)
    nights.night()
    assert set(nights.send_log.of(["ana"])["ana"].marked) == {f"{printed.number} revoked"}


def test_what_a_night_costs(draft: Nights) -> None:
    """Two lists; activity, claims; profile, record, claim; mark; and that the window was looked at once."""
    draft.world.wires.calls.clear()
    draft.night()
    # The send log has a client of its own in these tests.
    assert draft.world.wires.calls == [
        *("query", "query", "get_item", "query", "batch_get_item", "batch_get_item", "update_item")
    ]
