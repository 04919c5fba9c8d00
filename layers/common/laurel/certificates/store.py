"""The certificates' store: one by its number, and the writes that make or change one as part of a transaction."""

from dataclasses import replace

from laurel.certificates.certificate import Certificate
from laurel.certificates.records import from_item, key_of, logo_key, to_item
from laurel.platform.table import Item, Put, Table, Update, create


class Certificates:
    """The certificates in `table` (the claims table)."""

    def __init__(self, table: Table) -> None:
        self._table = table

    def get(self, number: str) -> Certificate | None:
        """The certificate with this number, as it is printed, read consistently: one call."""
        item = self._table.get(key_of(number))
        return from_item(item) if item else None

    def note_logo(self, activity_id: str, sha256: str) -> None:
        """Notes which logo the activity's certificates carry from now on: one call."""
        self._table.update(
            Update(logo_key(activity_id), "SET #sha256 = :sha256", None, {"#sha256": "sha256"}, {":sha256": sha256})
        )


def creation(certificate: Certificate) -> Put:
    """The write of a new certificate: it does not go through if the number is taken."""
    return create(to_item(certificate))


def replacement(before: Certificate, after: Certificate) -> Put:
    """The write of `after` in the place of `before`, if that is still what is stored."""
    return Put(to_item(after), "#version = :version", {"#version": "version"}, {":version": before.version})


def credit_note(certificate: Certificate, credit_id: str) -> Put:
    """The write that notes the credit of a certificate that had none, if that is still what is stored."""
    return replacement(certificate, replace(certificate, credit_id=credit_id, version=certificate.version + 1))


def logo_of(item: Item | None) -> str | None:
    """The digest of the logo that the item of `logo_key` names; None without one."""
    return item["sha256"] if item else None
