"""Attempts to use the routes of staff on a learner, by callers who are no members of staff."""

import re

from aws_lambda_powertools.utilities.data_classes.common import BaseProxyEvent

from claim_routes.dependencies import dependencies
from laurel.audit.acts import Actor, AuditAct
from laurel.learners.records import key_of
from laurel.platform.callers import Caller
from laurel.platform.clock import utc_now
from laurel.platform.log import logger
from laurel.platform.table import Check, TableBusy

_ABOUT_A_LEARNER = re.compile(r"/v1/staff/learners/([A-Za-z0-9][A-Za-z0-9._-]{0,63})/")


def record_refusal(who: Caller, event: BaseProxyEvent) -> None:
    """Records that `who` was refused an act on a learner: one call, and one entry a day.

    There is no entry for an ID that no learner has: made-up IDs do not fill the log.
    """
    named = _ABOUT_A_LEARNER.match(event.path)
    if not named:
        return
    here, learner_id = dependencies(), named[1]
    entry = here.audit.record(
        actor=Actor.learner(who.learner_id), act=AuditAct.REFUSED, on=learner_id, at=utc_now(), once_a_day=True
    )
    try:
        here.table.write_all([Check(key_of(learner_id), "attribute_exists(pk)", {}, {}), entry])
    except TableBusy:
        logger.warning("a refused attempt could not be recorded", extra={"learner_id": who.learner_id})
