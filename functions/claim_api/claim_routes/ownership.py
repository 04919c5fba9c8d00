"""Whose an activity or a credit is: the staff of a provider reach their own, operators reach all."""

from aws_lambda_powertools.event_handler.api_gateway import Router

from claim_routes.dependencies import dependencies
from laurel.ledger.credit import Credit
from laurel.platform.callers import Caller
from laurel.platform.http_api import caller
from laurel.platform.problems import RefusedRequest
from laurel.platform.refusal import RefusalType


def expect_own_activity(router: Router, activity_id: str, otherwise: RefusalType) -> None:
    """Raises RefusedRequest, as `otherwise`, if the activity is not the caller's. One read, none for operators."""
    who = caller(router)
    if who.is_staff:
        return
    stored = dependencies().catalog.get(activity_id)
    if stored is None or not who.acts_for(stored.activity.provider_id):
        raise RefusedRequest(otherwise.refuse())


def expect_own_credit(router: Router, credit_id: str, otherwise: RefusalType) -> None:
    """Raises RefusedRequest, as `otherwise`, if the credit is not the caller's. One read, none for operators."""
    who = caller(router)
    if who.is_staff:
        return
    credit = dependencies().ledger.get(credit_id)
    if credit is None or not owns(who, credit):
        raise RefusedRequest(otherwise.refuse())


def owns(who: Caller, credit: Credit) -> bool:
    """Whether `who` may see and change the credit."""
    return who.acts_for(credit.provider)
