"""The store of certificates: reads one by its number, and makes the writes for transactions."""

from collections.abc import Iterable, Sequence
from dataclasses import dataclass, replace

from laurel.catalog.activity import Activity
from laurel.catalog.providers import provider_key
from laurel.certificates.certificate import Certificate
from laurel.certificates.records import from_item, key_of, provider_logo_key, to_item
from laurel.platform.table import Elsewhere, Item, Key, Put, Table, Update, create


@dataclass(frozen=True, slots=True)
class LogoNoted:
    """The digest of the logo of an activity, or of a provider; None if it has none."""

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

    def provider_logo(self, provider_id: str) -> LogoNoted | None:
        """The logo of a provider, or None if it is not on record: one call."""
        return self.noted_logo(provider_key(provider_id), provider_logo_key(provider_id))

    def noted_logo(self, owner: Key, logo: Key) -> LogoNoted | None:
        """The logo under the key `logo`, or None if no record is under the key `owner`, or no longer: one call."""
        items = self._table.get_many([owner, logo])
        found = items.get(owner)
        return LogoNoted(logo_of(items.get(logo))) if found and "deleted_at" not in found else None

    def note_logo(self, logo: Key, sha256: str, entries: Sequence[Elsewhere] = ()) -> None:
        """Sets the logo under this key for certificates from now on, together with `entries` elsewhere: one call."""
        setting = Update(logo, "SET #sha256 = :sha256", None, {"#sha256": "sha256"}, {":sha256": sha256})
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


def badge_end(certificate: Certificate) -> list[Update]:
    """The write that ends the badge of a certificate, for the transaction that ends the certificate."""
    if certificate.badge is None:
        return []
    from laurel.open_badges.issuer import ending

    return [ending(certificate.badge)]


def logo_for(certificates: Certificates, activity: Activity, own: str | None) -> str | None:
    """The digest of the logo for an activity: its `own`, or that of its provider.

    One call if the activity has none and names its provider, else none.
    """
    if own or not activity.provider_id:
        return own
    found = certificates.provider_logo(activity.provider_id)
    return found.sha256 if found else None


def logo_of(item: Item | None) -> str | None:
    """The digest of the logo in the item of `logo_key`; None without one."""
    return item.get("sha256") if item else None
