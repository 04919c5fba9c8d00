"""Unsubscribing from notices by the link in an e-mail."""

from laurel.audit.acts import Actor, AuditAct
from laurel.audit.log import Acting, AuditLog
from laurel.learners.records import key_of
from laurel.notices.refusals import STOP_LINK_UNKNOWN
from laurel.notices.unsubscribe_links import UnsubscribeLinks
from laurel.platform.clock import Clock, instant
from laurel.platform.log import logger
from laurel.platform.refusal import Refusal
from laurel.platform.table import Table, Update


def check_link(links: UnsubscribeLinks, token: str) -> Refusal | None:
    """None if `token` is valid. Changes nothing, because mail scanners follow links too."""
    return STOP_LINK_UNKNOWN.refuse() if links.learner_of(token) is None else None


def stop_notices(
    table: Table, links: UnsubscribeLinks, clock: Clock, token: str, audit: AuditLog | None = None
) -> Refusal | None:
    """Unsubscribes the learner whom `token` names. Returns None when done, also if it was done before.

    One call. `table` is the claims table; `audit` records it.
    """
    learner_id = links.learner_of(token)
    if learner_id is None:
        return STOP_LINK_UNKNOWN.refuse()
    at = clock()
    stopping = Update(
        key_of(learner_id),
        "SET #stopped = :at, #updated = :at ADD #version :one",
        "attribute_exists(pk) AND attribute_not_exists(#stopped)",
        {"#stopped": "notices_stopped_at", "#updated": "updated_at", "#version": "version"},
        {":at": instant(at), ":one": 1},
    )
    acting = Acting(audit, Actor.learner(learner_id))
    entry = acting.record(
        AuditAct.NOTICES_STOPPED, on=learner_id, at=at, before={"notices": True}, after={"notices": False}
    )
    stopped = all(table.write_all([stopping, *entry]))
    logger.info("a learner unsubscribed from notices", extra={"learner_id": learner_id, "were_stopped": not stopped})
    return None
