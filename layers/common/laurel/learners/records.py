"""How a profile lies in the claims table: one mapping each way. The owner is in the key."""

from laurel.learners.profile import Licence, Paper, Profile
from laurel.platform.clock import instant, read_instant
from laurel.platform.table import Item, Key


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
        "name_as_printed": profile.name_as_printed,
        "physician": profile.physician,
        "professions": list(profile.professions),
        "licences": [[one.state, one.number, one.profession] for one in profile.licences],
        "ascls_email": profile.ascls_email,
        "ascp_email": profile.ascp_email,
        "consent_at": profile.consent_at and instant(profile.consent_at),
        "paper": profile.paper.value,
        "version": profile.version,
        "updated_at": profile.updated_at and instant(profile.updated_at),
    }


def from_item(learner_id: str, item: Item | None) -> Profile:
    """The profile that `item` holds; for None the profile of a learner who never wrote one."""
    if item is None:
        return Profile(learner_id=learner_id)
    consent_at, updated_at = item.get("consent_at"), item.get("updated_at")
    return Profile(
        learner_id=learner_id,
        email=item.get("email"),
        name_as_printed=item.get("name_as_printed"),
        physician=item.get("physician"),
        professions=tuple(item["professions"]),
        licences=tuple(Licence(*one) for one in item["licences"]),
        ascls_email=item.get("ascls_email"),
        ascp_email=item.get("ascp_email"),
        consent_at=read_instant(consent_at) if consent_at else None,
        paper=Paper(item["paper"]),
        version=int(item["version"]),
        updated_at=read_instant(updated_at) if updated_at else None,
    )
