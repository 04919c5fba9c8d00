"""The codes that open a claim for an activity: the present list, with who used which."""

from typing import Annotated

from aws_lambda_powertools.event_handler import Response
from aws_lambda_powertools.event_handler.api_gateway import Router
from aws_lambda_powertools.event_handler.openapi.params import Header
from pydantic import BaseModel, ConfigDict, Field, StrictInt, StringConstraints

from claim_routes.catalog import stored_activity
from claim_routes.dependencies import dependencies
from claim_routes.ownership import expect_own_activity
from claim_routes.parameters import ActivityIdParam
from laurel.audit.acts import AuditAct, AuditSubject
from laurel.catalog.access_lists import ListedCode
from laurel.catalog.field_types import SeenLine
from laurel.catalog.new_groups import MOST_AT_ONCE, WantedGroups
from laurel.catalog.refusals import ACTIVITY_NOT_FOUND, LIST_WITHOUT_ACTIVITY
from laurel.catalog.uploads import LARGEST_CAPACITY
from laurel.platform.clock import utc_now
from laurel.platform.csv_tables import csv_table
from laurel.platform.http_answers import PRIVATE, prefers, show
from laurel.platform.http_api import caller
from laurel.platform.http_routes import about
from laurel.platform.problem_words import REQUEST_ID
from laurel.platform.problems import granted

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


class GroupsRequest(BaseModel):
    """New Group IDs for one site."""

    model_config = ConfigDict(frozen=True, extra="forbid")

    request_id: Annotated[str, StringConstraints(pattern=REQUEST_ID)] = Field(
        description="Made by you, a new one for each request: the same one again adds nothing.",
        examples=["3f1c9a52-7b7d-4a43-9d7e-0c1b8f6f2f10"],
    )
    site: Annotated[SeenLine, StringConstraints(max_length=120)] = Field(
        description="Who gets them.", examples=["Example General Hospital"]
    )
    capacity: Annotated[StrictInt, Field(ge=1, le=LARGEST_CAPACITY, description="How many learners each serves.")]
    count: Annotated[StrictInt, Field(ge=1, le=MOST_AT_ONCE, description="How many to make.")] = 1


@router.post(
    "/v1/staff/activities/<activity_id>/codes",
    **about(
        "makeGroups",
        "Make new Group IDs",
        "Random ones that nobody mistakes for another, and none that is in use. They are added to the list of the"
        " activity. The same request again gives the same ones, and adds none.",
        tag="Staff",
        who="provider_staff",
        status=201,
        gives="The new Group IDs",
    ),
)
def post_codes(activity_id: ActivityIdParam, request: GroupsRequest) -> Response[CodeListView]:
    """Makes Group IDs."""
    expect_own_activity(router, activity_id, LIST_WITHOUT_ACTIVITY)
    here = dependencies()
    wanted = WantedGroups(
        request_id=request.request_id, site=request.site, capacity=request.capacity, count=request.count
    )
    made = granted(here.new_groups.add(activity_id, wanted, here.acting_staff(caller(router))))
    items = tuple(
        CodeView(code=code, site=group.site, capacity=group.capacity, used=0, learner_id=None)
        for code, group in made.items()
    )
    return show(CodeListView(access="group", items=items), status=201)


def _row(one: CodeView) -> tuple[str, ...]:
    if one.capacity is not None:
        return one.code, one.site or "", str(one.capacity), str(one.used)
    return (one.code,) if one.used is None else (one.code, "yes" if one.used else "no")
