"""Pending notices about certificates, until a night has sent them.

The write goes in the same transaction as the certificate. There is one item for each claim: a later event, such as a
revocation, replaces an earlier one that no e-mail has mentioned.
"""

from collections.abc import Iterator
from datetime import datetime

from laurel.catalog.activity import Activity
from laurel.certificates.certificate import Certificate
from laurel.certificates.certificate_notice import CertificateEvent, CertificateNotice
from laurel.platform.clock import instant, read_instant
from laurel.platform.retention import CERTIFICATE_NOTICES, EXPIRES_AT
from laurel.platform.table import Item, Key, Put, Table

PARTITION = "CERTIFICATES"


class CertificateNotices:
    """The pending notices in `table` (the claims table)."""

    def __init__(self, table: Table) -> None:
        self._table = table

    def all(self) -> Iterator[CertificateNotice]:
        """Every pending notice, in no particular order: one call for each megabyte. Raises TableBusy."""
        return map(_notice, self._table.query(None, "pk = :pk", pk=PARTITION))

    def remove(self, notice: CertificateNotice) -> None:
        """Removes it, unless something else has happened since. One call. Raises TableBusy."""
        self._table.delete(notice_key(notice.claim_id), where="at", equals=instant(notice.at))


def notice_write(
    certificate: Certificate,
    event: CertificateEvent,
    activity: Activity,
    *,
    at: datetime,
    open_until: datetime | None = None,
) -> Put:
    """The write that goes with `event`. `open_until` is set for a reopened claim."""
    pk, sk = notice_key(certificate.claim_id)
    item: Item = {
        "pk": pk,
        "sk": sk,
        "number": certificate.number,
        "learner_id": certificate.learner_id,
        "event": event.value,
        "at": instant(at),
        "title": activity.title,
        "organization": activity.provider,
        "contact": activity.contact,
        "time_zone": activity.time_zone,
        "open_until": open_until and instant(open_until),
        EXPIRES_AT: CERTIFICATE_NOTICES.expires_at(at),
    }
    return Put(item, "", {}, {})


def notice_key(claim_id: str) -> Key:
    """The table key of the pending notice about the certificates of this claim."""
    return PARTITION, claim_id


def _notice(item: Item) -> CertificateNotice:
    open_until = item.get("open_until")
    return CertificateNotice(
        number=item["number"],
        claim_id=item["sk"],
        learner_id=item["learner_id"],
        event=CertificateEvent(item["event"]),
        at=read_instant(item["at"]),
        title=item["title"],
        organization=item["organization"],
        contact=item["contact"],
        time_zone=item["time_zone"],
        open_until=read_instant(open_until) if open_until else None,
    )
