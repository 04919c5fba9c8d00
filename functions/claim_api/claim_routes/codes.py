"""The codes that open a claim for an activity: the present list, with who used which."""

from typing import Annotated

from aws_lambda_powertools.event_handler import Response
from aws_lambda_powertools.event_handler.api_gateway import Router
from aws_lambda_powertools.event_handler.openapi.params import Header
from pydantic import BaseModel, ConfigDict, Field

from claim_routes.catalog import stored_activity
from claim_routes.dependencies import dependencies
from claim_routes.ownership import expect_own_activity
from claim_routes.parameters import ActivityIdParam
from laurel.audit.acts import AuditAct, AuditSubject
from laurel.catalog.access_lists import ListedCode
from laurel.catalog.refusals import ACTIVITY_NOT_FOUND
from laurel.platform.clock import utc_now
from laurel.platform.csv_tables import csv_table
from laurel.platform.http_answers import PRIVATE, prefers, show
from laurel.platform.http_api import caller
from laurel.platform.http_routes import about

router: Router = Router()  # type: ignore[no-untyped-call]
CSV = "text/csv"
COLUMNS = {
    "badge": ("badge_id", "taken"),
    "group": ("group_id", "site", "capacity", "used"),
    "session_code": ("code",),
    "none": (),
}


class CodeView(BaseModel):
    """A code. A badge has the learner who took it; a group has its site, its places and how many are used."""

    model_config = ConfigDict(frozen=True, defer_build=True)

    code: str
    site: str | None
    capacity: int | None
    used: int | None = Field(description="How many learners used it; for a badge 0 or 1. Null for session codes.")
    learner_id: str | None = Field(description="Who took the badge.")

    @classmethod
    def of(cls, one: ListedCode, access: str) -> "CodeView":
        """The view of a code of this kind of access."""
        used = int(one.learner_id is not None) if access == "badge" else one.used
        return cls(code=one.code, site=one.site, capacity=one.capacity, used=used, learner_id=one.learner_id)


class CodeListView(BaseModel):
    """The codes of an activity, in order."""

    model_config = ConfigDict(frozen=True, defer_build=True)

    access: str = Field(description="What opens a claim: `badge`, `group`, `session_code` or `none`.")
    items: tuple[CodeView, ...]


@router.get(
    "/v1/staff/activities/<activity_id>/codes",
    **about(
        "listCodes",
        "The codes of an activity",
        "The Badge IDs, Group IDs or session codes as they are now, with what is used. With `Accept: text/csv` as a"
        " file that can be changed and put again.",
        tag="Staff",
        who="provider_staff",
        gives="The codes",
        more={"x-also-content": {CSV: {"schema": {"type": "string", "description": "UTF-8, with a mark."}}}},
    ),
)
def get_codes(
    activity_id: ActivityIdParam,
    accept: Annotated[str | None, Header(description="`application/json` or `text/csv`.", examples=[CSV])] = None,
) -> Response[CodeListView | str]:
    """The present list of codes."""
    expect_own_activity(router, activity_id, ACTIVITY_NOT_FOUND)
    activity = stored_activity(activity_id).activity
    access = activity.access.type
    codes = [CodeView.of(one, access) for one in dependencies().access_lists.codes(activity)]
    if not prefers(accept, CSV, over="application/json"):
        if any(one.learner_id for one in codes):
            here = dependencies().acting_staff(caller(router))
            here.note(AuditAct.CODES_SEEN, on=AuditSubject.activity(activity_id), at=utc_now())
        return show(CodeListView(access=access, items=tuple(codes)))  # type: ignore[return-value]  # as we read it
    headers = {**PRIVATE, "Content-Disposition": 'attachment; filename="codes.csv"'}
    return Response(200, f"{CSV}; charset=utf-8", csv_table(COLUMNS[access], map(_row, codes)), headers=headers)


def _row(one: CodeView) -> tuple[str, ...]:
    if one.capacity is not None:
        return one.code, one.site or "", str(one.capacity), str(one.used)
    return (one.code,) if one.used is None else (one.code, "yes" if one.used else "no")
