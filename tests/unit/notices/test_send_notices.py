"""Which learner gets which notice, and when."""

from laurel.learners.edit_profile import edit_profile
from laurel.learners.views import ProfileChange
from laurel.ledger.states import RejectedReason, UnmatchedReason
from laurel.notices.unsubscribe import stop_notices
from tests.credits import START
from tests.unit.notices.telling import ANA, BEA, DAY, World, accepted, of, rejected, sent, unmatched

# ------------------------------------------------------------------ causes and times


def test_what_is_stuck_is_told_the_next_night_in_one_mail_and_never_again(world: World) -> None:
    world.sign_in("ana", ANA)
    world.put(unmatched(), rejected(credit_id="c2"), unmatched(credit_id="c3", activity_title="Third course"))
    report = world.night()
    assert (report["sent"], report["causes"]) == (1, {"rejected": 1, "unmatched": 2})
    ((to, email),) = world.mailer.mails
    assert (to, email.subject) == (ANA, "3 of your credits need your action")
    assert "Third course" in email.text
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
    assert [email.subject for _, email in world.mailer.mails] == ["ASCP has accepted 2 of your credits"]
    while world.now.strftime("%A") != "Tuesday":
        world.night()
        world.now += DAY
    assert [email.subject for _, email in world.mailer.mails][1:] == ["ASCP has accepted one of your credits"]


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
    letters = dict(world.mailer.mails)
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
