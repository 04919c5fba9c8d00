"""What the routes work with: made once a process, when the first request needs it."""

from dataclasses import dataclass
from functools import cache, partial

from laurel.catalog.access_lists import AccessLists
from laurel.catalog.store import Catalog
from laurel.certificates.store import Certificates
from laurel.claims.find_learner import LookUp
from laurel.claims.store import Claims
from laurel.learners.address_registry import AddressRegistry
from laurel.notices.unsubscribe_links import UnsubscribeLinks
from laurel.platform.clock import utc_now
from laurel.platform.cursors import Cursors
from laurel.platform.settings import ClaimApiSettings
from laurel.platform.signing_key import signing_key
from laurel.platform.table import Table


@dataclass(frozen=True, slots=True)
class Rooms:
    """The stores on the claims table, who holds which address, and what is signed: cursors, and links in mails."""

    table: Table
    registry: AddressRegistry
    catalog: Catalog
    access_lists: AccessLists
    claims: Claims
    certificates: Certificates
    cursors: Cursors
    unsubscribe_links: UnsubscribeLinks
    look_up: LookUp


@cache
def rooms() -> Rooms:
    """The rooms of this process."""
    settings = ClaimApiSettings.read()
    table = Table(settings.claims_table_name)
    registry = AddressRegistry(table, settings.ledger_table_name, utc_now)
    return Rooms(
        table=table,
        registry=registry,
        catalog=Catalog(table),
        access_lists=AccessLists(table),
        claims=Claims(table),
        certificates=Certificates(table),
        cursors=Cursors(partial(signing_key, settings.signing_secret_id)),
        unsubscribe_links=UnsubscribeLinks(partial(signing_key, settings.signing_secret_id)),
        look_up=LookUp(table, registry, utc_now),
    )
