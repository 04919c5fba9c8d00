"""Staff's work with credits: find one, send it again, take it back, settle whose it is."""

from typing import Annotated

from aws_lambda_powertools.event_handler import Response
from aws_lambda_powertools.event_handler.api_gateway import Router
from aws_lambda_powertools.event_handler.openapi.params import Query

from claim_routes.parameters import CreditIdParam, CursorParam, LimitParam, ProviderParam, StateParam
from claim_routes.reporting_rooms import reporting_rooms
from claim_routes.rooms import rooms
from laurel.learners.addresses import InvalidAddress, address_key
from laurel.ledger.credit import Credit
from laurel.organizer.staff_actions import Act, Search
from laurel.organizer.staff_views import ActRequest, MatchRequest, StaffCreditPage, StaffCreditView, UndoRequest
from laurel.platform.http_answers import show
from laurel.platform.http_api import caller
from laurel.platform.http_routes import about
from laurel.platform.log import logger
from laurel.platform.problem_words import CREDIT_ID
from laurel.platform.problems import RefusedRequest, granted, invalid
from laurel.platform.refusal import Problem, Refusal

router: Router = Router()  # type: ignore[no-untyped-call]
TAG = "Staff"


@router.get(
    "/v1/staff/credits",
    **about(
        "findCredits",
        "Find credits, with their whole history",
        "By `credit_id`; by `email`, narrowed by state and provider; or by `state`, with or without a provider: those"
        " that are `earned`, `unmatched`, `reported`, `sending` or `rejected`.",
        tag=TAG,
        who="staff",
        gives="A page of what was found",
    ),
)
def get_credits(
    email: Annotated[
        str | None, Query(max_length=1000, description="The learner's address, as anybody writes it.")
    ] = None,
    credit_id: Annotated[str | None, Query(pattern=CREDIT_ID, description="The credit's id.")] = None,
    state: StateParam = None,
    provider: ProviderParam = None,
    cursor: CursorParam = None,
    limit: LimitParam = 20,
) -> Response[StaffCreditPage]:
    """Credits by id, by address or by state."""
    here, cursors = reporting_rooms(), rooms().cursors
    folder = provider and here.names.folder(provider)
    search = Search(credit_id=credit_id, email_key=_key(email), state=state, provider=folder)
    scope = ("staff credits", credit_id, search.email_key, state, folder)
    found = granted(here.desk.find(search, limit=limit, after=cursors.read(scope, cursor) if cursor else None))
    following = cursors.write(scope, found.position) if found.position else None
    return show(StaffCreditPage.of(here.shown(found.credits), here.desk.bearers(found.credits), following, found.total))


@router.post(
    "/v1/staff/credits/<credit_id>/release",
    **about(
        "releaseCredit",
        "Send a credit again",
        "What ASCP refused goes out again as it is; what is stuck on its way, also after its wake-up was given up, gets"
        " a new one. A likely duplicate counts as a credit of its own: the next night matches and sends it.",
        tag=TAG,
        who="staff",
        gives="The credit as it is now",
    ),
)
def post_release(credit_id: CreditIdParam, act: ActRequest) -> Response[StaffCreditView]:
    """Sends a credit on."""
    return _done("released", reporting_rooms().desk.release(credit_id, _act(act)))


@router.post(
    "/v1/staff/credits/<credit_id>/withdraw",
    **about(
        "withdrawCredit",
        "Take a credit back",
        "It is never sent. Refused where ASCP has it, or may have it.",
        tag=TAG,
        who="staff",
        gives="The credit as it is now",
    ),
)
def post_withdraw(credit_id: CreditIdParam, act: ActRequest) -> Response[StaffCreditView]:
    """Takes a credit back."""
    return _done("withdrawn", reporting_rooms().desk.withdraw(credit_id, _act(act)))


@router.post(
    "/v1/staff/credits/<credit_id>/undo-withdrawal",
    **about(
        "undoWithdrawal",
        "Undo a withdrawal",
        "The next night matches the credit and sends it, as if it were new. Refused where its certificate was revoked:"
        " its claim is opened again instead; and where its learner entered it by hand, until staff say that ASCP does"
        " not have it.",
        tag=TAG,
        who="staff",
        gives="The credit as it is now",
    ),
)
def post_undo_withdrawal(credit_id: CreditIdParam, act: UndoRequest) -> Response[StaffCreditView]:
    """Takes a withdrawal back."""
    desk = reporting_rooms().desk
    return _done("taken up again", desk.undo_withdrawal(credit_id, _act(act), not_at_ascp=act.not_at_ascp))


@router.post(
    "/v1/staff/credits/<credit_id>/match",
    **about(
        "matchCredit",
        "Settle whose credit it is",
        "Gives an unmatched credit to a member who has its e-mail address on the roster, and sends it on.",
        tag=TAG,
        who="staff",
        gives="The credit as it is now",
    ),
)
def post_match(credit_id: CreditIdParam, act: MatchRequest) -> Response[StaffCreditView]:
    """Gives a credit to a member."""
    return _done("matched", reporting_rooms().desk.settle(credit_id, act.member_number, _act(act)))


def _act(request: ActRequest) -> Act:
    return Act(by=f"staff:{caller(router).learner_id}", reason=request.reason)


def _done(deed: str, outcome: Credit | Refusal) -> Response[StaffCreditView]:
    credit = granted(outcome)
    told = {"credit_id": credit.credit_id, "state": credit.state, "staff": caller(router).learner_id}
    logger.info(f"a credit was {deed} by staff", extra=told)
    (shown,) = reporting_rooms().shown([credit])
    return show(StaffCreditView.of_credit(shown))


def _key(email: str | None) -> str | None:
    if email is None:
        return None
    try:
        return address_key(email)
    except InvalidAddress as error:
        raise RefusedRequest(invalid((Problem("email", "address", str(error)),))) from error
