"""Learners, credits and nightly runs, for the tests of notices."""

from concurrent.futures import ThreadPoolExecutor
from datetime import date, datetime, timedelta
from typing import Any

from laurel.learners.address_registry import AddressRegistry
from laurel.ledger.credit import Credit
from laurel.ledger.states import RejectedReason, UnmatchedReason
from laurel.ledger.store import Change, Ledger
from laurel.notices.mailer import MailOutcome, MailUnclear, Sent
from laurel.notices.send_log import SendLog
from laurel.notices.send_notices import NoticeDependencies, SendNotices
from laurel.notices.unsubscribe_links import UnsubscribeLinks
from laurel.platform.callers import Caller
from laurel.platform.provider_names import ProviderNames
from laurel.platform.table import Table
from tests import stores
from tests.credits import START, a_credit
from tests.proofs import prove

DAY = timedelta(days=1)
ANA, BEA = "ana@example.org", "bea@example.org"


class FakeMailer:
    """A mailer that records what it is given, and gives the answers set in `answers`."""

    def __init__(self) -> None:
        self.mails: list[tuple[str, Any]] = []
        self.answers: list[MailOutcome | BaseException] = []

    def send(self, to: str, email: Any, unsubscribe_url: str) -> MailOutcome:
        answer = self.answers.pop(0) if self.answers else Sent()
        if isinstance(answer, BaseException):
            raise answer
        if isinstance(answer, Sent | MailUnclear):
            self.mails.append((to, email))
            assert unsubscribe_url in email.text
        return answer


class World:
    """Learners, their credits, and nightly runs on a clock that tests set."""

    def __init__(self, ledger_table: Table) -> None:
        self.claims = Table(stores.make_table("ClaimsTable"))
        self.ledger = Ledger(ledger_table)
        self.now = START
        self.mailer = FakeMailer()
        self.links = UnsubscribeLinks(lambda: b"k" * 64)
        self.registry = AddressRegistry(self.claims, ledger_table.name, self.clock)
        self.dependencies = NoticeDependencies(
            ledger=self.ledger,
            registry=self.registry,
            send_log=SendLog(ledger_table),
            mailer=self.mailer,  # type: ignore[arg-type]
            unsubscribe_links=self.links,
            api_url="https://api.example.org",
            portal_url="https://ce.example.org",
            contact="education@example.org",
            names=lambda: ProviderNames({"labce": "LabCE"}),
            executor=ThreadPoolExecutor(1),  # moto's transactions stumble over a second thread
            clock=self.clock,
        )
        self._issued_at = 1000

    def clock(self) -> datetime:
        return self.now

    def sign_in(self, learner_id: str, email: str) -> Caller:
        self._issued_at += 60
        who = Caller(learner_id, email, False, self._issued_at)
        prove(self.registry, who)
        return who

    def put(self, *credits: Credit) -> None:
        assert None not in self.ledger.save([Change(None, credit) for credit in credits])

    def change(self, credit_id: str, after: Any) -> None:
        before = self.credit(credit_id)
        assert self.ledger.change(before, after(before))

    def credit(self, credit_id: str) -> Credit:
        return self.ledger.get_many([credit_id])[credit_id]

    def night(self, on: date | None = None, seconds_left: float = 900.0) -> dict[str, Any]:
        run = SendNotices(self.dependencies, on=on or self.now.date(), seconds_left=lambda: seconds_left)
        return run.run().to_wire()

    def next_night(self, **given: Any) -> dict[str, Any]:
        self.now += DAY
        return self.night(**given)

    def mailed(self) -> list[str]:
        """To whom mail went since this was asked last."""
        found = [to for to, _ in self.mailer.mails]
        self.mailer.mails.clear()
        return found


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
