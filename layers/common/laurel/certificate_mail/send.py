"""A learner has their certificate sent to the address of their account, as an attachment.

At most ten in any 24 hours for a learner, and the same certificate once in five minutes: asking again meanwhile
answers
that e-mail. The e-mail is noted before it is sent, by a write that is conditional on what was read. So two
requests at once send one e-mail, and a request that dies in between sends none.
"""

import hashlib
from dataclasses import dataclass
from datetime import datetime, timedelta
from math import ceil

from laurel.audit.acts import AuditSubject
from laurel.audit.attempts import note_attempt
from laurel.certificate_mail.compose import attachment_of, compose
from laurel.certificate_mail.mailed import MailedCertificate
from laurel.certificate_mail.refusals import (
    MAIL_OFF,
    MAIL_REFUSED,
    NOT_MAILED_NOW,
    REPLACED_NOT_MAILED,
    REVOKED_NOT_MAILED,
    TOO_MANY_MAILS,
)
from laurel.certificates.certificate import Certificate, CertificateStatus
from laurel.certificates.number import InvalidNumber, parse_number
from laurel.certificates.printing import CertificatePrinter, NotReproduced, ensure_archived
from laurel.certificates.records import from_item
from laurel.certificates.records import key_of as certificate_key
from laurel.certificates.refusals import CERTIFICATE_NOT_FOUND
from laurel.learners.profile import Language, Profile
from laurel.learners.records import expect_not_erased
from laurel.learners.records import from_item as profile_from_item
from laurel.learners.records import key_of as profile_key
from laurel.notices.mailer import Mailer, MailUnclear, RecipientRefused, Sent
from laurel.platform.callers import Caller
from laurel.platform.clock import instant, read_instant
from laurel.platform.log import logger
from laurel.platform.optimistic import retry_on_conflict
from laurel.platform.refusal import Refusal, refused
from laurel.platform.refusals import TRY_AGAIN
from laurel.platform.retention import EXPIRES_AT, MAILED
from laurel.platform.table import Item, Key, Put, Table, create

MOST = 10
WINDOW = timedelta(days=1)
PAUSE = timedelta(minutes=5)

type _Log = tuple[tuple[str, datetime], ...]
"""The numbers of certificates that were sent, and when; the latest last."""


@dataclass(frozen=True, slots=True)
class CertificatePost:
    """Sends certificates; without a `mailer` (the stack sends no e-mail) none. `table` is the claims table."""

    table: Table
    printer: CertificatePrinter
    mailer: Mailer | None
    contact: str


@dataclass(frozen=True, slots=True)
class _Read:
    certificate: Certificate
    profile: Profile
    log: _Log | None
    mailer: Mailer


@dataclass(frozen=True, slots=True)
class _Noted:
    """The certificate may be sent: the log before and after it was noted."""

    read: _Read
    after: _Log


def mailed_key(learner_id: str) -> Key:
    """The key of the item that says when this learner was sent certificates."""
    return f"LEARNER#{learner_id}", "MAILED"


def mail_certificate(post: CertificatePost, who: Caller, typed: str) -> MailedCertificate | Refusal:
    """Sends the certificate with the number that was typed to its learner: one read, one write.

    An e-mail that was certainly not sent is taken from the log again: one more write. Another learner's certificate
    looks like none, for staff too. Raises NotReproduced, AwsError, TableBusy, and RefusedRequest if the account was
    erased.
    """
    try:
        number = parse_number(typed)
    except InvalidNumber as error:
        return refused(error.problem)
    at = post.printer.clock()

    def attempt() -> _Noted | MailedCertificate | Refusal | None:
        read = _read(post, who, number, at)
        if isinstance(read, Refusal):
            return read
        log = tuple(one for one in read.log or () if at < one[1] + WINDOW)
        lately = next((when for name, when in reversed(log) if name == number and at < when + PAUSE), None)
        if lately:
            return MailedCertificate(number, str(read.profile.email), lately)
        if len(log) >= MOST:
            wait = log[-MOST][1] + WINDOW - at
            return TOO_MANY_MAILS.refuse(most=MOST, retry_after=ceil(wait.total_seconds()))
        after = (*log, (number, at))
        return _Noted(read, after) if post.table.put(_write(who.learner_id, read.log, after, at)) else None

    outcome: _Noted | MailedCertificate | Refusal = retry_on_conflict(attempt) or TRY_AGAIN.refuse()
    return _sent(post, who, outcome, at) if isinstance(outcome, _Noted) else outcome


def _read(post: CertificatePost, who: Caller, number: str, at: datetime) -> _Read | Refusal:
    keys = certificate_key(number), profile_key(who.learner_id), mailed_key(who.learner_id)
    printed, mine, log = map(post.table.get_many(keys).get, keys)
    profile = expect_not_erased(profile_from_item(who.learner_id, mine))
    certificate = from_item(printed) if printed else None
    if certificate is None:
        return CERTIFICATE_NOT_FOUND.refuse()
    if certificate.learner_id not in who.learner_ids:
        subject = AuditSubject.learner(certificate.learner_id)
        note_attempt(post.printer.audit, who.learner_id, subject, at, {"certificate": number})
        return CERTIFICATE_NOT_FOUND.refuse()
    if certificate.status is CertificateStatus.SUPERSEDED:
        return REPLACED_NOT_MAILED.refuse(number=certificate.superseded_by)
    if certificate.status is CertificateStatus.REVOKED:
        return REVOKED_NOT_MAILED.refuse()
    if post.mailer is None:
        return MAIL_OFF.refuse()
    if profile.email is None:
        return MAIL_REFUSED.refuse()
    return _Read(certificate, profile, _log_of(log) if log else None, post.mailer)


def _sent(post: CertificatePost, who: Caller, noted: _Noted, at: datetime) -> MailedCertificate | Refusal:
    certificate, profile = noted.read.certificate, noted.read.profile
    pdf = _document(post.printer, certificate)
    email = compose(certificate, profile.language or Language.ENGLISH, post.contact)
    to = str(profile.email)
    outcome = noted.read.mailer.send(to, email, attachment=attachment_of(certificate, pdf))
    if isinstance(outcome, Sent | MailUnclear):
        return MailedCertificate(certificate.number, to, at, is_sure=isinstance(outcome, Sent))
    extra = {"learner_id": who.learner_id, "outcome": type(outcome).__name__, "error": outcome.code}
    logger.warning("a certificate was not sent by e-mail", extra=extra)
    # As if nobody had asked, unless the log has changed since.
    post.table.put(_write(who.learner_id, noted.after, noted.after[:-1], at))
    return MAIL_REFUSED.refuse() if isinstance(outcome, RecipientRefused) else NOT_MAILED_NOW.refuse()


def _document(printer: CertificatePrinter, certificate: Certificate) -> bytes:
    """The bytes that are on record: one call to the bucket."""
    pdf = printer.archive.document(certificate)
    if pdf is None:
        ensure_archived(printer, certificate)
        pdf = printer.archive.document(certificate)
    if pdf is None or hashlib.sha256(pdf).hexdigest() != certificate.sha256:
        raise NotReproduced(f"{certificate.number}, read from the archive")
    return pdf


def _log_of(item: Item) -> _Log:
    return tuple((number, read_instant(when)) for number, when in item["sent"])


def _fields(log: _Log) -> list[list[str]]:
    return [[number, instant(when)] for number, when in log]


def _write(learner_id: str, before: _Log | None, after: _Log, at: datetime) -> Put:
    pk, sk = mailed_key(learner_id)
    item: Item = {"pk": pk, "sk": sk, "sent": _fields(after), EXPIRES_AT: MAILED.expires_at(at)}
    if before is None:
        return create(item)
    return Put(item, "#sent = :sent", {"#sent": "sent"}, {":sent": _fields(before)})
