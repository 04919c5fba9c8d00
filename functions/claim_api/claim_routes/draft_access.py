"""The drafts that a caller may change, and the revision that they saw."""

from aws_lambda_powertools.event_handler.api_gateway import Router

from claim_routes.dependencies import dependencies
from claim_routes.ownership import owners
from laurel.platform.clock import utc_now
from laurel.platform.http_answers import version_of
from laurel.platform.http_api import caller
from laurel.workbench.activity_desk import ActivityDesk
from laurel.workbench.draft_desk import DraftDesk


def draft_desk(router: Router) -> DraftDesk:
    """What the caller of this request may do with drafts."""
    here = dependencies()
    return DraftDesk(here.table, here.catalog, here.claims, utc_now, owners(router))


def activity_desk(router: Router) -> ActivityDesk:
    """What the caller of this request may do with whole activities."""
    here = dependencies()
    return ActivityDesk(here.table, here.claims, utc_now, owners(router), here.acting_staff(caller(router)))


def seen_revision(if_match: str | None) -> int | None:
    """The revision that staff saw; 0 without `If-Match`: then there must be no draft yet. None for any."""
    return 0 if if_match is None else version_of(if_match)
