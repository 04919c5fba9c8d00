"""A mailbox hears that its address moved, or that its account was joined with another one, while that can be undone."""

import pytest

from laurel.learners.owner_notices import waiting_notices
from laurel.platform.table import Table
from tests.api_events import staff
from tests.functions.account_desk import NO_ANSWER, OLD, accounts_on_moto

THIEF, EXTRA = "thief@example.org", "extra@example.org"


@pytest.fixture
def desk(aws, monkeypatch):
    with accounts_on_moto(monkeypatch) as found:
        found.pool.add("thief", THIEF)
        assert found.me("thief")["email_is_yours"]
        yield found


def post(desk, path, who="ana", **body):
    claims = staff() if who == "staff" else desk.token(who)
    answer = desk.claims.call("POST", path, claims, **({"json_body": body} if body else {}))
    assert answer.status == 200, answer
    return answer.json()


def takes(desk, of="ana", by="thief"):
    post(desk, "/v1/me/addresses/take", by, proof=post(desk, "/v1/me/addresses/proof", of)["proof"])


def joins(desk, other, stays):
    return post(desk, "/v1/me/joins", stays, proof=post(desk, "/v1/me/joins/proof", other)["proof"])["items"][0]


def sent(desk):
    """Address and text of the e-mails since the last time, after the account guard's next hour."""
    desk.mails.clear()
    desk.hour(minutes=1)
    return dict(desk.mails)


def test_an_address_that_another_account_takes_over_hears_of_it(desk):
    takes(desk)
    [(to, text)] = sent(desk).items()
    assert to == OLD
    assert "Somebody who was logged in gave this e-mail address to another account." in text
    assert "For 30 days you can undo it" in text
    assert "https://ce.example.org/profile" in text
    assert "thief" not in text
    assert sent(desk) == {}
    [move] = desk.claims.call("GET", "/v1/me/addresses", desk.token()).json()["moves"]
    post(desk, "/v1/me/addresses/undo-move", email=OLD, move_id=move["move_id"])
    assert sent(desk) == {}  # whoever undoes it knows


def test_so_does_one_that_is_removed_and_one_that_staff_move(desk):
    post(desk, "/v1/staff/addresses/move", "staff", email=THIEF, to_email=OLD, reason="A test")
    assert list(sent(desk)) == [THIEF]
    post(desk, "/v1/me/addresses/remove", email=THIEF)
    [(to, text)] = sent(desk).items()
    assert (to, "took this e-mail address off an account" in text) == (THIEF, True)
    post(desk, "/v1/staff/addresses/move", "staff", email=OLD, reason="A test")
    assert "The staff of Laurel took this e-mail address off an account" in sent(desk)[OLD]


@pytest.mark.parametrize("stays", ["ana", "thief"])
def test_both_mailboxes_hear_of_joined_accounts_whichever_stays(desk, stays):
    """A thief would join it into their own, or their own into it: that log-in outlasts a new password."""
    joined = joins(desk, "thief" if stays == "ana" else "ana", stays)
    found = sent(desk)
    assert sorted(found) == [OLD, THIEF]
    assert "joined your account with another one t•••@example.org" in found[OLD]
    assert THIEF not in found[OLD]
    post(desk, f"/v1/me/joins/{joined['join_id']}/undo")
    assert sent(desk) == {}


@pytest.mark.parametrize("error", ["AccountSuspendedException", NO_ANSWER])
def test_what_ses_does_not_take_waits_for_the_next_hour_and_counts(desk, error):
    takes(desk)
    desk.mail_fails = error
    assert desk.hour(hours=1)["untold"] == 1
    desk.mail_fails = ""
    desk.mails.clear()
    assert "untold" not in desk.hour(hours=1)
    assert [to for to, _ in desk.mails] == [OLD]
    assert list(waiting_notices(Table("ClaimsTable"))) == []


def test_an_act_that_is_refused_tells_nobody(desk):
    takes(desk)
    sent(desk)
    assert desk.claims.call("POST", "/v1/me/addresses/remove", desk.token(), json_body={"email": OLD}).status == 409
    assert sent(desk) == {}
