"""How many learners have claimed an activity, and with how many codes: counted when asked, stored nowhere."""

from pydantic import BaseModel, ConfigDict, Field

from laurel.catalog.access_lists import AccessLists
from laurel.catalog.activity import Activity
from laurel.claims.claim import Status
from laurel.claims.store import Claims


class ActivityNumbers(BaseModel):
    """How much an activity has been claimed. The numbers lag by a moment."""

    model_config = ConfigDict(frozen=True, defer_build=True)

    claimed: int = Field(description="Claims that learners have opened, drafts and final ones.", examples=[211])
    with_sessions: int = Field(description="Of those, the ones with at least one session.", examples=[203])
    printed: int = Field(description="Of those, the final ones: their certificate was printed.", examples=[187])
    codes_used: int | None = Field(
        description="Badge IDs or Group IDs that a learner has claimed with; null where access is by neither.",
        examples=[211],
    )


def count_claims(claims: Claims, lists: AccessLists, activity: Activity) -> ActivityNumbers:
    """The numbers of `activity`."""
    return count_claims_of(claims, lists, activity.id, activity.access.type)


def count_claims_of(claims: Claims, lists: AccessLists, activity_id: str, access: str) -> ActivityNumbers:
    """The numbers of an activity: a query of its claims, and one of its codes, each a call for each megabyte."""
    claimed = with_sessions = printed = 0
    for one in claims.at_activity(activity_id):
        claimed += 1
        with_sessions += bool(one.credits)
        printed += one.status is Status.FINAL
    return ActivityNumbers(
        claimed=claimed,
        with_sessions=with_sessions,
        printed=printed,
        codes_used=lists.in_use(activity_id, access),
    )
