"""A learner edits their own profile."""

from dataclasses import replace
from datetime import datetime
from typing import Any

from laurel.audit.acts import AuditAct
from laurel.audit.log import UNRECORDED, Acting
from laurel.audit.records import Values, changed_values
from laurel.learners.address_moves import addresses_by_key
from laurel.learners.address_registry import AddressRegistry
from laurel.learners.consent import consent_change, consent_record
from laurel.learners.customer_ids import MOST_RECORDS, customer_id_change, customer_id_records
from laurel.learners.held_addresses import held_addresses
from laurel.learners.name_index import name_writes
from laurel.learners.profile import Paper, Profile
from laurel.learners.records import profile_write
from laurel.learners.refusals import PROFILE_BUSY, PROFILE_CHANGED
from laurel.learners.views import ProfileChange, licenses_of
from laurel.platform.callers import Caller
from laurel.platform.clock import Clock
from laurel.platform.optimistic import retry_on_conflict
from laurel.platform.refusal import Refusal
from laurel.platform.table import Elsewhere, Put, Table, Write


def edit_profile(
    table: Table,
    registry: AddressRegistry,
    clock: Clock,
    who: Caller,
    change: ProfileChange,
    if_match: int | None = None,
    acting: Acting = UNRECORDED,
) -> Profile | Refusal:
    """Merges the fields in `change` into the profile. Two calls, unless another device writes at the same time.

    A choice about consent is written to the ledger's table too, in the same transaction, for the nightly run and the
    forwarder. It counts for joined accounts too, as do the choice about notices and the ASCP customer ID: then there is
    one call more. The ID is written to the ledger's table as well, with each address. `if_match` is the version that
    the learner saw, if the request names one.
    """

    def attempt() -> Profile | Refusal | None:
        before = registry.recognize(who)
        if if_match is not None and if_match != before.version:
            return PROFILE_CHANGED.refuse(version=before.version)
        after = _changed(before, change, clock())
        extra: list[Write | Elsewhere] = []
        extra += _consent(registry, after) if "consent_to_report" in change.model_fields_set else []
        extra += _entries(acting, before, after)
        if "name_as_printed" in change.model_fields_set:
            extra += name_writes(before, after)
        if after.ascp_customer_id != before.ascp_customer_id:
            extra += _customer_id(registry, after, after)
        extra += _of_joined(registry, after, change)
        write = profile_write(before, after)
        if all(table.write_all([write, *extra])) if extra else table.put(write):
            return after
        return None

    return retry_on_conflict(attempt) or PROFILE_BUSY.refuse()


def _of_joined(registry: AddressRegistry, after: Profile, change: ProfileChange) -> list[Put | Elsewhere]:
    """The writes for joined accounts: the choices that count for all of them."""
    chosen = {"consent_to_report", "notices", "ascp_customer_id"} & change.model_fields_set
    found: list[Put | Elsewhere] = []
    for before in registry.profiles_of(after.joined).values() if after.joined and chosen else ():
        now = replace(before, version=before.version + 1, updated_at=after.updated_at)
        if "notices" in chosen:
            now = replace(now, notices_stopped_at=after.notices_stopped_at)
        if "consent_to_report" in chosen:
            now = replace(now, consent_at=after.consent_at)
            found += _consent(registry, now)
        if "ascp_customer_id" in chosen:
            now = replace(now, ascp_customer_id=after.ascp_customer_id)
            found += _customer_id(registry, now, after)
        found.append(profile_write(before, now))
    return found


def _entries(acting: Acting, before: Profile, after: Profile) -> list[Elsewhere]:
    """The entries of the audit log: one for the changed fields, one for a change of consent."""
    if after.updated_at is None:
        raise ValueError(f"the profile of {after.learner_id} was not changed")
    found, on, at = [], after.learner_id, after.updated_at
    was, now = changed_values(audited_values(before), audited_values(after))
    if now:
        found += acting.record(AuditAct.PROFILE_CHANGED, on=on, at=at, before=was, after=now)
    if (before.consent_at is None) != (after.consent_at is None):
        act = AuditAct.CONSENT_GIVEN if after.consent_at else AuditAct.CONSENT_WITHDRAWN
        consent = {"consent_to_report": before.consent_at is not None}, {"consent_to_report": bool(after.consent_at)}
        found += acting.record(act, on=on, at=at, before=consent[0], after=consent[1])
    return found


def audited_values(profile: Profile) -> Values:
    """What the audit log compares: the fields that a learner edits, by their names in the API, without consent."""
    return {
        "name_as_printed": profile.name_as_printed,
        "name_language": profile.name_language and profile.name_language.value,
        "physician": profile.physician,
        "professions": [str(one) for one in profile.professions],
        "licences": [" ".join(filter(None, (one.state, one.number, one.profession))) for one in profile.licences],
        "ascls_email": profile.ascls_email,
        "ascp_email": profile.ascp_email,
        "ascp_customer_id": profile.ascp_customer_id,
        "notices": profile.notices_stopped_at is None,
        "paper": profile.paper.value,
        "language": profile.language and profile.language.value,
    }


def _consent(registry: AddressRegistry, profile: Profile) -> list[Elsewhere]:
    """The writes to the ledger's table for a profile with a new choice about consent."""
    at = profile.updated_at
    if at is None:
        raise ValueError(f"the profile of {profile.learner_id} was not changed")
    return [
        registry.elsewhere(consent_record(profile.learner_id, profile.consent_at)),
        registry.elsewhere(consent_change(profile.learner_id, held_addresses(profile), at=at)),
    ]


def _customer_id(registry: AddressRegistry, profile: Profile, stays: Profile) -> list[Elsewhere]:
    """The writes to the ledger's table for a profile with a new ASCP customer ID; `stays` is joined with it, or it."""
    at = profile.updated_at
    if at is None:
        raise ValueError(f"the profile of {profile.learner_id} was not changed")
    keys = list(addresses_by_key(profile))[: MOST_RECORDS // (1 + len(stays.joined))]
    writes = customer_id_records(profile.learner_id, keys, profile.ascp_customer_id)
    return [registry.elsewhere(one) for one in (*writes, customer_id_change(profile.learner_id, keys, at=at))]


def _changed(profile: Profile, change: ProfileChange, at: datetime) -> Profile:
    given: dict[str, Any] = {name: getattr(change, name) for name in change.model_fields_set}
    if "name_as_printed" in given:
        given["in_name_index"] = True
    if "licences" in given:
        given["licences"] = licenses_of(given["licences"] or ())
    if "professions" in given:
        given["professions"] = given["professions"] or ()
    if "paper" in given:
        given["paper"] = given["paper"] or Paper.LETTER
    if "ascp_customer_id" in given:
        given["ascp_customer_id"] = given["ascp_customer_id"] or None
    if "consent_to_report" in given:
        # Existing consent keeps the time at which it was given.
        given["consent_at"] = (profile.consent_at or at) if given.pop("consent_to_report") else None
    if "notices" in given:
        given["notices_stopped_at"] = (profile.notices_stopped_at or at) if given.pop("notices") is False else None
    return replace(profile, **given, version=profile.version + 1, updated_at=at)
