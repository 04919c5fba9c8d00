"""Learners on the deployed stack: they get notices by e-mail, stop them by a link, and change their address.

IAM is enforced, so this also proves what the roles may do: read who holds an address, send mail, note a move.
"""

from datetime import UTC, datetime, timedelta

import pytest
import urllib3
from botocore.exceptions import ClientError

from laurel.ledger.credit import MOVED
from laurel.ledger.states import State
from laurel.platform.ids import derived_id
from local import users
from local.api import Api
from local.users import User, new_password
from tests.flow.mail import mails
from tests.flow.nights import FEED_HEADER, Flow

PROVIDER = "told-and-moved"
HTTP = urllib3.PoolManager(timeout=30)


class Learner:
    """Somebody with an account, and the credit of theirs under each address."""

    def __init__(self, flow, email):
        self.flow, self.user = flow, User(email, new_password())
        users.create(flow.stack.client, flow.stack.outputs["UserPoolId"], [self.user])

    def sign_in(self) -> Api:
        """The API with a new token, once it has seen it."""
        stack = self.flow.stack
        api = Api(stack.api_url, users.sign_in(stack.client, stack.outputs["UserPoolClientId"], self.user))
        assert api.call("GET", "/v1/me").status == 200
        return api

    def change_email(self, email, *, verified=True):
        """As Cognito does once the learner has entered the code mailed to the new address."""
        attributes = {"email": email, "email_verified": str(verified).lower()}
        self.flow.stack.client("cognito-idp").admin_update_user_attributes(
            UserPoolId=self.flow.stack.outputs["UserPoolId"],
            Username=self.user.email,
            UserAttributes=[{"Name": name, "Value": value} for name, value in attributes.items()],
        )
        self.user = User(email, self.user.password)


@pytest.fixture(scope="module")
def flow(local_stack, day_one):
    flow = Flow(local_stack)
    flow.put("roster/ascls/told-and-moved.csv", day_one.roster.read_text(encoding="utf-8"))
    return flow


@pytest.fixture
def tonight():
    """A night of its own date for each run: a learner gets one mail a night."""
    dates = iter(range(1, 100))

    def date():
        return (datetime.now(UTC) + timedelta(days=next(dates))).strftime("%Y-%m-%dT07:00:00Z")

    return date


def put_feed(flow, name, *rows):
    day = datetime.now(UTC).date().isoformat()
    lines = [
        f"{reference},{email},Ada Example,578-{reference},Course {reference},pace,1.5,{day}"
        for reference, email in rows
    ]
    flow.put(f"feed/{PROVIDER}/{name}.csv", "\n".join([FEED_HEADER, *lines]) + "\n")
    return [derived_id("feed", PROVIDER, reference) for reference, _ in rows]


def test_a_stuck_credit_is_told_once_and_the_link_in_the_mail_stops_the_mails(flow, tonight):
    email = "told@told.example.org"
    learner = Learner(flow, email)
    api = learner.sign_in()
    put_feed(flow, "told-1", ("told-1", email), ("told-2", email))
    report = flow.stack.night(tonight())
    assert report["notices"]["failed"] == 0, report["notices"]
    (mail,) = mails(flow.stack, email)
    assert mail.subject == "2 of your credits need your action"
    for said in (mail.text, mail.html):
        assert "Course told-1" in said
        assert "join ASCLS" in said
        assert "@told" not in said
        assert "Ada" not in said
    for _ in range(2):
        flow.stack.night(tonight())
    assert len(mails(flow.stack, email)) == 1
    page = HTTP.request("GET", mail.stop_link, headers={"Accept": "text/html"})
    assert (page.status, b'<form method="post"' in page.data) == (200, True)
    assert api.call("GET", "/v1/me").json()["notices"] is True
    one_click = HTTP.request("POST", mail.stop_link, fields={"List-Unsubscribe": "One-Click"})
    assert one_click.status == 200, one_click.data
    assert api.call("GET", "/v1/me").json()["notices"] is False
    put_feed(flow, "told-2", ("told-3", email))
    flow.stack.night(tonight())
    assert len(mails(flow.stack, email)) == 1


def test_who_has_no_account_is_told_nothing(flow, tonight):
    put_feed(flow, "nobody", ("nobody-1", "nobody@told.example.org"))
    flow.stack.night(tonight())
    assert mails(flow.stack, "nobody@told.example.org") == []


def test_a_change_of_address_takes_the_credits_along_and_heals_them(flow, day_one, tonight):
    """Waiting under an address that ASCLS does not know; matched under the one that it knows, and accepted."""
    known = flow_member(day_one)
    old = "before@moved.example.org"
    learner = Learner(flow, old)
    learner.sign_in()
    (waiting,) = put_feed(flow, "moved-1", ("moved-1", old))
    flow.stack.night(tonight())
    assert flow.credits([waiting])[waiting].state is State.UNMATCHED
    learner.change_email(known, verified=False)
    stack = flow.stack
    unproved = Api(stack.api_url, users.sign_in(stack.client, stack.outputs["UserPoolClientId"], learner.user))
    assert unproved.call("GET", "/v1/me").status == 403
    flow.stack.night(tonight())
    assert flow.credits([waiting])[waiting].state is State.UNMATCHED
    learner.change_email(known)
    me = learner.sign_in().call("GET", "/v1/me").json()
    assert (me["email"], me["email_is_yours"], me["new_email"]["matched_by"]) == (known, True, old)
    flow.stack.night(tonight())
    assert flow.credits([waiting])[waiting].state is State.UNMATCHED
    decide(flow, "confirm", old)
    me = learner.sign_in().call("GET", "/v1/me").json()
    assert (me["new_email"], me["former_emails"]) == (None, [old])
    (later,) = put_feed(flow, "moved-2", ("moved-2", old))
    report = flow.stack.night(tonight())
    assert report["reconciles"]
    after = flow.follow([waiting, later])
    assert {credit.email_key for credit in after.values()} == {known}
    assert {credit.state for credit in after.values()} <= {State.ACCEPTED, State.REJECTED}
    assert MOVED in {step.detail for step in after[waiting].timeline}
    # The move is done with: nothing under the old address is under way.
    flow.stack.night(tonight())
    table = flow.ledger._table
    assert old not in {item["sk"] for item in table.query(None, "pk = :pk", pk="MOVES")}


def decide(flow, use, email):
    """Follows a link of the latest e-mail about a change of an account, as the portal's page does."""
    token = mails(flow.stack, email)[-1].change_links[use]
    answer = HTTP.request("POST", f"{flow.stack.api_url}/v1/account-changes/{use}", json={"token": token})
    assert answer.status == 200, answer.data
    return answer.json()


def test_a_change_that_was_not_the_owners_is_undone_by_the_link_in_the_mail(flow):
    old = "owner@undone.example.org"
    learner = Learner(flow, old)
    learner.sign_in()
    learner.change_email("thief@undone.example.org")
    learner.sign_in()
    assert decide(flow, "undo", old)["finished"] is True
    pool = {"UserPoolId": flow.stack.outputs["UserPoolId"], "Username": old}
    user = flow.stack.client("cognito-idp").admin_get_user(**pool)
    assert {"Name": "email", "Value": old} in user["UserAttributes"]
    assert user["UserStatus"] == "RESET_REQUIRED"
    with pytest.raises(ClientError):
        learner.sign_in()


def flow_member(day_one):
    """An address that is on the roster, of a member in good standing whom nobody else shares it with."""
    import csv

    with day_one.roster.open(encoding="utf-8-sig", newline="") as file:
        rows = list(csv.DictReader(file))
    shared = [row["email"].casefold() for row in rows]
    good = [row["email"] for row in rows if row["status"] == "active" and not row["expires_on"]]
    return next(email for email in good if email.isascii() and shared.count(email.casefold()) == 1).lower()


def test_who_proves_the_former_address_of_another_gets_nothing_of_theirs(flow, tonight):
    old, new = "victim@taken.example.org", "victim-now@taken.example.org"
    victim = Learner(flow, old)
    victim.sign_in()
    (theirs,) = put_feed(flow, "taken-1", ("taken-1", old))
    victim.change_email(new)
    victim.sign_in()
    decide(flow, "confirm", old)
    attacker = Learner(flow, old)
    api = attacker.sign_in()
    me = api.call("GET", "/v1/me").json()
    assert (me["email_is_yours"], me["former_emails"]) == (False, [])
    assert api.call("GET", "/v1/organizer").json()["items"] == []
    attacker.change_email("attacker@taken.example.org")
    api = attacker.sign_in()
    flow.stack.night(tonight())
    assert flow.credits([theirs])[theirs].email_key == new
    assert api.call("GET", "/v1/organizer").json()["items"] == []
    listed = victim.sign_in().call("GET", "/v1/organizer").json()["items"]
    assert [one["credit_id"] for one in listed] == [theirs]
    # The one to the old address is about the change.
    assert [len(mails(flow.stack, who)) for who in (old, "attacker@taken.example.org", new)] == [1, 0, 1]
