"""The search of staff for credits: a table of those that fit a filter, as JSON or as CSV, page by page."""

from dataclasses import dataclass, field, replace
from datetime import UTC, date, datetime, time, timedelta
from functools import partial
from typing import Annotated, Self

from aws_lambda_powertools.event_handler import Response
from aws_lambda_powertools.event_handler.api_gateway import Router
from aws_lambda_powertools.event_handler.openapi.params import Header, Query

from claim_routes.dependencies import dependencies
from claim_routes.ownership import own_provider, owns, refuse_others
from claim_routes.parameters import CursorParam, LimitParam, ProviderParam, StateParam
from laurel.audit.acts import AuditAct, AuditSubject
from laurel.catalog.field_types import Day
from laurel.feed_files.refusals import FILE_NOT_FOUND
from laurel.learners.addresses import InvalidAddress, address_key
from laurel.learners.refusals import NOT_AN_ADDRESS
from laurel.ledger.credit import Credit
from laurel.ledger.listing import CreditFilter, FileOfCredits
from laurel.ledger.states import RejectedReason, State, UnmatchedReason
from laurel.organizer.credit_table import credit_rows
from laurel.organizer.staff_search import Found, Search
from laurel.organizer.staff_views import StaffCreditPage
from laurel.platform.callers import Caller
from laurel.platform.clock import utc_now
from laurel.platform.csv_tables import MEDIA_TYPE as CSV
from laurel.platform.http_answers import PRIVATE, prefers, show
from laurel.platform.http_api import caller
from laurel.platform.http_routes import about
from laurel.platform.http_spans import in_order
from laurel.platform.problem_words import CREDIT_ID
from laurel.platform.problems import RefusedRequest, granted
from laurel.platform.refusals import INVALID

router: Router = Router()  # type: ignore[no-untyped-call]
TAG = "Staff"

ReasonParam = Annotated[
    UnmatchedReason | RejectedReason | None, Query(description="Only credits that are stuck for this reason.")
]
FileParam = Annotated[
    str | None, Query(pattern=CREDIT_ID, description="Only credits that the file with this id brought.")
]
SinceParam = Annotated[
    Day | None,
    Query(
        alias="from",
        description="Only credits that have had their state and reason since this day or later, in the time zone of"
        " the nightly run.",
        examples=["2026-11-01"],
    ),
]
UntilParam = Annotated[
    Day | None, Query(alias="to", description="The same, since this day or earlier.", examples=["2026-11-30"])
]


@dataclass(frozen=True, slots=True, kw_only=True)
class Asked:
    """What a request asks for, and the list that its cursor belongs to."""

    search: Search
    scope: tuple[str | None, ...] = field(default=())

    @classmethod
    def of(cls, search: Search) -> Self:
        """`search` with its scope."""
        wanted = search.wanted
        since, until = (one.isoformat() if one else None for one in (wanted.since, wanted.until))
        file_id = wanted.file.file_id if wanted.file else None
        about = (wanted.state, wanted.provider, wanted.reason, since, until, file_id)
        return cls(search=search, scope=("staff credits", search.credit_id, search.email_key, *about))


@router.get(
    "/v1/staff/credits",
    **about(
        "findCredits",
        "Find credits, with their full history",
        "By `credit_id`, or by any of the other filters together; the latest change comes first, and for `email` the"
        " latest completion. Staff of a provider find its credits. With `Accept: text/csv` a page of a file: the line"
        " of columns is on the first page, and the header `Next-Cursor` leads to the next one.",
        tag=TAG,
        who="provider_staff",
        gives="A page of the credits found",
        headers=("Next-Cursor",),
        more={"x-also-content": {CSV: {"schema": {"type": "string", "description": "UTF-8, with a mark."}}}},
    ),
)
def get_credits(
    email: Annotated[str | None, Query(max_length=1000, description="The learner's address, in any spelling.")] = None,
    credit_id: Annotated[str | None, Query(pattern=CREDIT_ID, description="The credit's id.")] = None,
    state: StateParam = None,
    provider: ProviderParam = None,
    reason: ReasonParam = None,
    file: FileParam = None,
    since: SinceParam = None,
    until: UntilParam = None,
    cursor: CursorParam = None,
    limit: LimitParam = 20,
    accept: Annotated[str | None, Header(description="`application/json` or `text/csv`.", examples=[CSV])] = None,
) -> Response[StaffCreditPage | str]:
    """The credits that fit."""
    here, who = dependencies(), caller(router)
    in_order(since, until)
    by_state = not (credit_id or email)
    wanted = _wanted(state=state, reason=reason, provider=provider, since=since, until=until)
    if by_state and not who.is_staff:
        wanted = replace(wanted, provider=own_provider(who, wanted.provider))
    if file:
        wanted = replace(wanted, file=_file(who, file))
    asked = Asked.of(Search(credit_id=credit_id, email_key=_key(email), wanted=wanted))
    after = here.cursors.read(asked.scope, cursor) if cursor else None
    mine = None if by_state or who.is_staff else partial(owns, who)
    found = granted(here.staff_search.find(asked.search, limit=limit, after=after, mine=mine))
    _note(found.credits, by_state=by_state)
    following = here.cursors.write(asked.scope, found.position) if found.position else None
    if prefers(accept, CSV, over="application/json"):
        return _file_of(here.shown_to_staff(who, found.credits), following, is_first=cursor is None)
    return show(_page_of(found, following, who))  # type: ignore[return-value]  # as we read it


def _page_of(found: Found, following: str | None, who: Caller) -> StaffCreditPage:
    here = dependencies()
    members = here.staff_credits.members_sharing(found.credits) if who.is_staff else {}
    shown = here.shown_to_staff(who, found.credits)
    return StaffCreditPage.of(shown, members, following, found.total, found.more_than)


def _file_of(credits: list[Credit], following: str | None, *, is_first: bool) -> Response[StaffCreditPage | str]:
    body = credit_rows(credits, with_columns=is_first)
    headers = {**PRIVATE, "Content-Disposition": 'attachment; filename="credits.csv"'}
    if following:
        headers["Next-Cursor"] = following
    return Response(200, f"{CSV}; charset=utf-8", body, headers=headers)


def _wanted(
    *, state: State | None, reason: str | None, provider: str | None, since: date | None, until: date | None
) -> CreditFilter:
    return CreditFilter(
        state=state,
        reason=reason,
        provider=provider and dependencies().names.folder(provider),
        since=_begin_of(since) if since else None,
        until=_begin_of(until + timedelta(days=1)) if until else None,
    )


def _begin_of(day: date) -> datetime:
    """The instant (UTC) at which the day begins in the time zone of the nightly run."""
    return datetime.combine(day, time(), dependencies().zone).astimezone(UTC)


def _file(who: Caller, file_id: str) -> FileOfCredits:
    """The file, if it is the caller's. One call. Raises RefusedRequest."""
    found = dependencies().feed_files.get(file_id)
    if found is None:
        raise RefusedRequest(FILE_NOT_FOUND.refuse())
    if not who.acts_for(found.card.provider):
        refuse_others(router, found.card.provider, FILE_NOT_FOUND.refuse())
    # The clock of S3 is not ours.
    return FileOfCredits(file_id, found.card.provider, found.card.arrived_at - timedelta(hours=1))


def _note(credits: list[Credit], *, by_state: bool) -> None:
    """Records that the caller saw `credits`: with their learner, or with the caller for a list of several learners."""
    if not credits:
        return
    here = dependencies()
    acting = here.acting_staff(caller(router))
    on = AuditSubject.many(acting.actor) if by_state else here.staff_credits.subject_of(acting, credits[0])
    about = {"credit_ids": " ".join(one.credit_id for one in credits)}
    acting.note(AuditAct.CREDITS_SEEN, on=on, at=utc_now(), about=about)


def _key(email: str | None) -> str | None:
    if email is None:
        return None
    try:
        return address_key(email)
    except InvalidAddress as error:
        raise RefusedRequest(INVALID.refuse(errors=[NOT_AN_ADDRESS.at("email", why=error)])) from error
