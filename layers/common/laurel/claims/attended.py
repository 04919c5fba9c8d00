"""Whether a learner attended a session, by the reports of attendance that staff hand in.

The reports know people by e-mail address, so all addresses that the learner holds count together.
"""

from laurel.attendance.presence import Presence, PresenceBySession, all_together, needed
from laurel.attendance.store import Attendance
from laurel.catalog.activity import Activity, Session
from laurel.claims.refusals import NOT_ATTENDED
from laurel.learners.held_addresses import held_addresses
from laurel.learners.profile import Profile
from laurel.platform.refusal import Problem


def presence_of(attendance: Attendance, profile: Profile, activity_id: str) -> PresenceBySession:
    """The learner's time in each session that a report shows: one call. Raises TableBusy."""
    found = attendance.of(held_addresses(profile), activity_id)
    return all_together(one.presence for one in found.values())


def unattended(attendance: Attendance, profile: Profile, activity: Activity, session: Session) -> Problem | None:
    """Why the learner may not claim the session, if attendance is required; one call then, else none."""
    if activity.attendance is None:
        return None
    least = needed(session, activity.attendance.share)
    minutes = presence_of(attendance, profile, activity.id).get(session.id, Presence()).minutes
    if minutes >= least:
        return None
    return NOT_ATTENDED.at("", minutes=minutes, needed=least, contact=activity.contact)
