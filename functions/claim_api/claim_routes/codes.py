"""The codes that open a claim for an activity: the present list, with who used which."""

from collections.abc import Iterable
from typing import Annotated

from aws_lambda_powertools.event_handler import Response
from aws_lambda_powertools.event_handler.api_gateway import Router
from aws_lambda_powertools.event_handler.openapi.params import Header, Query
from pydantic import AwareDatetime, BaseModel, ConfigDict, Field, StrictBool, StrictInt, StringConstraints

from claim_routes.catalog import stored_activity
from claim_routes.dependencies import dependencies
from claim_routes.ownership import expect_own_activity, owners
from claim_routes.parameters import ActivityIdParam, DryRunParam, IfMatchParam
from laurel.audit.acts import AuditAct, AuditSubject
from laurel.catalog.access_lists import ListedCode, listed_session_code
from laurel.catalog.activity import MOST_CODES, Activity, SessionCode
from laurel.catalog.field_types import SeenLine
from laurel.catalog.new_codes import new_code
from laurel.catalog.new_groups import MOST_AT_ONCE, WantedGroups
from laurel.catalog.refusals import ACTIVITY_NOT_FOUND, LIST_WITHOUT_ACTIVITY
from laurel.catalog.uploads import LARGEST_CAPACITY
from laurel.claims.claim import Status
from laurel.claims.code_uses import CodeUse, code_uses, code_uses_csv
from laurel.claims.session_codes import MadeSessionCodes, SessionCodeDesk, WantedSessionCodes
from laurel.platform.clock import utc_now
from laurel.platform.csv_tables import csv_table
from laurel.platform.http_answers import PRIVATE, prefers, show, version_of
from laurel.platform.http_api import caller
from laurel.platform.http_routes import about
from laurel.platform.problem_words import ID, REQUEST_ID
from laurel.platform.problems import granted

router: Router = Router()  # type: ignore[no-untyped-call]
CSV = "text/csv"
CODES_AS_CSV = {"x-also-content": {CSV: {"schema": {"type": "string", "description": "UTF-8, with a mark."}}}}
COLUMNS = {
    "badge": ("badge_id", "taken"),
    "group": ("group_id", "site", "capacity", "used"),
    "session_code": ("code", "site", "session_id", "session"),
    "none": (),
}


class CodeView(BaseModel):
    """A code. A badge has the learner who took it; a group has its site, its places and how many are used; a session
    code has the session and the site at which it is given out, if it is for one.
    """

    model_config = ConfigDict(frozen=True, defer_build=True)

    code: str
    site: str | None
    capacity: int | None
    used: int | None = Field(description="How many learners used it; for a badge 0 or 1. Null for session codes.")
    learner_id: str | None = Field(description="Who took the badge.")
    session_id: str | None = Field(default=None, description="The session at which it is given out.")
    session: str | None = Field(default=None, description="The title of that session.")
    session_starts_at: AwareDatetime | None = None

    @classmethod
    def of(cls, one: ListedCode, activity: Activity) -> "CodeView":
        """The view of a code of this activity."""
        used = int(one.learner_id is not None) if activity.access.type == "badge" else one.used
        session = activity.session(one.session_id) if one.session_id else None
        return cls(
            code=one.code,
            site=one.site,
            capacity=one.capacity,
            used=used,
            learner_id=one.learner_id,
            session_id=one.session_id,
            session=session.title if session else None,
            session_starts_at=session.starts_at if session else None,
        )


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
        more=CODES_AS_CSV,
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
    codes = [CodeView.of(one, activity) for one in dependencies().access_lists.codes(activity)]
    if not prefers(accept, CSV, over="application/json"):
        if any(one.learner_id for one in codes):
            here = dependencies().acting_staff(caller(router))
            here.note(AuditAct.CODES_SEEN, on=AuditSubject.activity(activity_id), at=utc_now())
        return show(CodeListView(access=access, items=tuple(codes)))  # type: ignore[return-value]  # as we read it
    return codes_file(CodeListView(access=access, items=tuple(codes)))


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


class SessionCodesRequest(BaseModel):
    """New session codes."""

    model_config = ConfigDict(frozen=True, extra="forbid")

    session_ids: tuple[Annotated[str, StringConstraints(pattern=ID)], ...] = Field(
        default=(), max_length=MOST_CODES, description="A code for each of these; none: one for the whole activity."
    )
    site: Annotated[SeenLine, StringConstraints(max_length=120)] | None = Field(
        default=None, description="Where they are given out, if it is one site.", examples=["Example General Hospital"]
    )
    replace: StrictBool = Field(
        default=False, description="The present codes of these sessions go; with a site only those of the site."
    )


class MadeCodesView(BaseModel):
    """New session codes, and those that they replace."""

    model_config = ConfigDict(frozen=True, defer_build=True)

    items: tuple[CodeView, ...]
    replaced: tuple[CodeView, ...]
    opened: int | None = Field(
        description="After a dry run: how many claims they opened, which stay open. Null for a draft."
    )
    dry_run: bool

    @classmethod
    def of(cls, made: MadeSessionCodes, dry_run: bool) -> "MadeCodesView":
        """`made` as it is sent. A dry run shows no new ones: other codes are drawn when they are made."""

        def shown(codes: Iterable[SessionCode]) -> tuple[CodeView, ...]:
            return tuple(CodeView.of(listed_session_code(one), made.activity) for one in codes)

        return cls(
            items=() if dry_run else shown(made.new), replaced=shown(made.gone), opened=made.opened, dry_run=dry_run
        )


class CodeUseView(BaseModel):
    """A claim that a code opened."""

    model_config = ConfigDict(frozen=True, defer_build=True)

    code: str | None = Field(description="Null where it is not recorded, or staff freed it.")
    learner_id: str
    name: str | None = Field(description="As certificates print it; null if there is none.")
    opened_at: AwareDatetime
    status: Status

    @classmethod
    def of(cls, one: CodeUse) -> "CodeUseView":
        """`one` as it is sent."""
        return cls(code=one.code, learner_id=one.learner_id, name=one.name, opened_at=one.opened_at, status=one.status)


class CodeUseList(BaseModel):
    """The uses of an activity's codes."""

    model_config = ConfigDict(frozen=True, defer_build=True)

    items: tuple[CodeUseView, ...]


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


@router.post(
    "/v1/staff/activities/<activity_id>/codes/sessions",
    **about(
        "makeSessionCodes",
        "Make new session codes",
        "Random ones that nobody mistakes for another. They are a new revision of the activity. A code that is replaced"
        " opens no further claim; those that it opened stay open. `dry_run` says what would go, and how many claims it"
        " has opened. `If-Match` takes the ETag of the activity, so that the same request again makes none.",
        tag="Staff",
        who="provider_staff",
        status=201,
        gives="The new session codes",
        headers=("ETag",),
    ),
)
def post_session_codes(
    activity_id: ActivityIdParam,
    request: SessionCodesRequest,
    dry_run: DryRunParam = False,
    if_match: IfMatchParam = None,
) -> Response[MadeCodesView]:
    """Makes session codes."""
    expect_own_activity(router, activity_id, LIST_WITHOUT_ACTIVITY)
    here = dependencies()
    acting = here.acting_staff(caller(router))
    desk = SessionCodeDesk(here.catalog, here.claims, utc_now, new_code, owners(router), acting)
    wanted = WantedSessionCodes(session_ids=request.session_ids, site=request.site, replace=request.replace)
    made = granted(desk.make(activity_id, wanted, seen=version_of(if_match), dry_run=dry_run))
    return show(MadeCodesView.of(made, dry_run), status=200 if dry_run else 201, version=made.revision)


@router.get(
    "/v1/staff/activities/<activity_id>/codes/uses",
    **about(
        "listCodeUses",
        "Who used which code",
        "The claims that were opened with a code, with the learner's name. That it was read is in the audit log. With"
        " `Accept: text/csv` as a file. Claims from earlier releases do not say which session code opened them.",
        tag="Staff",
        who="provider_staff",
        gives="The uses, by code and then by name",
        more=CODES_AS_CSV,
    ),
)
def get_code_uses(
    activity_id: ActivityIdParam,
    code: Annotated[str | None, Query(max_length=200, description="Only of this code.")] = None,
    accept: Annotated[str | None, Header(description="`application/json` or `text/csv`.", examples=[CSV])] = None,
) -> Response[CodeUseList | str]:
    """Who opened a claim with which code."""
    expect_own_activity(router, activity_id, ACTIVITY_NOT_FOUND)
    activity, here = stored_activity(activity_id).activity, dependencies()
    uses = code_uses(here.claims, here.registry, activity, code)
    here.acting_staff(caller(router)).note(AuditAct.CODES_SEEN, on=AuditSubject.activity(activity_id), at=utc_now())
    if not prefers(accept, CSV, over="application/json"):
        return show(CodeUseList(items=tuple(map(CodeUseView.of, uses))))  # type: ignore[return-value]  # as we read it
    headers = {**PRIVATE, "Content-Disposition": 'attachment; filename="code-uses.csv"'}
    return Response(200, f"{CSV}; charset=utf-8", code_uses_csv(uses), headers=headers)


def codes_file(codes: CodeListView) -> Response[CodeListView | str]:
    """The list as a file."""
    headers = {**PRIVATE, "Content-Disposition": 'attachment; filename="codes.csv"'}
    rows = (_row(one, codes.access) for one in codes.items)
    return Response(200, f"{CSV}; charset=utf-8", csv_table(COLUMNS.get(codes.access, ()), rows), headers=headers)


def _row(one: CodeView, access: str) -> tuple[str, ...]:
    match access:
        case "group":
            return one.code, one.site or "", str(one.capacity), str(one.used)
        case "badge":
            return one.code, "yes" if one.used else "no"
        case _:
            return one.code, one.site or "", one.session_id or "", one.session or ""
