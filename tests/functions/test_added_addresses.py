"""Learners add addresses with a code from the mailbox, and undo moves of their addresses: over HTTP."""

from dataclasses import replace
from datetime import UTC, datetime, timedelta
from itertools import count
from types import SimpleNamespace

import pytest
from botocore.exceptions import ClientError
from claim_routes.dependencies import dependencies

from laurel.learners.address_codes import MOST_SENT, MOST_WRONG, VALID_FOR, code_from_item, code_key, code_write
from laurel.platform import aws as aws_clients
from laurel.platform.table import Table
from tests.api_events import learner, staff
from tests.credits import a_credit
from tests.functions.claim_api_desk import desk_on_moto, mailed_code, mails
from tests.functions.organizer_desk import Books

ANA, BEA, OTHER = "ana@example.org", "bea@example.org", "ana.other@example.org"
SIGNED_IN = count(1000)


@pytest.fixture
def desk(aws, monkeypatch):
    with desk_on_moto(monkeypatch.setenv) as made:
        yield made


def call(desk, sub, method, path, body=None, email=None):
    who = learner(sub, email=email or f"{sub}@example.org", iat=str(next(SIGNED_IN)))
    return desk.call(method, path, who, **({"json_body": body} if body else {}))


def ask(desk, email, sub="ana"):
    return call(desk, sub, "POST", "/v1/me/addresses/code", {"email": email})


def enter(desk, email, code, sub="ana"):
    return call(desk, sub, "POST", "/v1/me/addresses/confirm", {"email": email, "code": code})


def listed(desk, sub="ana", email=None):
    return call(desk, sub, "GET", "/v1/me/addresses", email=email).json()


def undo(desk, move, sub="ana", email=None):
    body = {"email": move["email"], "move_id": move["move_id"]}
    return call(desk, sub, "POST", "/v1/me/addresses/undo-move", body, email)


def other_code(code):
    return f"{(int(code.replace(' ', '')) + 1) % 10**8:08}"


def take_over(desk, sub, giver, email):
    call(desk, giver, "GET", "/v1/me", email=email)
    shown = call(desk, giver, "POST", "/v1/me/addresses/proof", email=email).json()["proof"]
    assert call(desk, sub, "POST", "/v1/me/addresses/take", {"proof": shown}).status == 200


# ---- a code from the mailbox


def test_the_code_from_the_mailbox_adds_the_address_with_its_credits(desk):
    Books().add(a_credit(email=OTHER, email_key=OTHER, activity_title="The course"))
    sent = ask(desk, f" {OTHER.upper()}")
    assert (sent.status, sent.json()["email"]) == (202, OTHER.upper())
    assert mails()[-1].destinations["ToAddresses"] == [OTHER.upper()]
    assert listed(desk)["items"] == [{"email": ANA, "current": True}]
    added = enter(desk, OTHER, mailed_code())
    assert (added.status, added.json()["email"], added.json()["former_emails"]) == (200, ANA, [OTHER.upper()])
    assert listed(desk)["items"] == [{"email": ANA, "current": True}, {"email": OTHER.upper(), "current": False}]
    credits = call(desk, "ana", "GET", "/v1/organizer").json()["items"]
    assert [one["title"] for one in credits] == ["The course"]
    assert call(desk, "ana", "GET", "/v1/me/audit").json()["items"][0]["act"] == "address.added"
    # It is the learner's now: somebody else who signs in with it does not get it.
    assert call(desk, "late", "GET", "/v1/me", email=OTHER).json()["email_is_yours"] is False


def test_a_code_serves_once_and_for_its_own_address(desk):
    ask(desk, OTHER)
    code = mailed_code()
    assert enter(desk, BEA, code).code == "address_code_over"
    assert enter(desk, OTHER, code.replace(" ", "-")).status == 200
    assert enter(desk, OTHER, code).code == "address_code_over"
    assert ask(desk, OTHER).code == "address_already_yours"
    assert enter(desk, OTHER, code, sub="bea").code == "address_code_over"


def test_five_wrong_codes_end_it(desk):
    ask(desk, OTHER)
    code = mailed_code()
    for left in reversed(range(MOST_WRONG)):
        wrong = enter(desk, OTHER, other_code(code))
        assert (wrong.code, f"{left}." in wrong.json()["detail"]) == ("wrong_address_code", True)
    assert enter(desk, OTHER, code).code == "address_code_over"
    ask(desk, OTHER)
    assert enter(desk, OTHER, mailed_code()).status == 200


def test_a_code_lasts_fifteen_minutes(desk):
    ask(desk, OTHER)
    table = Table(desk.table)
    code = code_from_item("ana", table.get(code_key("ana")))
    at = code.sent[-1]
    assert code.is_open(OTHER, at + VALID_FOR)
    assert not code.is_open(OTHER, at + VALID_FOR + timedelta(seconds=1))
    old = replace(code, sent=(datetime.now(UTC) - VALID_FOR - timedelta(seconds=5),), version=code.version + 1)
    assert table.put(code_write(code, old))
    assert enter(desk, OTHER, mailed_code()).code == "address_code_over"


def test_five_codes_within_the_hour_are_sent_to_whatever_addresses(desk):
    for n in range(MOST_SENT):
        assert ask(desk, f"a{n}@example.org").status == 202
    refused = ask(desk, OTHER)
    assert (refused.status, refused.code) == (429, "too_many_address_codes")
    assert 3500 < int(refused.headers["Retry-After"]) <= 3600
    assert len(mails()) == MOST_SENT
    assert ask(desk, OTHER, sub="bea").status == 202


def test_whether_another_account_has_an_address_is_said_only_to_who_reads_its_mailbox(desk):
    call(desk, "bea", "GET", "/v1/me")
    known, unknown = ask(desk, BEA), ask(desk, "nobody@example.org")
    assert known.status == unknown.status == 202
    assert known.json().keys() == unknown.json().keys()
    ask(desk, BEA)
    code = mailed_code()
    assert enter(desk, BEA, other_code(code)).code == "wrong_address_code"
    assert enter(desk, BEA, code).code == "address_of_another"
    assert call(desk, "bea", "GET", "/v1/me").json()["email_is_yours"] is True


def test_an_address_that_staff_took_and_freed_does_not_come_back_by_a_code(desk):
    ask(desk, OTHER)
    enter(desk, OTHER, mailed_code())
    freed = {"email": OTHER, "reason": "Not theirs."}
    assert desk.call("POST", "/v1/staff/addresses/move", staff(), json_body=freed).status == 200
    ask(desk, OTHER)
    assert enter(desk, OTHER, mailed_code()).code == "address_of_another"


@pytest.mark.parametrize("code", ["1234567", "123456789", "1234567x", ""])
def test_what_cannot_be_a_code_counts_as_no_attempt(desk, code):
    assert enter(desk, OTHER, code).code == "invalid"


def test_an_email_that_cannot_be_sent_is_said(desk, monkeypatch):
    monkeypatch.setenv("MAIL_FROM", "")
    dependencies.cache_clear()
    refused = ask(desk, OTHER)
    assert (refused.status, refused.code) == (503, "mail_not_sent")
    assert mails() == []


def ses_refuses(monkeypatch, code, said=""):
    def refuse(**_):
        raise ClientError({"Error": {"Code": code, "Message": said}}, "SendEmail")

    monkeypatch.setattr(aws_clients, "sesv2", lambda: SimpleNamespace(send_email=refuse))


@pytest.mark.parametrize(
    ("code", "said"),
    [
        ("MessageRejected", "Email address is not verified. The following identities failed the check"),
        ("AccountSuspendedException", ""),
        ("MailFromDomainNotVerifiedException", ""),
        ("NotFoundException", "Configuration set does not exist"),
        ("LimitExceededException", ""),
    ],
)
def test_our_trouble_with_ses_costs_the_learner_nothing_and_is_not_laid_on_their_address(desk, monkeypatch, code, said):
    with monkeypatch.context() as patch:
        ses_refuses(patch, code, said)
        for _ in range(MOST_SENT + 1):
            refused = ask(desk, OTHER)
            assert (refused.status, refused.code) == (503, "mail_not_sent")
            assert "Your address is not the reason" in refused.json()["detail"]
    assert ask(desk, OTHER).status == 202
    earlier = mailed_code()
    with monkeypatch.context() as patch:
        ses_refuses(patch, code, said)
        assert ask(desk, OTHER).status == 503
    assert enter(desk, OTHER, earlier).status == 200


def test_an_address_to_which_ses_sends_nothing_is_to_be_checked(desk, monkeypatch):
    ses_refuses(monkeypatch, "BadRequestException", "Domain contains illegal character")
    refused = ask(desk, OTHER)
    assert (refused.status, refused.json()["detail"]) == (503, "No e-mail can be sent to this address. Check it.")


# ---- undoing


@pytest.mark.parametrize("who", ["giver", "taker"])
def test_each_account_undoes_a_take_over(desk, who):
    call(desk, "ana", "GET", "/v1/me")
    take_over(desk, "ana", "old", OTHER)
    sub, email = ("old", OTHER) if who == "giver" else ("ana", ANA)
    [move] = listed(desk, sub, email)["moves"]
    assert (move["email"], move["kind"]) == (OTHER, "given" if who == "giver" else "taken")
    undone = undo(desk, move, sub, email)
    assert (undone.status, undone.json()["moves"]) == (200, [])
    assert call(desk, "old", "GET", "/v1/me", email=OTHER).json()["email_is_yours"] is True
    assert listed(desk)["items"] == [{"email": ANA, "current": True}]
    assert undo(desk, move, sub, email).code == "move_undone"


def test_a_removed_address_comes_back_unless_somebody_proved_it_since(desk):
    ask(desk, OTHER)
    enter(desk, OTHER, mailed_code())
    call(desk, "ana", "POST", "/v1/me/addresses/remove", {"email": OTHER})
    [move] = listed(desk)["moves"]
    assert move["kind"] == "removed"
    assert undo(desk, move).json()["items"] == [{"email": ANA, "current": True}, {"email": OTHER, "current": False}]
    call(desk, "ana", "POST", "/v1/me/addresses/remove", {"email": OTHER})
    [move] = listed(desk)["moves"]
    call(desk, "late", "GET", "/v1/me", email=OTHER)
    assert listed(desk)["moves"] == []
    assert undo(desk, move).code == "moved_since"
    assert call(desk, "late", "GET", "/v1/me", email=OTHER).json()["email_is_yours"] is True


def test_nobody_undoes_what_staff_did_or_what_others_moved(desk):
    call(desk, "ana", "GET", "/v1/me")
    take_over(desk, "ana", "old", OTHER)
    [move] = listed(desk)["moves"]
    assert undo(desk, move, "bea").code == "move_not_found"
    call(desk, "bea", "GET", "/v1/me")
    moved = {"email": OTHER, "to_email": BEA, "reason": "It is hers."}
    by_staff = desk.call("POST", "/v1/staff/addresses/move", staff(), json_body=moved).json()["undoable"]
    assert listed(desk)["moves"] == listed(desk, "bea")["moves"] == []
    assert undo(desk, {"email": OTHER, "move_id": by_staff}).code == "moved_by_staff"
    assert undo(desk, move).code == "moved_since"
