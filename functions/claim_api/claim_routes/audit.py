"""The audit log: a learner reads who changed or saw their data, staff read it of anybody."""

from collections.abc import Callable
from typing import Annotated

from aws_lambda_powertools.event_handler import Response
from aws_lambda_powertools.event_handler.api_gateway import Router
from aws_lambda_powertools.event_handler.openapi.params import Query

from claim_routes.dependencies import dependencies
from claim_routes.ownership import expect_own_activity
from claim_routes.parameters import CursorParam, LimitParam
from claim_routes.refused_attempts import record_refusal
from laurel.audit.acts import AuditAct, AuditSubject
from laurel.audit.log import AuditPage
from laurel.audit.refusals import NOT_ONE_SUBJECT
from laurel.audit.views import MyAuditPage, StaffAuditPage
from laurel.catalog.refusals import ACTIVITY_NOT_FOUND
from laurel.learners.records import expect_account
from laurel.platform.clock import utc_now
from laurel.platform.http_answers import show
from laurel.platform.http_api import caller
from laurel.platform.http_routes import about
from laurel.platform.problem_words import ID
from laurel.platform.problems import RefusedRequest
from laurel.platform.refusals import INVALID, NOT_STAFF

router: Router = Router()  # type: ignore[no-untyped-call]

type _Read = Callable[[list[str] | None], AuditPage]


@router.get(
    "/v1/me/audit",
    **about(
        "getMyAudit",
        "Who changed or saw your data",
        "Every act on your data, the latest first: yours, those of staff, and what staff looked at. Attempts that were"
        " refused are at the end of their day. Nobody can change or remove an entry.",
        tag="Learner",
        who="learner",
        gives="A page of the entries",
    ),
)
def get_my_audit(cursor: CursorParam = None, limit: LimitParam = 30) -> Response[MyAuditPage]:
    """The acts on the caller's data."""
    who = caller(router)
    expect_account(dependencies().table, who.learner_id)
    ids = who.learner_ids
    subjects = [AuditSubject.learner(one) for one in ids]
    page, following = _page(
        ("my audit", *ids), cursor, lambda after: dependencies().audit.of_all(subjects, limit=limit, after=after)
    )
    return show(MyAuditPage.of(page.entries, who.learner_id, following, who.joined))


@router.get(
    "/v1/staff/audit",
    **about(
        "getAudit",
        "Who changed or saw what",
        "The acts on the data of one `learner`, those on one `activity` of the catalog, or those that one `actor` did,"
        " the latest first. Reading those of a person is an entry too. Staff of a provider read those on its"
        " activities.",
        tag="Staff",
        who="provider_staff",
        gives="A page of the entries",
    ),
)
def get_audit(
    learner: Annotated[str | None, Query(pattern=ID, description="The ID of a learner.")] = None,
    activity: Annotated[str | None, Query(pattern=ID, description="The ID of an activity.")] = None,
    actor: Annotated[str | None, Query(pattern=ID, description="The learner ID of the person who acted.")] = None,
    cursor: CursorParam = None,
    limit: LimitParam = 30,
) -> Response[StaffAuditPage]:
    """The acts on a learner's data or on an activity, or by a person."""
    log, given = dependencies().audit, [one for one in (learner, activity, actor) if one]
    if len(given) != 1:
        raise RefusedRequest(INVALID.refuse(errors=[NOT_ONE_SUBJECT.at("learner")]))
    if not caller(router).is_staff:
        if not activity:
            record_refusal(caller(router), router.current_event)
            raise RefusedRequest(NOT_STAFF.refuse())
        expect_own_activity(router, activity, ACTIVITY_NOT_FOUND)
    read: _Read
    if actor:
        read = lambda after: log.by(actor, limit=limit, after=after)  # noqa: E731
    else:
        subject = AuditSubject.learner(learner) if learner else AuditSubject.activity(activity or "")
        read = lambda after: log.of(subject, limit=limit, after=after)  # noqa: E731
    page, following = _page(("audit", learner, activity, actor), cursor, read)
    if person := learner or actor:
        dependencies().acting_staff(caller(router)).note(AuditAct.AUDIT_SEEN, on=person, at=utc_now())
    return show(StaffAuditPage.of(page.entries, following))


def _page(scope: tuple[str | None, ...], cursor: str | None, read: _Read) -> tuple[AuditPage, str | None]:
    """A page of the list of `scope`, and the cursor of the next."""
    cursors = dependencies().cursors
    page = read(cursors.read(scope, cursor) if cursor else None)
    return page, cursors.write(scope, page.position) if page.position else None
