"""Credits, members and runs of invented people in the ledger under the API, for the tests of its organizer."""

from datetime import UTC, date, datetime, timedelta

import boto3

from laurel.intake.bucket import IntakeFile
from laurel.ledger.credit import Credit
from laurel.ledger.states import RejectedReason, State, UnmatchedReason
from laurel.ledger.store import Change, Ledger
from laurel.platform.clock import utc_now
from laurel.platform.ids import derived_id
from laurel.platform.table import Table
from laurel.roster.member import Member, MemberStatus
from laurel.roster.store import Roster
from tests.api_events import staff
from tests.credits import a_credit

ANA, BEA = "ana@example.org", "bea@example.org"
WHY = "ASCP has corrected the name."


def an_id(name: str) -> str:
    return derived_id("test", name)


class Books:
    """The ledger's table as the nights left it."""

    def __init__(self, table: str = "LedgerTable") -> None:
        self.table = Table(table)
        self.ledger = Ledger(self.table)
        self.roster = Roster(self.table)

    def add(self, *credits: Credit) -> list[Credit]:
        saved = self.ledger.save([Change(None, one) for one in credits])
        assert None not in saved
        return saved

    def get(self, name: str) -> Credit:
        credit = self.ledger.get(an_id(name))
        assert credit
        return credit

    def members(self, email: str, *numbers: str, status: MemberStatus = MemberStatus.ACTIVE) -> None:
        bearers = [
            Member(member_number=n, email=email, email_key=email, name="Ana Diaz", status=status, expires_on=None)
            for n in numbers
        ]
        self.roster.apply([email], {email: bearers} if bearers else {})

    def put_roster_in_force(self, at: datetime = datetime(2026, 11, 20, 4, tzinfo=UTC)) -> None:
        self.roster.put_in_force(IntakeFile("roster/ascls/1.csv", "e1", 1000, at), members=1, at=at)


def queued() -> list[str]:
    """The bodies on the delivery queue, which are taken off it."""
    sqs = boto3.client("sqs")
    url = sqs.get_queue_url(QueueName="DeliveryQueue")["QueueUrl"]
    found = []
    while messages := sqs.receive_message(QueueUrl=url, MaxNumberOfMessages=10).get("Messages"):
        for message in messages:
            found.append(message["Body"])
            sqs.delete_message(QueueUrl=url, ReceiptHandle=message["ReceiptHandle"])
    return found


def earned(name: str, *, email: str = ANA, **changes) -> Credit:
    at = changes.pop("at", utc_now() - timedelta(days=1))
    known = {"email": email, "email_key": email, "due_at": at}
    return a_credit(an_id(name), **known | changes)


def unmatched(name: str, reason: UnmatchedReason = UnmatchedReason.NOT_A_MEMBER, **changes) -> Credit:
    return earned(name, **changes).leave_unmatched(reason, at=utc_now() - timedelta(hours=20))


def reported(name: str, *, days_ago: float = 1, **changes) -> Credit:
    at = utc_now() - timedelta(days=days_ago)
    return earned(name, **changes).report(member_number="004512", at=at, look_again_at=at + timedelta(hours=6))


def sending(name: str, *, lease_over: bool = False, **changes) -> Credit:
    now = utc_now()
    until = now - timedelta(minutes=1) if lease_over else now + timedelta(minutes=2)
    return reported(name, **changes).lease("s1", at=now - timedelta(minutes=3), until=until)


def in_doubt(name: str, **changes) -> Credit:
    now = utc_now()
    return sending(name, **changes).put_back(why="time-out", in_doubt=True, at=now, look_again_at=now)


def accepted(name: str, **changes) -> Credit:
    return sending(name, **changes).accept("R-1", at=utc_now())


def rejected(name: str, reason: RejectedReason = RejectedReason.NAME_MISMATCH, **changes) -> Credit:
    return sending(name, **changes).reject(reason, detail="another name", at=utc_now())


def withdrawn(name: str, **changes) -> Credit:
    return earned(name, **changes).withdraw(why="by hand", at=utc_now())


IN_EACH_STATE = {
    State.EARNED: earned,
    State.UNMATCHED: unmatched,
    State.REPORTED: reported,
    State.SENDING: sending,
    State.ACCEPTED: accepted,
    State.REJECTED: rejected,
    State.WITHDRAWN: withdrawn,
}


def one_of_each(*, email: str = ANA) -> list[Credit]:
    """A credit in each state, each completed on a day of its own."""
    return [
        make(f"{state}-{email}", email=email, completed_on=date(2026, 11, 1 + n), provider="LabCE" if n % 2 else "asm")
        for n, (state, make) in enumerate(IN_EACH_STATE.items())
    ]


def find(desk, query):
    answer = desk.call("GET", f"/v1/staff/credits?{query}", staff())
    assert answer.status == 200, answer
    return answer.json()


def act(desk, name, deed, **body):
    return desk.call("POST", f"/v1/staff/credits/{an_id(name)}/{deed}", staff(), json_body={"reason": WHY, **body})
