"""Operators save the record of a provider."""

from dataclasses import dataclass

from laurel.audit.acts import AuditAct, AuditSubject
from laurel.audit.log import UNRECORDED, Acting
from laurel.audit.records import changed_values
from laurel.catalog.provider import Provider, StoredProvider, check_provider
from laurel.catalog.providers import Providers
from laurel.catalog.refusals import PROVIDER_BUSY, PROVIDER_CHANGED, PROVIDER_EXISTS
from laurel.platform.clock import Clock
from laurel.platform.refusal import Refusal
from laurel.platform.refusals import INVALID


@dataclass(frozen=True, slots=True)
class ProviderPut:
    """The provider as it is stored now."""

    stored: StoredProvider
    created: bool


def put_provider(
    providers: Providers,
    clock: Clock,
    provider_id: str,
    wanted: Provider,
    *,
    if_match: int | None = None,
    acting: Acting = UNRECORDED,
) -> ProviderPut | Refusal:
    """Saves `wanted` as `provider_id`, new or changed; `if_match` is the revision that the operator saw (0: none).

    `acting` is the operator. One read and one write; no write if nothing changed. Raises TableBusy.
    """
    known = providers.all()
    stored = next((one for one in known if one.provider_id == provider_id), None)
    seen = stored.revision if stored else None
    if if_match is not None and if_match != (seen or 0):
        return (PROVIDER_CHANGED if if_match else PROVIDER_EXISTS).refuse(version=seen)
    if problems := check_provider(provider_id, wanted, known):
        return INVALID.refuse(errors=problems)
    if stored and stored.provider == wanted:
        return ProviderPut(stored, created=False)
    was = stored.provider.model_dump(mode="json") if stored else {}
    before, after = changed_values(was, wanted.model_dump(mode="json"))
    entries = acting.record(
        AuditAct.PROVIDER_PUT, on=AuditSubject.provider(provider_id), at=clock(), before=before, after=after
    )
    saved = providers.save(provider_id, wanted, seen=seen, entries=entries)
    return ProviderPut(saved, created=stored is None) if saved else PROVIDER_BUSY.refuse()
