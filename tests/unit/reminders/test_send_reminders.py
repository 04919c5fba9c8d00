"""Reminders before a cycle ends: each once, only when it is wanted, and at a cost that grows with those who are due."""

from dataclasses import replace
from datetime import date, timedelta
from decimal import Decimal
from typing import Any

import pytest

from laurel.learners.records import to_item
from laurel.ledger.store import Change
from laurel.notices.mailer import MailOutcome, MailUnclear, RecipientRefused, Unavailable, Unfit
from laurel.platform.table import Table, TableBusy
from laurel.progress.choices import ReminderChoice
from tests.credits import a_credit
from tests.unit.claim_notices.nights import ANA
from tests.unit.reminders.nights import ENDS, ReminderNights

DAY = timedelta(days=1)
DAYS = [ENDS - timedelta(days=before) for before in (90, 30, 7)]


def subjects(nights: ReminderNights) -> list[str]:
    found = [email.subject for _, email in nights.mailer.mails]
    nights.mailer.mails.clear()
    return found


def earn(nights: ReminderNights, hours: str, on: date) -> None:
    """A provider reports hours of P.A.C.E. for Ana."""
    fed = a_credit(f"fed {hours}", email="ana@example.org", email_key="ana@example.org", completed_on=on)
    nights.dependencies.ledger.save([Change(None, replace(fed, contact_hours=Decimal(hours)))])


def test_a_learner_is_reminded_90_30_and_7_days_before_the_end_once_each(nights: ReminderNights) -> None:
    nights.follows()
    told = {}
    day = nights.today
    while day <= ENDS + DAY:
        nights.go_to(day)
        nights.remind()
        nights.remind()
        if found := subjects(nights):
            told[day] = found
        day += DAY
    assert told == {
        day: [f"Your continuing education: {before} days until a cycle ends"]
        for day, before in zip(DAYS, (90, 30, 7), strict=True)
    }
    # The learner has to enter when the new license expires.
    assert nights.listed() == []


def test_a_cycle_that_is_the_same_for_all_goes_on_with_the_next_one(nights: ReminderNights) -> None:
    nights.follows("louisiana")
    nights.go_to(date(2026, 12, 24))
    assert nights.remind()["sent"] == 1
    assert nights.listed() == [date(2027, 12, 31) - timedelta(days=90)]


def test_who_has_all_hours_gets_none_unless_they_chose_so(nights: ReminderNights) -> None:
    earn(nights, "10", ENDS - timedelta(days=200))
    nights.follows()
    nights.go_to(DAYS[0])
    assert (nights.remind()["sent"], nights.listed()) == (0, [DAYS[1]])
    nights.follows(choice=ReminderChoice.ALWAYS)
    nights.go_to(DAYS[1])
    assert nights.remind()["sent"] == 1
    (text,) = nights.texts()
    assert "Counted: 10 hours of 10; no hours are missing." in text


def test_who_switched_them_off_is_in_no_list(nights: ReminderNights) -> None:
    nights.follows()
    assert nights.listed() == [DAYS[0]]
    nights.follows(choice=ReminderChoice.NEVER)
    assert nights.listed() == []
    nights.go_to(DAYS[0])
    assert nights.remind()["news"] == 0


@pytest.mark.parametrize(
    "changes",
    [
        {"notices_stopped_at": ANA.consent_at},
        {"email": None},
        {"joined_into": "bea"},
        {"erased_at": ANA.consent_at},
    ],
    ids=lambda changes: next(iter(changes)),
)
def test_who_gets_no_e_mail_gets_none_and_the_list_goes_on(nights: ReminderNights, changes: dict[str, Any]) -> None:
    nights.follows()
    nights.world.table.put_many([to_item(replace(ANA, **changes))])
    nights.go_to(DAYS[0])
    report = nights.remind()
    assert (report["sent"], report["unasked"], nights.texts()) == (0, 1, [])
    assert nights.listed() == [DAYS[1]]


def test_the_e_mail_names_the_board_and_whom_to_ask_and_says_that_it_is_an_estimate(nights: ReminderNights) -> None:
    earn(nights, "2.5", ENDS - timedelta(days=200))
    nights.follows()
    nights.go_to(DAYS[2])
    nights.remind()
    (text,) = nights.texts()
    assert (
        "* Nevada license\n  The cycle ends on June 30, 2027. Counted: 2.5 hours of 10; 7.5 hours still needed."
        " This is an estimate; the board decides."
        " Questions about the rule? Ask Nevada Division of Public and Behavioral Health."
    ) in text
    assert "Questions? Write to help@example.org." in text
    assert "https://ce.example.org/progress" in text
    assert "/v1/notices/stop?token=" in text


def test_a_missed_night_reminds_once_with_the_days_that_are_left(nights: ReminderNights) -> None:
    nights.follows()
    nights.go_to(DAYS[1] + 2 * DAY)  # no night since before the first one
    nights.remind()
    assert subjects(nights) == ["Your continuing education: 28 days until a cycle ends"]
    assert nights.listed() == [DAYS[2]]


def test_a_night_after_the_end_says_nothing_of_it(nights: ReminderNights) -> None:
    nights.follows()
    nights.go_to(ENDS + DAY)
    assert (nights.remind()["sent"], nights.listed()) == (0, [])


def test_other_dates_move_the_reminder_and_nothing_is_told_twice(nights: ReminderNights) -> None:
    nights.follows()
    nights.go_to(DAYS[0])
    assert nights.remind()["sent"] == 1
    nights.follows(expires_on=ENDS + 300 * DAY)
    nights.follows()
    assert nights.listed() == [DAYS[1]]
    assert nights.remind()["news"] == 0


@pytest.mark.parametrize("outcome", [Unavailable("Throttling"), Unfit("MessageRejected")])
def test_what_ses_certainly_did_not_send_comes_with_the_next_night(
    nights: ReminderNights, outcome: MailOutcome
) -> None:
    nights.follows()
    nights.go_to(DAYS[0])
    nights.mailer.answers = [outcome]
    assert nights.remind()["failed"] == 1
    assert nights.listed() == [DAYS[0]]
    nights.go_to(DAYS[0] + DAY)
    assert nights.remind()["sent"] == 1
    assert nights.listed() == [DAYS[1]]


@pytest.mark.parametrize("outcome", [MailUnclear("ReadTimeout"), RecipientRefused("MessageRejected")])
def test_what_may_have_been_sent_or_cannot_be_is_not_sent_again(nights: ReminderNights, outcome: MailOutcome) -> None:
    nights.follows()
    nights.go_to(DAYS[0])
    nights.mailer.answers = [outcome]
    nights.remind()
    nights.go_to(DAYS[0] + DAY)
    nights.mailer.mails.clear()
    assert (nights.remind()["sent"], nights.listed()) == (0, [DAYS[1]])


def test_a_run_that_dies_after_it_took_the_reminder_sends_nothing_twice(nights: ReminderNights) -> None:
    nights.follows()
    nights.go_to(DAYS[0])
    nights.mailer.answers = [KeyboardInterrupt()]
    with pytest.raises(KeyboardInterrupt):
        nights.remind()
    assert (nights.remind()["sent"], nights.listed()) == (0, [DAYS[1]])


def test_another_run_that_took_it_first_sends_it_alone(nights: ReminderNights, monkeypatch: pytest.MonkeyPatch) -> None:
    nights.follows()
    nights.go_to(DAYS[0])
    real, first = Table.write_all, [True]

    def late(table: Table, writes: Any) -> list[bool]:
        if first.pop() if first else False:
            assert nights.remind()["sent"] == 1
        return real(table, writes)

    monkeypatch.setattr(Table, "write_all", late)
    report = nights.remind()
    assert (report["sent"], report["held_back"], len(nights.texts())) == (0, 1, 1)


def test_without_time_left_nothing_is_sent_and_nothing_is_lost(nights: ReminderNights) -> None:
    nights.follows()
    nights.go_to(DAYS[0])
    report = nights.remind(seconds_left=1.0)
    assert (report["complete"], report["sent"], nights.listed()) == (False, 0, [DAYS[0]])
    assert nights.remind()["sent"] == 1


def test_a_busy_table_leaves_a_learner_to_the_next_night(
    nights: ReminderNights, monkeypatch: pytest.MonkeyPatch
) -> None:
    nights.follows()
    nights.go_to(DAYS[0])

    def busy(*_: Any) -> Any:
        raise TableBusy("writes")

    with monkeypatch.context() as patch:
        patch.setattr(Table, "write_all", busy)
        assert (nights.remind()["failed"], nights.texts()) == (1, [])
    assert nights.remind()["sent"] == 1


def test_a_night_looks_at_nobody_who_is_not_due(nights: ReminderNights, monkeypatch: pytest.MonkeyPatch) -> None:
    nights.follows()
    nights.go_to(DAYS[0] - DAY)
    monkeypatch.setattr(Table, "get_many", lambda *_: pytest.fail("somebody was looked at"))
    assert nights.remind()["news"] == 0
