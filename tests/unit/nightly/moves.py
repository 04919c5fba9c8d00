"""A learner who changes their e-mail, credits under the old one, and what a night left of them."""

from datetime import timedelta

from laurel.learners.address_registry import AddressRegistry
from laurel.learners.aliases import Aliases
from laurel.ledger.states import RejectedReason
from laurel.ledger.store import Change
from laurel.platform.callers import Caller
from laurel.platform.clock import utc_now
from laurel.platform.table import Table
from tests import stores
from tests.credits import a_credit
from tests.proofs import prove
from tests.unit.nightly.nights import roster

OLD, NEW, NEWER = "old@example.org", "new@example.org", "newer@example.org"
STRANGER = "stranger@example.org"


class Learners:
    """Learners who sign in, each time with a newer token."""

    def __init__(self) -> None:
        self.registry = AddressRegistry(Table(stores.make_table("ClaimsTable")), "LedgerTable", utc_now)
        self._issued_at = 1000

    def sign_in(self, email: str, learner_id: str = "ana"):
        self._issued_at += 60
        return prove(self.registry, Caller(learner_id, email, False, self._issued_at))


def put(nights, *credits_):
    assert None not in nights.ledger.save([Change(None, one) for one in credits_])


def at_old(credit_id="c1", **changes):
    return a_credit(credit_id, **{"email": OLD, "email_key": OLD, **changes})


def on_its_way(credit, member="M1"):
    now = utc_now()
    return credit.report(member_number=member, at=now, look_again_at=now + timedelta(days=1))


def refused(credit, reason=RejectedReason.UNKNOWN_EMAIL):
    now = utc_now()
    return on_its_way(credit).lease("s1", at=now, until=now).reject(reason, detail=None, at=now)


def stored(nights, credit_id="c1"):
    return nights.ledger.get_many([credit_id])[credit_id]


def put_roster(nights, *rows, name="1"):
    nights.put(f"roster/ascls/{name}.csv", roster(*rows))


def moves(nights):
    return [move.key for move in Aliases(nights.table).moves()]
