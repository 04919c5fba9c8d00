"""No notice is sent twice or lost, and what that costs: nights run again, stop early, or find trouble."""

import tracemalloc
from collections import Counter
from collections.abc import Iterator
from concurrent.futures import ThreadPoolExecutor
from dataclasses import replace
from datetime import date, datetime, timedelta
from typing import Any

import pytest

from laurel.ledger.notifications import pending_notice
from laurel.ledger.states import State
from laurel.ledger.store import NoticeEntry
from laurel.notices import send_notices as tell_learners
from laurel.notices.mailer import MailOutcome, MailUnclear, RecipientRefused, Unavailable, Unfit
from laurel.notices.send_log import REFUSED_FOR, SendRecord
from laurel.notices.send_notices import LONGEST, SendNotices
from laurel.platform import aws as aws_clients
from laurel.platform.table import TableBusy
from tests.credits import START
from tests.unit.notices.telling import ANA, BEA, DAY, World, rejected, sent, unmatched

# ------------------------------------------------------------------ never twice


def test_a_night_that_runs_twice_sends_one_mail_and_keeps_the_rest_for_the_next(world: World) -> None:
    world.sign_in("ana", ANA)
    world.put(unmatched())
    tonight = world.now.date()
    assert world.night()["sent"] == 1
    world.now += timedelta(minutes=5)
    world.put(rejected(credit_id="c2", at=world.now))
    report = world.night(on=tonight)
    assert (report["sent"], report["held_back"], len(world.mailed())) == (0, 1, 1)
    world.now += timedelta(days=3)  # later than any overlap: it was kept all the same
    report = world.night()
    assert (report["causes"], world.mailed()) == ({"rejected": 1}, [ANA])


def test_two_nights_at_one_time_tell_each_cause_once(world: World, monkeypatch: pytest.MonkeyPatch) -> None:
    world.sign_in("ana", ANA)
    world.put(unmatched(), rejected(credit_id="c2"))
    real = world.dependencies.send_log.begin

    def meanwhile(learner_id: str, on: date) -> bool:
        monkeypatch.setattr(world.dependencies.send_log, "begin", real)
        others = replace(world.dependencies, executor=ThreadPoolExecutor(1))  # the other run's own
        SendNotices(others, on=on, seconds_left=lambda: 900.0).run()
        return real(learner_id, on)

    monkeypatch.setattr(world.dependencies.send_log, "begin", meanwhile)
    report = world.night()
    assert (report["sent"], report["held_back"], len(world.mailed())) == (0, 1, 1)
    assert world.next_night()["sent"] == 0


@pytest.mark.parametrize("when", ["before the booking", "before the mail", "after the mail"])
def test_a_night_that_dies_tells_nobody_twice(world: World, monkeypatch: pytest.MonkeyPatch, when: str) -> None:
    world.sign_in("ana", ANA)
    world.put(unmatched())
    with monkeypatch.context() as patch:
        if when == "before the booking":
            patch.setattr(world.ledger, "save", lambda _: (_ for _ in ()).throw(KeyboardInterrupt))
        elif when == "before the mail":
            world.mailer.answers = [KeyboardInterrupt()]
        else:
            real = world.mailer.send

            def die(*mail: Any) -> MailOutcome:
                real(*mail)
                raise KeyboardInterrupt

            patch.setattr(world.mailer, "send", die)
        with pytest.raises(KeyboardInterrupt):
            world.night()
    assert world.night()["sent"] == 0  # the same night, tried again by Lambda
    world.next_night()
    expected = {"before the booking": [ANA], "before the mail": [], "after the mail": [ANA]}
    assert world.mailed() == expected[when]
    world.next_night()
    assert world.mailed() == []


def test_a_credit_that_changes_in_between_is_told_as_it_then_is_the_next_night(
    world: World, monkeypatch: pytest.MonkeyPatch
) -> None:
    world.sign_in("ana", ANA)
    world.put(sent(at=START - 8 * DAY))  # late since yesterday
    real = world.ledger.save

    def overtaken(changes: Any) -> Any:
        monkeypatch.setattr(world.ledger, "save", real)
        world.change("c1", lambda one: one.put_back(why="busy", in_doubt=False, at=world.now, look_again_at=world.now))
        return real(changes)

    monkeypatch.setattr(world.ledger, "save", overtaken)
    assert world.night()["sent"] == 0
    assert world.next_night()["causes"] == {"late": 1}


# ------------------------------------------------------------------ trouble with the mail


def test_an_address_that_ses_refuses_is_left_alone_until_it_changes_or_much_later(world: World) -> None:
    world.sign_in("ana", ANA)
    world.put(unmatched())
    world.mailer.answers = [RecipientRefused("BadRequestException")]
    assert world.night()["refused"] == 1
    world.put(rejected(credit_id="c2", at=world.now))
    assert (world.next_night()["unasked"], world.mailed()) == (1, [])
    world.sign_in("ana", BEA)
    world.put(rejected(credit_id="c3", at=world.now))
    world.next_night()
    assert world.mailed() == [BEA]
    world.sign_in("ana", ANA)
    world.now += REFUSED_FOR
    world.put(rejected(credit_id="c4", at=world.now))
    world.next_night()
    assert world.mailed() == [ANA]


def test_while_ses_sends_nothing_everything_waits_for_a_later_night(world: World) -> None:
    world.sign_in("ana", ANA)
    world.sign_in("bea", BEA)
    world.put(unmatched(), unmatched(BEA, "c2"))
    world.mailer.answers = [Unavailable("SendingPausedException")]
    report = world.night()
    assert (report["sent"], report["failed"], report["complete"]) == (0, 1, False)
    assert {pending_notice(world.credit(one)) is not None for one in ("c1", "c2")} == {True}
    assert world.next_night()["sent"] == 2
    assert sorted(world.mailed()) == [ANA, BEA]


@pytest.mark.parametrize("had_mail_before", [False, True])
@pytest.mark.parametrize("trouble", [Unavailable("MessageRejected"), Unfit("MessageRejected")])
def test_a_mail_that_was_certainly_not_sent_goes_out_the_same_night_once_ses_sends_again(
    world: World, trouble: MailOutcome, had_mail_before: bool
) -> None:
    world.sign_in("ana", ANA)
    if had_mail_before:
        world.put(unmatched(credit_id="earlier"))
        world.night()
        world.now += DAY
        assert world.mailed() == [ANA]
    world.put(unmatched(at=world.now))
    world.mailer.answers = [trouble]
    assert world.night()["sent"] == 0
    again = world.night()
    assert (again["sent"], again["held_back"]) == (1, 0)
    assert world.mailed() == [ANA]
    assert world.night()["sent"] == 0


def test_one_mail_that_ses_does_not_take_stops_no_other_and_is_told_again(world: World) -> None:
    world.sign_in("ana", ANA)
    world.sign_in("bea", BEA)
    world.put(unmatched(), unmatched(BEA, "c2"))
    world.mailer.answers = [Unfit("MessageRejected")]
    report = world.night()
    assert (report["sent"], report["failed"], report["refused"], report["complete"]) == (1, 1, 0, True)
    first = world.mailed()
    assert world.next_night()["sent"] == 1
    assert sorted(first + world.mailed()) == [ANA, BEA]


def test_the_second_mail_that_ses_does_not_take_ends_the_run_and_nobody_counts_as_notified(world: World) -> None:
    for name in ("ana", "bea", "cleo"):
        world.sign_in(name, f"{name}@example.org")
        world.put(unmatched(f"{name}@example.org", name))
    world.mailer.answers = [Unfit("MessageRejected")] * 2
    report = world.night()
    assert (report["sent"], report["failed"], report["refused"], report["complete"]) == (0, 2, 0, False)
    assert all(pending_notice(world.credit(one)) for one in ("ana", "bea", "cleo"))
    assert world.next_night()["sent"] == 3


def test_a_mail_without_an_answer_counts_as_sent_and_stops_the_night(world: World) -> None:
    world.sign_in("ana", ANA)
    world.sign_in("bea", BEA)
    world.put(unmatched(), unmatched(BEA, "c2"))
    world.mailer.answers = [MailUnclear("ReadTimeoutError")]
    assert world.night()["failed"] == 1
    world.next_night()
    assert sorted(world.mailed()) == [ANA, BEA]  # each once


def test_a_night_out_of_time_tells_the_rest_later(world: World) -> None:
    world.sign_in("ana", ANA)
    world.put(unmatched())
    report = world.night(seconds_left=5)
    assert (report["sent"], report["complete"]) == (0, False)
    assert world.next_night()["sent"] == 1


@pytest.mark.parametrize("looks", range(4))
def test_time_that_runs_out_over_reading_or_telling_loses_nothing_and_doubles_nothing(
    world: World, monkeypatch: pytest.MonkeyPatch, looks: int
) -> None:
    """The clock is looked at for each page that is read, before the letters, and for each of them."""
    monkeypatch.setattr(tell_learners, "PAGE", 1)
    everybody = [f"l{n}@example.org" for n in range(3)]
    for n, email in enumerate(everybody):
        world.sign_in(f"l{n}", email)
        world.put(unmatched(email, f"c{n}"))
    for looks_left in (looks, looks + 4):
        left = iter([900.0] * looks_left)
        report = SendNotices(
            world.dependencies, on=world.now.date(), seconds_left=lambda left=left: next(left, 1.0)
        ).run()
        assert not report.complete
        world.now += DAY
    assert world.night()["complete"]
    assert sorted(world.mailed()) == everybody


@pytest.mark.parametrize("busy_with", ["her night", "her credits"])
def test_a_learner_whom_the_table_does_not_take_keeps_nobody_else_from_mail(
    world: World, monkeypatch: pytest.MonkeyPatch, busy_with: str
) -> None:
    world.sign_in("ana", ANA)
    world.sign_in("bea", BEA)
    world.put(unmatched(), unmatched(BEA, "c2"))
    room, name, is_hers = {
        "her night": (world.dependencies.send_log, "begin", lambda learner_id, _on: learner_id == "ana"),
        "her credits": (world.ledger, "save", lambda changes: changes[0].after.email == ANA),
    }[busy_with]
    real = getattr(room, name)

    def busy(*given: Any) -> Any:
        if is_hers(*given):
            raise TableBusy("no more")
        return real(*given)

    with monkeypatch.context() as patch:
        patch.setattr(room, name, busy)
        report = world.night()
    assert (report["sent"], report["failed"], report["complete"]) == (1, 1, True)
    assert world.mailed() == [BEA]
    world.now += timedelta(days=3)  # later than any overlap
    assert world.night()["sent"] == 1
    assert world.mailed() == [ANA]


@pytest.mark.slow
def test_of_many_credits_those_that_were_booked_are_told_and_the_others_later(
    world: World, monkeypatch: pytest.MonkeyPatch
) -> None:
    world.sign_in("ana", ANA)
    world.put(*(unmatched(credit_id=f"c{n:03}") for n in range(130)))
    real = world.ledger.save
    with monkeypatch.context() as patch:
        saves = iter([real, lambda _: (_ for _ in ()).throw(TableBusy("no more"))])
        patch.setattr(world.ledger, "save", lambda changes: next(saves)(changes))
        report = world.night()
    assert (report["sent"], report["failed"], report["causes"]) == (1, 1, {"unmatched": 100})
    assert world.next_night()["causes"] == {"unmatched": 30}


# ------------------------------------------------------------------ what it costs


@pytest.mark.long  # every allocation is traced
def test_a_night_of_very_much_news_holds_little_of_it_in_memory(world: World, monkeypatch: pytest.MonkeyPatch) -> None:
    def very_much(*, since: datetime, until: datetime) -> Iterator[NoticeEntry]:
        for n in range(30_000):
            yield NoticeEntry(f"c{n}", f"l{n // 3}@example.org", State.UNMATCHED, since)

    monkeypatch.setattr(world.ledger, "pending_notices", very_much)
    monkeypatch.setattr(world.registry, "holders_of", lambda keys: {key: f"of-{key}" for key in keys})
    monkeypatch.setattr(world.registry, "profiles_of", lambda _: {})
    monkeypatch.setattr(world.dependencies.send_log, "of", lambda whom: dict.fromkeys(whom, SendRecord()))
    tracemalloc.start()
    try:
        report = world.night()
        _, peak = tracemalloc.get_traced_memory()
    finally:
        tracemalloc.stop()
    assert (report["news"], report["unasked"], report["complete"]) == (30_000, 30_000, True)
    assert peak < 2_000_000  # bytes: a page of it, where all of it would be nine million


def test_old_news_is_no_news(world: World) -> None:
    """Mail that is switched on after a year does not begin with the year's."""
    world.sign_in("ana", ANA)
    world.put(unmatched(at=START - LONGEST - DAY))
    assert world.night()["news"] == 0


@pytest.mark.slow
def test_a_night_costs_what_is_new_whatever_was_told_before(world: World) -> None:
    for n in range(30):
        world.sign_in(f"l{n}", f"l{n}@example.org")
    world.put(
        *(
            replace(unmatched(f"l{n % 30}@example.org", f"old{n}"), notified=("unmatched:not_a_member",))
            for n in range(90)
        )
    )
    world.put(*(unmatched(f"l{n}@example.org", f"new{n}") for n in range(30)))
    calls: Counter[str] = Counter()
    aws_clients.dynamodb().meta.events.register("before-call.dynamodb.*", lambda model, **_: calls.update([model.name]))
    assert world.night()["sent"] == 30
    assert calls == {
        "Query": 16,
        "BatchGetItem": 4,  # holders, profiles, the learners' last nights, credits
        "UpdateItem": 30,  # each learner's mail of tonight is taken
        "TransactWriteItems": 30,  # and their causes are booked as told
        "GetItem": 1,  # the horizon
        "PutItem": 1,
    }
    calls.clear()
    world.next_night()
    assert calls == {"Query": 16, "GetItem": 1, "PutItem": 1}


def test_no_log_line_names_a_person(world: World, caplog: pytest.LogCaptureFixture) -> None:
    world.sign_in("ana", ANA)
    world.put(unmatched())
    world.mailer.answers = [RecipientRefused("BadRequestException")]
    world.night()
    said = caplog.text + repr([vars(record) for record in caplog.records])
    assert "example.org" not in said
    assert "Ada" not in said
