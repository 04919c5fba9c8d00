"""Attempts on somebody's data that were refused: one entry a day for each person who tries and each record."""

from collections.abc import Mapping
from datetime import datetime

from laurel.audit.acts import Actor, AuditAct, AuditSubject
from laurel.audit.log import Acting, AuditLog
from laurel.platform.log import logger
from laurel.platform.table import TableBusy


def note_attempt(
    audit: AuditLog,
    learner_id: str,
    on: AuditSubject | None,
    at: datetime,
    about: Mapping[str, str] | None = None,
) -> None:
    """Records that the person with this learner ID was refused something on the record `on`: one call.

    None is nobody's record: the entry is found by who tried. A busy table is logged, and the refusal stays one.
    """
    actor = Actor.learner(learner_id)
    try:
        Acting(audit, actor).note(
            AuditAct.REFUSED, on=on or AuditSubject.many(actor), at=at, about=about, once_a_day=True
        )
    except TableBusy:
        logger.warning("a refused attempt could not be recorded", extra={"learner_id": learner_id})
