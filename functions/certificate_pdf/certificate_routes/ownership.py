"""Whose an activity or a certificate is: the staff of a provider reach their own, operators reach all."""

from certificate_routes.dependencies import dependencies
from certificate_routes.refused_attempts import record
from laurel.audit.acts import AuditSubject
from laurel.certificates.certificate import Certificate
from laurel.certificates.lookup import look_up
from laurel.certificates.refusals import CERTIFICATE_NOT_FOUND, LOGO_WITHOUT_ACTIVITY
from laurel.platform.callers import Caller
from laurel.platform.problems import RefusedRequest, granted


def owns_activity(who: Caller, activity_id: str) -> bool:
    """Whether the activity is the caller's. One read, none for operators and for people who are no staff."""
    if who.is_staff or not who.providers:
        return who.is_staff
    stored = dependencies().catalog.get(activity_id)
    return stored is not None and who.acts_for(stored.activity.provider_id)


def owns_certificate(who: Caller, certificate: Certificate) -> bool:
    """Whether `who` is staff who may see and correct the certificate."""
    return owns_activity(who, certificate.activity_id)


def expect_own_activity(who: Caller, activity_id: str) -> None:
    """Raises RefusedRequest if the activity is not the caller's."""
    if not owns_activity(who, activity_id):
        record(who, AuditSubject.activity(activity_id))
        raise RefusedRequest(LOGO_WITHOUT_ACTIVITY.refuse())


def expect_own_certificate(who: Caller, typed: str) -> None:
    """Raises RefusedRequest if it is no certificate of an activity of the caller's. Two reads, none for operators."""
    if who.is_staff:
        return
    certificate = granted(look_up(dependencies().printer.certificates, typed))
    if not owns_certificate(who, certificate):
        record(who, AuditSubject.learner(certificate.learner_id), certificate.number)
        raise RefusedRequest(CERTIFICATE_NOT_FOUND.refuse())
