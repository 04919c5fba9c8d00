"""The page of one learner for staff: the profile, with the claims and the wrong codes."""

from datetime import UTC, datetime
from enum import StrEnum
from typing import Self

from pydantic import AwareDatetime, Field

from laurel.claims.find_learner import FoundClaim, FoundLearner
from laurel.claims.staff_learner_views import StaffLearnerView
from laurel.claims.views import ClaimModel
from laurel.learners.name_languages import NameLanguage
from laurel.learners.profile import License, Paper, Profile
from laurel.learners.views import LicenseModel, license_views


class FoundBy(StrEnum):
    """What staff type to find a learner."""

    EMAIL = "email"
    CERTIFICATE = "certificate"
    MEMBER_NUMBER = "member_number"
    BADGE = "badge"
    NAME = "name"


class PersonLine(ClaimModel):
    """A learner in a list."""

    learner_id: str
    name: str | None = Field(description="As certificates print it.")
    email: str | None = Field(description="The learner's current address.")
    joined_into: str | None = Field(description="The learner with whom this account was joined, who stays.")
    by: FoundBy = Field(description="By what of theirs they were found.")

    @classmethod
    def of(cls, profile: Profile, by: FoundBy) -> Self:
        """`profile` as a line."""
        return cls(
            by=by,
            learner_id=profile.learner_id,
            name=profile.name_as_printed,
            email=profile.email,
            joined_into=profile.joined_into,
        )


class TriedView(ClaimModel):
    """What a search took the text for."""

    by: FoundBy
    says: str | None = Field(default=None, description="Why it cannot be such a thing, if it looks like one.")


class PeopleFound(ClaimModel):
    """Learners that staff searched for. There is only one page."""

    items: tuple[PersonLine, ...]
    tried: tuple[TriedView, ...] = Field(description="What the text was taken for, in this order.")
    more: bool = Field(description="Whether there may be others: search for more of the name.")
    next_cursor: str | None = None


class PersonProfileView(ClaimModel):
    """What a learner says in the profile about more than one provider: for operators."""

    name_language: NameLanguage | None
    physician: bool | None
    professions: tuple[str, ...]
    ascls_email: str | None = Field(description="The address that they say ASCLS has.")
    ascp_email: str | None = Field(description="The address that they say ASCP has.")
    consent_to_report: bool
    consent_given_at: AwareDatetime | None
    notices: bool = Field(description="Whether they get e-mails about credits and claims.")
    paper: Paper
    updated_at: AwareDatetime | None
    erased_at: AwareDatetime | None = Field(description="When they had their account erased: the profile is empty.")

    @classmethod
    def of(cls, profile: Profile) -> Self:
        """`profile` as it is sent."""
        return cls(
            name_language=profile.name_language,
            physician=profile.physician,
            professions=profile.professions,
            ascls_email=profile.ascls_email,
            ascp_email=profile.ascp_email,
            consent_to_report=profile.consent_at is not None,
            consent_given_at=_utc(profile.consent_at),
            notices=profile.notices_stopped_at is None,
            paper=profile.paper,
            updated_at=_utc(profile.updated_at),
            erased_at=_utc(profile.erased_at),
        )


class PersonView(StaffLearnerView):
    """A learner's page: operators see everything, staff of a provider what concerns its activities."""

    licences: tuple[LicenseModel, ...] = Field(
        description="The licenses; for staff of a provider those that a claim for its activities prints."
    )
    profile: PersonProfileView | None = Field(description="The rest of the profile; null for staff of a provider.")

    @classmethod
    def of_person(cls, found: FoundLearner, *, whole: bool) -> Self:
        """`found` as it is sent; with `whole` the whole profile."""
        profile = found.profile
        shown = profile.licences if whole else _printed(profile.licences, found.claims)
        return cls(
            **{name: getattr(StaffLearnerView.of(found), name) for name in StaffLearnerView.model_fields},
            licences=license_views(shown),
            profile=PersonProfileView.of(profile) if whole else None,
        )


def _printed(licenses: tuple[License, ...], claims: tuple[FoundClaim, ...]) -> tuple[License, ...]:
    """The licenses of the states whose number the statements of `claims` print."""
    kinds = [one.claim.statement.kind for one in claims]
    states = {kind.license_state.code for kind in kinds if kind.license_state}
    return tuple(one for one in licenses if one.state in states)


def _utc(at: datetime | None) -> datetime | None:
    return at and at.astimezone(UTC)
