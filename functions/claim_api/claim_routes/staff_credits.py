"""Staff actions on credits: find, release, withdraw, assign to a member."""

from aws_lambda_powertools.event_handler import Response
from aws_lambda_powertools.event_handler.api_gateway import Router

from claim_routes.dependencies import dependencies
from claim_routes.ownership import expect_own_credit
from claim_routes.parameters import CreditIdParam, IfMatchParam
from laurel.audit.log import Acting
from laurel.intake.corrections import CreditCorrectionRequest
from laurel.ledger.credit import Credit
from laurel.organizer.refusals import CREDIT_NOT_FOUND
from laurel.organizer.staff_views import ActRequest, MatchRequest, StaffCreditView, UndoRequest
from laurel.platform.http_answers import show, version_of
from laurel.platform.http_api import caller
from laurel.platform.http_routes import about
from laurel.platform.log import logger
from laurel.platform.problems import granted
from laurel.platform.refusal import Refusal

router: Router = Router()  # type: ignore[no-untyped-call]
TAG = "Staff"


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
        " claim: correct its certificate. The same request again changes nothing. `If-Match` takes the `version` that"
        " you saw, in quotation marks.",
        tag=TAG,
        who="provider_staff",
        gives="The credit as it is now",
    ),
)
def post_correct(
    credit_id: CreditIdParam, request: CreditCorrectionRequest, if_match: IfMatchParam = None
) -> Response[StaffCreditView]:
    """Corrects a credit."""
    expect_own_credit(router, credit_id, CREDIT_NOT_FOUND)
    acting = dependencies().acting_staff(caller(router), request.reason)
    seen, staff_credits = version_of(if_match), dependencies().staff_credits
    return _done("corrected", staff_credits.correct(credit_id, request.correction(), acting, seen))


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


def _acting(request: ActRequest) -> Acting:
    return dependencies().acting_staff(caller(router), request.reason)


def _done(action: str, outcome: Credit | Refusal) -> Response[StaffCreditView]:
    credit = granted(outcome)
    logged = {"credit_id": credit.credit_id, "state": credit.state, "staff": caller(router).learner_id}
    logger.info(f"a credit was {action} by staff", extra=logged)
    (shown,) = dependencies().shown_to_staff(caller(router), [credit])
    return show(StaffCreditView.of_credit(shown))
