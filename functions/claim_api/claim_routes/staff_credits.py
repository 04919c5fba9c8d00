"""Staff actions on credits: find, release, withdraw, assign to a member."""

from typing import Annotated

from aws_lambda_powertools.event_handler import Response
from aws_lambda_powertools.event_handler.api_gateway import Router
from aws_lambda_powertools.event_handler.openapi.params import Query

from claim_routes.dependencies import dependencies
from claim_routes.ownership import expect_own_credit, own_provider, owns
from claim_routes.parameters import CreditIdParam, CursorParam, LimitParam, ProviderParam, StateParam
from laurel.audit.acts import AuditAct, AuditSubject
from laurel.audit.log import Acting
from laurel.intake.corrections import CreditCorrectionRequest
from laurel.learners.addresses import InvalidAddress, address_key
from laurel.learners.refusals import NOT_AN_ADDRESS
from laurel.ledger.credit import Credit
from laurel.ledger.states import RejectedReason, UnmatchedReason
from laurel.organizer.refusals import CREDIT_NOT_FOUND
from laurel.organizer.staff_actions import Search
from laurel.organizer.staff_views import ActRequest, MatchRequest, StaffCreditPage, StaffCreditView, UndoRequest
from laurel.platform.clock import utc_now
from laurel.platform.http_answers import show
from laurel.platform.http_api import caller
from laurel.platform.http_routes import about
from laurel.platform.log import logger
from laurel.platform.problem_words import CREDIT_ID
from laurel.platform.problems import RefusedRequest, granted
from laurel.platform.refusal import Refusal
from laurel.platform.refusals import INVALID

router: Router = Router()  # type: ignore[no-untyped-call]
TAG = "Staff"


@router.get(
    "/v1/staff/credits",
    **about(
        "findCredits",
        "Find credits, with their full history",
        "By `credit_id`; by `email`, filtered by state, provider and reason; or by `state`, with or without a provider"
        " and a reason. The state can be `earned`, `unmatched`, `reported`, `sending` or `rejected`. Staff of a"
        " provider find its credits.",
        tag=TAG,
        who="provider_staff",
        gives="A page of the credits found",
    ),
)
def get_credits(
    email: Annotated[str | None, Query(max_length=1000, description="The learner's address, in any spelling.")] = None,
    credit_id: Annotated[str | None, Query(pattern=CREDIT_ID, description="The credit's id.")] = None,
    state: StateParam = None,
    provider: ProviderParam = None,
    reason: Annotated[
        UnmatchedReason | RejectedReason | None, Query(description="Only credits that are stuck for this reason.")
    ] = None,
    cursor: CursorParam = None,
    limit: LimitParam = 20,
) -> Response[StaffCreditPage]:
    """Credits by id, by address or by state."""
    here = dependencies()
    cursors = here.cursors
    who = caller(router)
    folder = provider and here.names.folder(provider)
    if not who.is_staff and not (credit_id or email):
        folder = own_provider(who, folder)
    search = Search(credit_id=credit_id, email_key=_key(email), state=state, provider=folder, reason=reason)
    scope = ("staff credits", credit_id, search.email_key, state, folder, reason)
    found = granted(here.staff_credits.find(search, limit=limit, after=cursors.read(scope, cursor) if cursor else None))
    if not who.is_staff:
        found = here.staff_credits.only(found, lambda credit: owns(who, credit))
    _note(found.credits, by_state=not (credit_id or email))
    following = cursors.write(scope, found.position) if found.position else None
    return show(
        StaffCreditPage.of(
            here.shown(found.credits),
            here.staff_credits.members_sharing(found.credits) if who.is_staff else {},
            following,
            found.total,
        )
    )


@router.post(
    "/v1/staff/credits/<credit_id>/release",
    **about(
        "releaseCredit",
        "Send a credit again",
        "A refused credit is sent again unchanged. A credit that is stuck on its way gets a new delivery message. A"
        " likely duplicate counts as a separate credit from now on: it is matched and sent within minutes, or in the"
        " next nightly run.",
        tag=TAG,
        who="provider_staff",
        gives="The credit as it is now",
    ),
)
def post_release(credit_id: CreditIdParam, request: ActRequest) -> Response[StaffCreditView]:
    """Sends a credit again."""
    expect_own_credit(router, credit_id, CREDIT_NOT_FOUND)
    return _done("released", dependencies().staff_credits.release(credit_id, _acting(request)))


@router.post(
    "/v1/staff/credits/<credit_id>/withdraw",
    **about(
        "withdrawCredit",
        "Withdraw a credit",
        "An unsent credit is never sent. If ASCP has accepted it, ASCP is asked to withdraw it (`follow_up`): the"
        " credit counts until ASCP has accepted that. Refused while ASCP may have it without our knowing. The same"
        " request again changes nothing.",
        tag=TAG,
        who="provider_staff",
        gives="The credit as it is now",
    ),
)
def post_withdraw(credit_id: CreditIdParam, request: ActRequest) -> Response[StaffCreditView]:
    """Withdraws a credit."""
    expect_own_credit(router, credit_id, CREDIT_NOT_FOUND)
    return _done("withdrawn", dependencies().staff_credits.withdraw(credit_id, _acting(request)))


@router.post(
    "/v1/staff/credits/<credit_id>/correct",
    **about(
        "correctCredit",
        "Correct a credit",
        "An unsent credit is changed here, and a refused one is matched and sent again with the new facts. If ASCP has"
        " accepted it, ASCP is asked to correct it (`follow_up`): the credit counts as it is until ASCP has accepted"
        " that. Refused while ASCP may have it without our knowing, and for the unsent credit of a"
        " claim: correct its certificate. The same request again changes nothing.",
        tag=TAG,
        who="provider_staff",
        gives="The credit as it is now",
    ),
)
def post_correct(credit_id: CreditIdParam, request: CreditCorrectionRequest) -> Response[StaffCreditView]:
    """Corrects a credit."""
    expect_own_credit(router, credit_id, CREDIT_NOT_FOUND)
    acting = dependencies().acting_staff(caller(router), request.reason)
    return _done("corrected", dependencies().staff_credits.correct(credit_id, request.correction(), acting))


@router.post(
    "/v1/staff/credits/<credit_id>/undo-withdrawal",
    **about(
        "undoWithdrawal",
        "Undo a withdrawal",
        "The credit is matched and sent like a new one, within minutes or in the next nightly run. Refused if its"
        " certificate was revoked: reopen its claim instead. If ASCP withdrew it at our request, ASCP is asked to count"
        " it again (`follow_up`). Also refused if its learner reported entering it by"
        " hand, until staff confirm that ASCP does not have it.",
        tag=TAG,
        who="provider_staff",
        gives="The credit as it is now",
    ),
)
def post_undo_withdrawal(credit_id: CreditIdParam, request: UndoRequest) -> Response[StaffCreditView]:
    """Undoes a withdrawal."""
    expect_own_credit(router, credit_id, CREDIT_NOT_FOUND)
    staff_credits = dependencies().staff_credits
    return _done(
        "restored", staff_credits.undo_withdrawal(credit_id, _acting(request), not_at_ascp=request.not_at_ascp)
    )


@router.post(
    "/v1/staff/credits/<credit_id>/match",
    **about(
        "matchCredit",
        "Assign a credit to a member",
        "Assigns an unmatched credit to a member who has its e-mail address on the roster, and sends it. For operators:"
        " it shows members of ASCLS.",
        tag=TAG,
        who="staff",
        gives="The credit as it is now",
    ),
)
def post_match(credit_id: CreditIdParam, request: MatchRequest) -> Response[StaffCreditView]:
    """Assigns a credit to a member."""
    return _done("matched", dependencies().staff_credits.assign(credit_id, request.member_number, _acting(request)))


def _note(credits: list[Credit], *, by_state: bool) -> None:
    """Records that the caller saw `credits`: with their learner, or with the caller for a list of several learners."""
    if not credits:
        return
    here = dependencies()
    acting = here.acting_staff(caller(router))
    on = AuditSubject.many(acting.actor) if by_state else here.staff_credits.subject_of(acting, credits[0])
    about = {"credit_ids": " ".join(one.credit_id for one in credits)}
    acting.note(AuditAct.CREDITS_SEEN, on=on, at=utc_now(), about=about)


def _acting(request: ActRequest) -> Acting:
    return dependencies().acting_staff(caller(router), request.reason)


def _done(action: str, outcome: Credit | Refusal) -> Response[StaffCreditView]:
    credit = granted(outcome)
    logged = {"credit_id": credit.credit_id, "state": credit.state, "staff": caller(router).learner_id}
    logger.info(f"a credit was {action} by staff", extra=logged)
    (shown,) = dependencies().shown([credit])
    return show(StaffCreditView.of_credit(shown))


def _key(email: str | None) -> str | None:
    if email is None:
        return None
    try:
        return address_key(email)
    except InvalidAddress as error:
        raise RefusedRequest(INVALID.refuse(errors=[NOT_AN_ADDRESS.at("email", why=error)])) from error
