"""Writes the contents of an export, part by part, in the order of `ExportPart`."""

from collections import deque
from collections.abc import Collection, Iterable, Iterator, Mapping
from dataclasses import dataclass, field, replace
from datetime import datetime
from functools import partial
from itertools import batched
from typing import Any, Protocol

from laurel.attendance.store import Attendance
from laurel.audit.acts import AuditSubject
from laurel.audit.log import AuditLog
from laurel.audit.records import AuditEntry
from laurel.catalog.records import activity_key, stored_activity
from laurel.certificates.archive import Archive
from laurel.certificates.certificate import Certificate
from laurel.certificates.file_name import file_name
from laurel.certificates.of_claims import numbers_of
from laurel.certificates.store import Certificates
from laurel.claims.store import Claims
from laurel.exports import contents
from laurel.exports.export import ExportPart
from laurel.exports.own_contents import write_own_credits
from laurel.exports.readme import readme
from laurel.exports.zip_file import CsvTable, ExportZip
from laurel.learners.address_registry import AddressRegistry
from laurel.learners.held_addresses import held_addresses, key_or_none
from laurel.learners.profile import Profile
from laurel.learners.sign_ins import sign_ins_of
from laurel.ledger.store import Ledger
from laurel.organizer.entries import COLUMNS as CREDIT_COLUMNS
from laurel.organizer.entries import OrganizerEntry, Wanted, entries_of
from laurel.own_credits.proof_files import ProofFiles
from laurel.platform.provider_names import ProviderNames
from laurel.platform.table import Table
from laurel.progress.choices import ProgressChoices
from laurel.progress.records import choices_from, progress_key

_AT_ONCE = 10  # an activity may have 400 KB
_AUDIT_PAGE = 100


@dataclass(frozen=True, slots=True)
class ExportSources:
    """Where the data of an export comes from; `table` is the claims table, `contact` the address for questions."""

    table: Table
    registry: AddressRegistry
    claims: Claims
    certificates: Certificates
    archive: Archive
    ledger: Ledger
    audit: AuditLog
    names: ProviderNames
    proofs: ProofFiles
    contact: str


class NoteProgress(Protocol):
    """Notes how much of a part is made; may raise, which ends the writing."""

    def __call__(self, part: ExportPart, done: int = 0, total: int | None = None) -> None:
        """Notes that `done` entries of the part are made, of `total` if that is known."""


@dataclass
class Contents:
    """Writes what there is about the learner with this profile into `file`, and notes how far it is."""

    sources: ExportSources
    profile: Profile
    file: ExportZip
    note: NoteProgress
    at: datetime
    _profiles: list[Profile] = field(init=False)
    _numbers: list[str] = field(default_factory=list)
    _missing: list[str] = field(default_factory=list)
    _consents: list[dict[str, Any]] = field(default_factory=list)

    def __post_init__(self) -> None:
        self._profiles = [self.profile]

    def write(self) -> None:
        """Writes all parts, with those of joined accounts."""
        self.note(ExportPart.PROFILE)
        if self.profile.joined:
            self._profiles += self.sources.registry.profiles_of(self.profile.joined).values()
        self.file.json("profile.json", contents.shown_profile(self._profiles))
        self.file.json("addresses.json", contents.shown_addresses(self.profile, self._held()))
        self.file.json("progress.json", contents.shown_progress(self._choices()))
        self._write_sign_ins()
        self._write_claims()
        self._write_attendance()
        self._write_certificates()
        self._write_credits()
        write_own_credits(
            self.file, self.sources.table, self.sources.proofs, [one.learner_id for one in self._profiles]
        )
        self._write_audit()
        self.file.json("consents.json", contents.shown_consents(self.profile, self._consents))
        self.file.text("README.txt", readme(self.at, self._missing, self.sources.contact))

    def _held(self) -> dict[str, bool]:
        emails = [email for one in self._profiles for email in (one.email, *reversed(one.former_emails)) if email]
        keys = {email: key_or_none(email) for email in emails}
        holders = self.sources.registry.holders_of(key for key in keys.values() if key)
        theirs = {one.learner_id for one in self._profiles}
        return {email: holders.get(key or "") in theirs for email, key in keys.items()}

    def _choices(self) -> list[ProgressChoices]:
        ids = [one.learner_id for one in self._profiles]
        items = self.sources.table.get_many(map(progress_key, ids))
        return [choices_from(one, items.get(progress_key(one))) for one in ids]

    def _write_sign_ins(self) -> None:
        table = CsvTable("sign_ins.csv", contents.SIGN_IN_COLUMNS, contents.sign_in_rows)
        found = sign_ins_of(self.sources.table, (one.learner_id for one in self._profiles))
        self.file.list("sign_ins.json", found, contents.shown_sign_in, [table])

    def _write_claims(self) -> None:
        tables = (
            CsvTable("claims.csv", contents.CLAIM_COLUMNS, contents.claim_rows),
            CsvTable("evaluations.csv", contents.EVALUATION_COLUMNS, contents.evaluation_rows),
        )
        self.file.list("claims.json", self._claims(), contents.shown_claim, tables)

    def _claims(self) -> Iterator[contents.ClaimEntry]:
        done = 0
        claims = (claim for one in self._profiles for claim in self.sources.claims.each_of_learner(one.learner_id))
        for some in batched(claims, _AT_ONCE):
            self.note(ExportPart.CLAIMS, done)
            items = self.sources.table.get_many(activity_key(one.activity_id) for one in some)
            for claim in some:
                stored = stored_activity(items.get(activity_key(claim.activity_id)))
                self._numbers += numbers_of(claim)
                yield contents.ClaimEntry(claim, stored.activity if stored else None)
            done += len(some)

    def _write_attendance(self) -> None:
        table = CsvTable("attendance.csv", contents.ATTENDANCE_COLUMNS, contents.attendance_rows)
        self.file.list("attendance.json", self._attendance(), contents.shown_attendance, [table])

    def _attendance(self) -> Iterator[contents.AttendanceEntry]:
        attendance = Attendance(self.sources.table)
        for email_key in self._email_keys():
            for activity_id, recorded in attendance.of_address(email_key):
                for session_id, presence in recorded.presence.items():
                    yield contents.AttendanceEntry(email_key, activity_id, session_id, presence)

    def _email_keys(self) -> Iterable[str]:
        """The addresses that the learner holds, with those of joined accounts."""
        return dict.fromkeys(key for one in self._profiles for key in held_addresses(one))

    def _write_certificates(self) -> None:
        # No other member may be open while a list is written: the documents come first.
        files = self._write_documents()
        table = CsvTable("certificates.csv", contents.CERTIFICATE_COLUMNS, contents.certificate_rows)
        self.file.list("certificates.json", self._certificates(files), contents.shown_certificate, [table])

    def _write_documents(self) -> dict[str, str | None]:
        """Writes the documents of all certificates, and of those that they replaced; their names by number."""
        waiting, files = deque(dict.fromkeys(self._numbers)), dict[str, str | None]()
        while waiting:
            numbers = [waiting.popleft() for _ in range(min(len(waiting), _AT_ONCE))]
            for certificate in self.sources.certificates.get_many(numbers):
                self.note(ExportPart.CERTIFICATES, len(files), len(files) + len(waiting) + 1)
                files[certificate.number] = self._write_document(certificate)
                if (former := certificate.replaces) and former not in files and former not in waiting:
                    waiting.append(former)
        return files

    def _write_document(self, certificate: Certificate) -> str | None:
        pdf = self.sources.archive.document(certificate)
        if pdf is None:
            self._missing.append(certificate.number)
            return None
        name = f"certificates/{file_name(certificate.content, certificate.status)}"
        self.file.document(name, pdf)
        return name

    def _certificates(self, files: Mapping[str, str | None]) -> Iterator[contents.CertificateEntry]:
        for numbers in batched(files, _AT_ONCE):
            self.note(ExportPart.CERTIFICATES, len(files), len(files))
            for certificate in self.sources.certificates.get_many(numbers):
                yield contents.CertificateEntry(certificate, files[certificate.number])

    def _write_credits(self) -> None:
        tables = (
            CsvTable("credits.csv", CREDIT_COLUMNS, contents.credit_rows),
            CsvTable("timelines.csv", contents.TIMELINE_COLUMNS, contents.timeline_rows),
        )
        self.file.list("credits.json", self._credits(), contents.shown_credit, tables)

    def _credits(self) -> Iterator[OrganizerEntry]:
        # A credit that is being moved to another address may be found under both.
        seen: set[str] = set()
        self.note(ExportPart.CREDITS)
        for email_key in self._email_keys():
            for credit in self.sources.ledger.each_of_address(email_key):
                if credit.credit_id not in seen:
                    seen.add(credit.credit_id)
                    self.note(ExportPart.CREDITS, len(seen))
                    shown = replace(credit, provider=self.sources.names.name(credit.provider))
                    yield from entries_of([shown], Wanted(), self.at)

    def _write_audit(self) -> None:
        theirs = {one.learner_id for one in self._profiles}
        table = CsvTable("audit.csv", contents.AUDIT_COLUMNS, partial(contents.act_rows, theirs=theirs))
        acts = (entry for one in self._profiles for entry in self._acts(one.learner_id, theirs))
        self.file.list("audit.json", acts, partial(contents.shown_act, theirs=theirs), [table])

    def _acts(self, learner_id: str, theirs: Collection[str]) -> Iterator[AuditEntry]:
        subject, position, done = AuditSubject.learner(learner_id), None, 0
        while True:
            self.note(ExportPart.AUDIT, done)
            page = self.sources.audit.of(subject, limit=_AUDIT_PAGE, after=position)
            for entry in page.entries:
                if entry.act in contents.CONSENT_ACTS:
                    self._consents.append(contents.shown_act(entry, theirs))
                yield entry
            done += len(page.entries)
            position = page.position
            if position is None:
                return
