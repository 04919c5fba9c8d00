"""What can be tried on the local stack: who the sample learners are, and the codes that open the sample activities."""

from collections.abc import Sequence

from local.places import ROOT
from local.sample_catalog import GROUPS, MEETING, ONLINE, TELECONFERENCE, WEBINAR, WEBINAR_CODE, badge_ids
from local.users import LEARNERS, PROVIDER_STAFF, STAFF, User

_BADGES = 4
_OF_LEARNERS = (
    "A member whose credits go through: after `make night` ASCP has them.",
    "Not an ASCLS member: after `make night` her credit waits, and the portal says why.",
    "Her membership has lapsed: after `make night` her credit waits until she renews it.",
)
STORIES = {
    **dict(zip(LEARNERS, _OF_LEARNERS, strict=True)),
    STAFF: "An operator: activities, codes, credits, run reports, providers.",
    PROVIDER_STAFF: "Staff of the society that provides the activities: its activities, claims and certificates.",
}


def people(users: Sequence[User], *, with_sample: bool) -> str:
    """Who can sign in, with what, and what becomes of their credits, as lines for the terminal."""
    lines = []
    for user in users:
        lines.append(f"  {user.email:<38} {user.password}")
        if user.authenticator:
            lines.append(
                f"      and a code of an authenticator app with the key {user.authenticator}; `make code` shows it"
            )
        if with_sample or user.email in (STAFF, PROVIDER_STAFF):
            lines.append(f"      {STORIES[user.email]}")
    return "\n".join(lines)


def codes() -> str:
    """What to type where a sample activity asks for a code, as lines for the terminal."""
    groups = ", ".join(f"{code} (for {places} learners)" for code, (_, places) in GROUPS.items())
    kinds = (
        ("Live meeting", MEETING, f"Badge ID, each for one learner: {', '.join(badge_ids()[:_BADGES])}"),
        ("Teleconference", TELECONFERENCE, f"Group ID: {groups}"),
        ("Webinar", WEBINAR, f"Session code: {WEBINAR_CODE}"),
        ("Online course", ONLINE, f"No code; a post-test. The answers are in {_answers()}."),
    )
    return "\n".join(f"  {kind:<15} /activities/{activity}\n{'':18}{code}" for kind, activity, code in kinds)


def _answers() -> str:
    return str((ROOT / "local" / "sample_catalog" / "remote.py").relative_to(ROOT))
