"""Nights that tell learners about claims and certificates, on the stores of the tests of certificates."""

from concurrent.futures import ThreadPoolExecutor
from dataclasses import replace
from datetime import timedelta
from typing import Any

from laurel.catalog.closings import Closings
from laurel.certificates.certificate import Certificate
from laurel.certificates.pending_notices import CertificateNotices
from laurel.certificates.reissue_or_revoke import Corrected, Revocation, reissue, revoke
from laurel.claim_notices.pending import PendingSources
from laurel.claim_notices.send_claim_notices import SendClaimNotices
from laurel.learners.address_registry import AddressRegistry
from laurel.learners.profile import Profile
from laurel.learners.records import to_item
from laurel.notices.send_log import SendLog
from laurel.notices.send_notices import NoticeDependencies
from laurel.notices.unsubscribe_links import UnsubscribeLinks
from laurel.platform.provider_names import ProviderNames
from laurel.platform.table import Table
from tests.unit.certificates.printers import PROFILE, VERIFY_URL, World
from tests.unit.notices.telling import FakeMailer

ANA = replace(PROFILE, email="ana@example.org")
DAY = timedelta(days=1)


class Nights:
    """`world` has the claims; `mailer` has the e-mails."""

    def __init__(self, world: World) -> None:
        self.world = world
        self.mailer = FakeMailer()
        self.ledger_table = Table("LedgerTable")
        self.send_log = SendLog(self.ledger_table)
        self.notices, self.closings = CertificateNotices(world.table), Closings(world.table)
        self.sources = PendingSources(self.notices, self.closings, world.catalog, world.printer.claims)
        self.dependencies = NoticeDependencies(
            ledger=world.printer.ledger,
            registry=AddressRegistry(world.table, "LedgerTable", lambda: world.now),
            send_log=self.send_log,
            mailer=self.mailer,  # type: ignore[arg-type]
            unsubscribe_links=UnsubscribeLinks(lambda: b"k" * 64),
            api_url="https://api.example.org",
            portal_url="https://ce.example.org",
            contact="help@example.org",
            names=lambda: ProviderNames({"labce": "LabCE"}),
            executor=ThreadPoolExecutor(1),
            clock=lambda: world.now,
        )

    def profile(self, **changes: Any) -> Profile:
        """Writes Ana's profile, with changes."""
        profile = replace(ANA, **changes)
        self.world.table.put_many([to_item(profile)])
        return profile

    def night(self, seconds_left: float = 900.0) -> dict[str, Any]:
        """One run now."""
        run = SendClaimNotices(
            self.sources, self.dependencies, on=self.world.now.date(), seconds_left=lambda: seconds_left
        )
        return run.run().to_wire()

    def next_night(self) -> dict[str, Any]:
        """One run a day later."""
        self.world.now += DAY
        return self.night()

    def texts(self) -> list[str]:
        """The texts of the e-mails since this was asked last."""
        found = [email.text for _, email in self.mailer.mails]
        self.mailer.mails.clear()
        return found

    def reissued(self, certificate: Certificate) -> Certificate:
        """Staff reissue it, under another name."""
        self.profile(name_as_printed="Ana Lima-Sá", version=2)
        done = reissue(self.world.printer, "sam", certificate.number, reason="Name", verify_url=VERIFY_URL)
        assert isinstance(done, Corrected), done
        return done.certificate

    def revoked(self, certificate: Certificate, *, reopen: bool = False) -> None:
        """Staff revoke it."""
        done = revoke(self.world.printer, "sam", certificate.number, Revocation("Not there", reopen=reopen))
        assert isinstance(done, Corrected), done
