"""The store of certificates: reads one by its number, and makes the writes for transactions."""

from collections.abc import Iterable, Sequence
from dataclasses import dataclass, replace

from laurel.catalog.records import activity_key
from laurel.certificates.certificate import Certificate
from laurel.certificates.records import from_item, key_of, logo_key, to_item
from laurel.platform.table import Elsewhere, Item, Put, Table, Update, create


@dataclass(frozen=True, slots=True)
class ActivityLogo:
    """The digest of an activity's logo; None if it has none."""

    sha256: str | None


class Certificates:
    """The certificates in `table` (the claims table)."""

    def __init__(self, table: Table) -> None:
        self._table = table

    def get(self, number: str) -> Certificate | None:
        """The certificate with this number (as printed), read consistently: one call."""
        item = self._table.get(key_of(number))
        return from_item(item) if item else None

    def get_many(self, numbers: Iterable[str]) -> list[Certificate]:
        """The certificates that exist among `numbers`: one call for each hundred."""
        return [from_item(item) for item in self._table.get_many(map(key_of, numbers)).values()]

    def activity_logo(self, activity_id: str) -> ActivityLogo | None:
        """The logo of an activity, or None if there is no such activity: one call."""
        activity, logo = activity_key(activity_id), logo_key(activity_id)
        items = self._table.get_many([activity, logo])
        return ActivityLogo(logo_of(items.get(logo))) if activity in items else None

    def note_logo(self, activity_id: str, sha256: str, entries: Sequence[Elsewhere] = ()) -> None:
        """Sets the logo for the activity's certificates from now on, together with `entries` elsewhere: one call."""
        setting = Update(
            logo_key(activity_id), "SET #sha256 = :sha256", None, {"#sha256": "sha256"}, {":sha256": sha256}
        )
        self._table.write_all([setting, *entries])


def creation(certificate: Certificate) -> Put:
    """The write of a new certificate, on the condition that the number is not taken."""
    return create(to_item(certificate))


def replacement(before: Certificate, after: Certificate) -> Put:
    """The write that replaces `before` with `after`, on the condition that `before` is still stored."""
    return Put(to_item(after), "#version = :version", {"#version": "version"}, {":version": before.version})


def credit_note(certificate: Certificate, credit_id: str) -> Put:
    """The write that adds the credit to a certificate without one, on the condition that it is unchanged."""
    return replacement(certificate, replace(certificate, credit_id=credit_id, version=certificate.version + 1))


def logo_of(item: Item | None) -> str | None:
    """The digest of the logo in the item of `logo_key`; None without one."""
    return item["sha256"] if item else None
