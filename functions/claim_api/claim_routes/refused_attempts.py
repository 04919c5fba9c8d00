"""Attempts on data of others that were refused: by callers who are no staff, and by staff of another provider.

An entry is in the record of the learner whose data it was, if the request names one by ID, address or credit. Made-up
names do not fill the log: all of them together are one entry a day.
"""

import re

from aws_lambda_powertools.utilities.data_classes.common import BaseProxyEvent

from claim_routes.dependencies import dependencies
from laurel.audit.acts import Actor, AuditSubject
from laurel.audit.attempts import note_attempt
from laurel.audit.log import Acting
from laurel.learners.held_addresses import key_or_none
from laurel.learners.records import key_of
from laurel.platform.callers import Caller
from laurel.platform.clock import utc_now
from laurel.platform.log import logger
from laurel.platform.problem_words import ID
from laurel.platform.table import TableBusy

_LEARNER = re.compile(r"/v1/staff/(?:learners|people)/([A-Za-z0-9][A-Za-z0-9._-]{0,63})(?:/|$)")
_CREDIT = re.compile(r"/v1/staff/credits/([A-Za-z0-9-]{1,64})/")


def record_refusal(who: Caller, event: BaseProxyEvent, on: AuditSubject | None = None) -> None:
    """Records that `who` was refused the request: one call, and up to two to find whose data it was.

    `on` is the record if the request names no learner; None: nobody's.
    """
    try:
        on = _learner_named(who, event) or on
    except TableBusy:
        logger.warning("the learner of a refused attempt could not be found", extra={"learner_id": who.learner_id})
    note_attempt(dependencies().audit, who.learner_id, on, utc_now())


def _learner_named(who: Caller, event: BaseProxyEvent) -> AuditSubject | None:
    """The learner whose ID, address or credit the request names, if there is one."""
    here, query = dependencies(), event.query_string_parameters or {}
    if found := _CREDIT.match(event.path):
        credit = here.ledger.get(found[1])
        return (
            here.staff_credits.subject_of(Acting(here.audit, Actor.learner(who.learner_id)), credit) if credit else None
        )
    named = _LEARNER.match(event.path)
    asked = query.get("learner") or query.get("actor") or ""
    learner_id = named[1] if named else asked if re.fullmatch(ID, asked) else None
    email_key = key_or_none(query.get("email") or "")
    if learner_id is None and email_key:
        learner_id = here.registry.holders_of([email_key]).get(email_key)
        return AuditSubject.learner(learner_id) if learner_id else None
    return AuditSubject.learner(learner_id) if learner_id and here.table.get(key_of(learner_id)) else None
