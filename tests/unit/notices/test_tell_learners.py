"""Who is told of what, when, and never twice: over nights that run again, break off, or find SES in trouble."""

import tracemalloc
from collections import Counter
from collections.abc import Iterator
from concurrent.futures import ThreadPoolExecutor
from dataclasses import replace
from datetime import date, datetime, timedelta
from typing import Any

import pytest

from laurel.learners.address_registry import AddressRegistry
from laurel.learners.edit_profile import edit_profile
from laurel.learners.wire import ProfileChange
from laurel.ledger.credit import Credit
from laurel.ledger.states import RejectedReason, State, UnmatchedReason
from laurel.ledger.store import Change, Ledger, News
from laurel.ledger.untold import untold
from laurel.notices import tell_learners
from laurel.notices.post import Outcome, Refused, Sent, Unavailable, Unclear
from laurel.notices.stop_links import StopLinks
from laurel.notices.stop_notices import stop_notices
from laurel.notices.tell_learners import LONGEST, Rooms, TellLearners
from laurel.notices.told_nights import REFUSED_FOR, ToldNight, ToldNights
from laurel.platform import aws as aws_clients
from laurel.platform.callers import Caller
from laurel.platform.table import Table, TableBusy
from tests import stores
from tests.credits import START, a_credit

DAY = timedelta(days=1)
ANA, BEA = "ana@example.org", "bea@example.org"


class Post:
    """A post office that notes what it is given, and answers what it is told to."""

    def __init__(self) -> None:
        self.mails: list[tuple[str, Any]] = []
        self.answers: list[Outcome | BaseException] = []

    def send(self, to: str, letter: Any, stop_url: str) -> Outcome:
        answer = self.answers.pop(0) if self.answers else Sent()
        if isinstance(answer, BaseException):
            raise answer
        if isinstance(answer, Sent | Unclear):
            self.mails.append((to, letter))
            assert stop_url in letter.text
        return answer


class World:
    """Learners, their credits, and nights on a clock that is set by hand."""

    def __init__(self, ledger_table: Table) -> None:
        self.claims = Table(stores.make_table("ClaimsTable"))
        self.ledger = Ledger(ledger_table)
        self.now = START
        self.post = Post()
        self.links = StopLinks(lambda: b"k" * 64)
        self.registry = AddressRegistry(self.claims, ledger_table.name, self.clock)
        self.rooms = Rooms(
            ledger=self.ledger,
            registry=self.registry,
            nights=ToldNights(ledger_table),
            post=self.post,  # type: ignore[arg-type]
            stop_links=self.links,
            api_url="https://api.example.org",
            portal_url="https://ce.example.org",
            executor=ThreadPoolExecutor(1),  # moto's transactions stumble over a second thread
            clock=self.clock,
        )
        self._issued_at = 1000

    def clock(self) -> datetime:
        return self.now

    def sign_in(self, learner_id: str, email: str) -> Caller:
        self._issued_at += 60
        who = Caller(learner_id, email, False, self._issued_at)
        self.registry.recognise(who)
        return who

    def put(self, *credits: Credit) -> None:
        assert None not in self.ledger.save([Change(None, credit) for credit in credits])

    def change(self, credit_id: str, after: Any) -> None:
        before = self.credit(credit_id)
        assert self.ledger.change(before, after(before))

    def credit(self, credit_id: str) -> Credit:
        return self.ledger.get_many([credit_id])[credit_id]

    def night(self, on: date | None = None, seconds_left: float = 900.0) -> dict[str, Any]:
        run = TellLearners(self.rooms, on=on or self.now.date(), seconds_left=lambda: seconds_left)
        return run.run().to_wire()

    def next_night(self, **given: Any) -> dict[str, Any]:
        self.now += DAY
        return self.night(**given)

    def mailed(self) -> list[str]:
        """To whom mail went since this was asked last."""
        found = [to for to, _ in self.post.mails]
        self.post.mails.clear()
        return found


@pytest.fixture
def world(ledger_table: Table) -> World:
    return World(ledger_table)


def of(email: str, credit_id: str = "c1", **given: Any) -> Credit:
    return a_credit(credit_id, email=email, email_key=email, **given)


def unmatched(email: str = ANA, credit_id: str = "c1", at: datetime = START, **given: Any) -> Credit:
    return of(email, credit_id, **given).leave_unmatched(UnmatchedReason.NOT_A_MEMBER, at=at)


def reported(email: str = ANA, credit_id: str = "c1", at: datetime = START) -> Credit:
    return of(email, credit_id).report(member_number="M1", at=at, look_again_at=at + DAY)


def sent(email: str = ANA, credit_id: str = "c1", at: datetime = START) -> Credit:
    return reported(email, credit_id, at).lease("s1", at=at, until=at + DAY)


def rejected(email: str = ANA, credit_id: str = "c1", at: datetime = START) -> Credit:
    return sent(email, credit_id, at).reject(RejectedReason.NAME_MISMATCH, detail=None, at=at)


def accepted(email: str = ANA, credit_id: str = "c1", at: datetime = START) -> Credit:
    return sent(email, credit_id, at).accept("R-1", at=at)


# ------------------------------------------------------------------ of what, and when


def test_what_is_stuck_is_told_the_next_night_in_one_mail_and_never_again(world: World) -> None:
    world.sign_in("ana", ANA)
    world.put(unmatched(), rejected(credit_id="c2"), unmatched(credit_id="c3", activity_title="Third course"))
    report = world.night()
    assert (report["sent"], report["causes"]) == (1, {"rejected": 1, "unmatched": 2})
    ((to, letter),) = world.post.mails
    assert (to, letter.subject) == (ANA, "3 of your credits need you")
    assert "Third course" in letter.text
    world.mailed()
    for _ in range(3):
        assert world.next_night()["news"] == 0
    assert world.mailed() == []


def test_a_credit_without_a_reportable_type_is_not_told_of(world: World) -> None:
    world.sign_in("ana", ANA)
    world.put(of(ANA).leave_unmatched(UnmatchedReason.NOT_REPORTABLE, at=START))
    assert world.night()["news"] == 0


def test_what_became_well_before_the_night_is_not_told_of(world: World) -> None:
    world.sign_in("ana", ANA)
    world.put(unmatched())
    world.change("c1", lambda one: one.report(member_number="M1", at=START, look_again_at=START + DAY))
    assert world.night()["news"] == 0


def test_it_is_told_that_a_credit_is_late_once_and_not_before_it_is(world: World) -> None:
    world.sign_in("ana", ANA)
    world.put(sent())
    for _ in range(7):
        world.night()
        assert world.mailed() == []
        world.now += DAY
    assert world.night()["causes"] == {"late": 1}
    assert world.mailed() == [ANA]
    assert world.next_night()["sent"] == 0


def test_accepted_credits_come_together_once_the_week_is_over(world: World) -> None:
    """START is a Friday."""
    world.sign_in("ana", ANA)
    world.put(accepted(), accepted(credit_id="c2", at=START + DAY))
    sent_on = {}
    for _ in range(9):
        sent_on[world.now.strftime("%A")] = world.night()["sent"]
        world.now += DAY
        if world.now.date() == (START + 4 * DAY).date():
            world.put(accepted(credit_id="c3", at=world.now))
    assert sent_on == {**dict.fromkeys(("Friday", "Saturday", "Sunday", "Tuesday", "Wednesday", "Thursday"), 0),
                       "Monday": 1}  # fmt: skip
    assert [letter.subject for _, letter in world.post.mails] == ["ASCP has taken 2 of your credits"]
    while world.now.strftime("%A") != "Tuesday":
        world.night()
        world.now += DAY
    assert [letter.subject for _, letter in world.post.mails][1:] == ["ASCP has taken one of your credits"]


def test_a_monday_without_a_night_is_made_up_for(world: World) -> None:
    world.sign_in("ana", ANA)
    world.put(accepted())
    world.night()
    world.now = START + 5 * DAY  # Wednesday
    assert world.night()["causes"] == {"accepted": 1}


def test_a_second_refusal_after_another_try_is_news(world: World) -> None:
    world.sign_in("ana", ANA)
    world.put(rejected())
    world.night()
    world.now += DAY
    at = world.now
    world.change("c1", lambda one: one.retry(why="mended", at=at, by="learner:ana"))
    world.change("c1", lambda one: one.report(member_number="M1", at=at, look_again_at=at))
    world.change("c1", lambda one: one.lease("s2", at=at, until=at + DAY))
    world.change("c1", lambda one: one.reject(RejectedReason.NAME_MISMATCH, detail=None, at=at))
    assert world.night()["causes"] == {"rejected": 1}
    assert len(world.mailed()) == 2


# ------------------------------------------------------------------ to whom


def test_each_learner_gets_their_own_and_who_has_no_account_gets_nothing(world: World) -> None:
    world.sign_in("ana", ANA)
    world.sign_in("bea", BEA)
    world.put(unmatched(), unmatched(BEA, "c2", activity_title="Bea's"), unmatched("nobody@example.org", "c3"))
    report = world.night()
    assert (report["news"], report["sent"], report["unasked"]) == (3, 2, 1)
    letters = dict(world.post.mails)
    assert set(letters) == {ANA, BEA}
    assert "Bea's" not in letters[ANA].text
    assert "Bea's" in letters[BEA].text


def test_mail_goes_to_the_present_address_for_credits_under_any(world: World) -> None:
    world.sign_in("ana", ANA)
    world.sign_in("ana", BEA)
    world.put(rejected(ANA), unmatched(BEA, "c2"))
    assert world.night()["sent"] == 1
    assert world.mailed() == [BEA]


def test_who_took_over_a_mailbox_is_told_nothing_of_its_earlier_holder(world: World) -> None:
    world.sign_in("ana", ANA)
    world.sign_in("ana", BEA)
    world.sign_in("eve", ANA)
    world.put(unmatched(ANA))
    world.night()
    assert world.mailed() == [BEA]


def test_who_wants_none_gets_none_by_the_profile_or_by_the_link(world: World) -> None:
    who = world.sign_in("ana", ANA)
    world.sign_in("bea", BEA)
    edit_profile(world.claims, world.registry, world.clock, who, ProfileChange(notices=False))
    stop_notices(world.claims, world.links, world.clock, world.links.token("bea"))
    world.put(unmatched(), unmatched(BEA, "c2"))
    assert (world.night()["unasked"], world.mailed()) == (2, [])
    edit_profile(world.claims, world.registry, world.clock, who, ProfileChange(notices=True))
    world.put(rejected(credit_id="c3", at=world.now))
    world.next_night()
    assert world.mailed() == [ANA]


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
    real = world.rooms.nights.begin

    def meanwhile(learner_id: str, on: date) -> bool:
        monkeypatch.setattr(world.rooms.nights, "begin", real)
        rooms = replace(world.rooms, executor=ThreadPoolExecutor(1))  # the other run's own
        TellLearners(rooms, on=on, seconds_left=lambda: 900.0).run()
        return real(learner_id, on)

    monkeypatch.setattr(world.rooms.nights, "begin", meanwhile)
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
            world.post.answers = [KeyboardInterrupt()]
        else:
            real = world.post.send

            def die(*mail: Any) -> Outcome:
                real(*mail)
                raise KeyboardInterrupt

            patch.setattr(world.post, "send", die)
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
    world.post.answers = [Refused("MessageRejected")]
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
    world.post.answers = [Unavailable("SendingPausedException")]
    report = world.night()
    assert (report["sent"], report["failed"], report["complete"]) == (0, 1, False)
    assert {untold(world.credit(one)) is not None for one in ("c1", "c2")} == {True}
    assert world.next_night()["sent"] == 2
    assert sorted(world.mailed()) == [ANA, BEA]


def test_a_mail_without_an_answer_counts_as_sent_and_stops_the_night(world: World) -> None:
    world.sign_in("ana", ANA)
    world.sign_in("bea", BEA)
    world.put(unmatched(), unmatched(BEA, "c2"))
    world.post.answers = [Unclear("ReadTimeoutError")]
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
        report = TellLearners(world.rooms, on=world.now.date(), seconds_left=lambda left=left: next(left, 1.0)).run()
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
        "her night": (world.rooms.nights, "begin", lambda learner_id, _on: learner_id == "ana"),
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


def test_a_night_of_very_much_news_holds_little_of_it_in_memory(world: World, monkeypatch: pytest.MonkeyPatch) -> None:
    def very_much(*, since: datetime, until: datetime) -> Iterator[News]:
        for n in range(30_000):
            yield News(f"c{n}", f"l{n // 3}@example.org", State.UNMATCHED, since)

    monkeypatch.setattr(world.ledger, "untold", very_much)
    monkeypatch.setattr(world.registry, "holders_of", lambda keys: {key: f"of-{key}" for key in keys})
    monkeypatch.setattr(world.registry, "profiles_of", lambda _: {})
    monkeypatch.setattr(world.rooms.nights, "of", lambda whom: dict.fromkeys(whom, ToldNight()))
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


def test_a_night_costs_what_is_new_whatever_was_told_before(world: World) -> None:
    for n in range(30):
        world.sign_in(f"l{n}", f"l{n}@example.org")
    world.put(
        *(replace(unmatched(f"l{n % 30}@example.org", f"old{n}"), told=("unmatched:not_a_member",)) for n in range(90))
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
    world.post.answers = [Refused("MessageRejected")]
    world.night()
    said = caplog.text + repr([vars(record) for record in caplog.records])
    assert "example.org" not in said
    assert "Ada" not in said
