"""Attempts on certificates of others that were refused: by callers who are no staff, or staff of another provider."""

import re
from urllib.parse import unquote

from aws_lambda_powertools.utilities.data_classes.common import BaseProxyEvent

from certificate_routes.dependencies import dependencies
from laurel.audit.acts import AuditSubject
from laurel.audit.attempts import note_attempt
from laurel.certificates.certificate import Certificate
from laurel.certificates.lookup import look_up
from laurel.platform.callers import Caller
from laurel.platform.clock import utc_now
from laurel.platform.log import logger
from laurel.platform.table import TableBusy

_CERTIFICATE = re.compile(r"/v1/staff/certificates/([^/]{1,200})/")


def record_refusal(who: Caller, event: BaseProxyEvent) -> None:
    """Records that `who` was refused the request, in the record of the learner whose certificate it names, if any.

    One call, and one more for a certificate.
    """
    named = _CERTIFICATE.match(event.path)
    try:
        found = look_up(dependencies().printer.certificates, unquote(named[1])) if named else None
    except TableBusy:
        logger.warning("the learner of a refused attempt could not be found", extra={"learner_id": who.learner_id})
        found = None
    if isinstance(found, Certificate):
        record(who, AuditSubject.learner(found.learner_id), found.number)
    else:
        record(who, None)


def record(who: Caller, on: AuditSubject | None, certificate: str | None = None) -> None:
    """Records that `who` was refused something on the record `on`, and about which certificate it was."""
    about = {"certificate": certificate} if certificate else None
    note_attempt(dependencies().printer.audit, who.learner_id, on, utc_now(), about)
