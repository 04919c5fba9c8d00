"""How a profile is stored in the claims table: one mapping each way. The key names the learner."""

from datetime import datetime

from laurel.learners.license_states import outside_name, postal_code
from laurel.learners.name_languages import NameLanguage
from laurel.learners.profile import Language, License, NewEmail, Paper, Profile
from laurel.learners.refusals import ACCOUNT_ERASED
from laurel.platform.clock import instant, read_instant
from laurel.platform.problems import RefusedRequest
from laurel.platform.retention import ERASED_PROFILES, EXPIRES_AT
from laurel.platform.table import Check, Item, Key, Put, Table, create


def key_of(learner_id: str) -> Key:
    """The table key of this learner's profile."""
    return f"LEARNER#{learner_id}", "PROFILE"


def to_item(profile: Profile) -> Item:
    """`profile` as an item."""
    pk, sk = key_of(profile.learner_id)
    return {
        "pk": pk,
        "sk": sk,
        "email": profile.email,
        "new_email": _new_email_fields(profile.new_email),
        "former_emails": list(profile.former_emails) or None,
        "email_proved_at": profile.email_proved_at or None,
        "name_as_printed": profile.name_as_printed,
        "name_language": profile.name_language and profile.name_language.value,
        "physician": profile.physician,
        "professions": list(profile.professions),
        "licences": [[outside_name(one.state), one.number, one.profession] for one in profile.licences],
        "ascls_email": profile.ascls_email,
        "ascp_email": profile.ascp_email,
        "ascp_customer_id": profile.ascp_customer_id,
        "consent_at": profile.consent_at and instant(profile.consent_at),
        "notices_stopped_at": profile.notices_stopped_at and instant(profile.notices_stopped_at),
        "paper": profile.paper.value,
        "language": profile.language and profile.language.value,
        "version": profile.version,
        "updated_at": profile.updated_at and instant(profile.updated_at),
        "erased_at": profile.erased_at and instant(profile.erased_at),
        "joined": list(profile.joined) or None,
        "joined_into": profile.joined_into,
        "in_name_index": profile.in_name_index or None,
        EXPIRES_AT: profile.erased_at and ERASED_PROFILES.expires_at(profile.erased_at),
    }


def erased(profile: Profile, at: datetime) -> Profile:
    """The empty profile of a learner who has their account erased, in the place of `profile`."""
    return Profile(learner_id=profile.learner_id, version=profile.version + 1, updated_at=at, erased_at=at)


def expect_not_erased(profile: Profile) -> Profile:
    """`profile`; raises RefusedRequest if its account was erased, which refuses sign-ins from before."""
    if profile.erased_at:
        raise RefusedRequest(ACCOUNT_ERASED.refuse())
    return profile


def expect_account(table: Table, learner_id: str) -> None:
    """Raises RefusedRequest if the learner's account was erased: for requests that read no profile. One call."""
    expect_not_erased(from_item(learner_id, table.get(key_of(learner_id))))


def profile_write(before: Profile, after: Profile) -> Put:
    """The write of `after`, which succeeds only if the stored profile is still `before`."""
    item = to_item(after)
    if not before.version:
        return create(item)
    return Put(item, "#version = :version", {"#version": "version"}, {":version": before.version})


def profile_check(profile: Profile) -> Check:
    """A condition for a transaction: the stored profile must still be `profile`."""
    return Check(key_of(profile.learner_id), "#version = :seen", {"#version": "version"}, {":seen": profile.version})


def from_item(learner_id: str, item: Item | None) -> Profile:
    """The profile in `item`; for None, the default profile."""
    if item is None:
        return Profile(learner_id=learner_id)
    return Profile(
        learner_id=learner_id,
        email=item.get("email"),
        new_email=_new_email(item.get("new_email")),
        former_emails=tuple(item.get("former_emails", ())),
        email_proved_at=int(item.get("email_proved_at", 0)),
        name_as_printed=item.get("name_as_printed"),
        name_language=NameLanguage(item["name_language"]) if item.get("name_language") else None,
        physician=item.get("physician"),
        professions=tuple(item["professions"]),
        licences=tuple(License(postal_code(state) or state, *more) for state, *more in item["licences"]),
        ascls_email=item.get("ascls_email"),
        ascp_email=item.get("ascp_email"),
        ascp_customer_id=item.get("ascp_customer_id"),
        consent_at=_instant(item, "consent_at"),
        notices_stopped_at=_instant(item, "notices_stopped_at"),
        paper=Paper(item["paper"]),
        language=Language(item["language"]) if item.get("language") else None,
        version=int(item["version"]),
        updated_at=_instant(item, "updated_at"),
        erased_at=_instant(item, "erased_at"),
        joined=tuple(item.get("joined") or ()),
        joined_into=item.get("joined_into"),
        in_name_index=bool(item.get("in_name_index")),
    )


def _new_email_fields(new: NewEmail | None) -> Item | None:
    if new is None:
        return None
    return {
        "email": new.email,
        "change_id": new.change_id,
        "counts_from": instant(new.counts_from),
        "is_theirs": new.is_theirs,
    }


def _new_email(found: Item | None) -> NewEmail | None:
    return NewEmail(**{**found, "counts_from": read_instant(found["counts_from"])}) if found else None


def _instant(item: Item, name: str) -> datetime | None:
    text = item.get(name)
    return read_instant(text) if text else None
