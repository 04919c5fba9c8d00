"""What staff correct about the holder of a certificate in the same step in which they reissue it.

The profile changes as if its learner had changed it, with an entry in the audit log that has the reason. Other
certificates stay as they are.
"""

from dataclasses import dataclass, replace
from datetime import datetime

from laurel.audit.acts import AuditAct
from laurel.audit.log import Acting
from laurel.audit.records import changed_values
from laurel.certificates.refusals import LICENSE_NOT_PRINTED
from laurel.learners.edit_profile import audited_values
from laurel.learners.name_index import name_writes
from laurel.learners.profile import License, Profile
from laurel.learners.records import profile_check, profile_write
from laurel.platform.refusal import Refusal
from laurel.platform.table import Elsewhere, Write
from laurel.statements import Statement


@dataclass(frozen=True, slots=True)
class HolderCorrection:
    """The right name, and the right number of the license that the certificate prints; None leaves it as it is."""

    name: str | None = None
    license_number: str | None = None


def corrected_holder(
    profile: Profile, statement: Statement, wanted: HolderCorrection, at: datetime
) -> Profile | Refusal:
    """`profile` with what is `wanted`; the same object if it says so already (pure)."""
    after = replace(profile, name_as_printed=wanted.name) if wanted.name else profile
    if wanted.license_number:
        state = statement.kind.license_state
        if state is None:
            return LICENSE_NOT_PRINTED.refuse()
        after = replace(after, licences=_with_number(after.licences, state.code, wanted.license_number))
    if audited_values(after) == audited_values(profile):
        return profile
    return replace(after, version=profile.version + 1, updated_at=at, in_name_index=True)


def holder_writes(before: Profile, after: Profile, acting: Acting, at: datetime) -> list[Write | Elsewhere]:
    """The writes for the transaction of a reissue: those of the correction, or the check that nothing changed."""
    if after is before:
        return [profile_check(before)]
    was, now = changed_values(audited_values(before), audited_values(after))
    entry = acting.record(AuditAct.PROFILE_CHANGED, on=after.learner_id, at=at, before=was, after=now)
    return [profile_write(before, after), *name_writes(before, after), *entry]


def _with_number(licenses: tuple[License, ...], state: str, number: str) -> tuple[License, ...]:
    """`licenses` with this number for the first one of the state, which is the one that certificates print."""
    first = next((one for one in licenses if one.state == state), None)
    if first is None:
        return (*licenses, License(state, number))
    return tuple(replace(one, number=number) if one is first else one for one in licenses)
