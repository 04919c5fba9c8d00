"""The guard of accounts: Cognito asks it while people sign up, confirm and sign in; every hour it removes leftovers.

Whoever controls the mailbox, and nobody else, gets the account (docs/decisions/2026-11-28-accounts-by-the-mailbox.md).
"""

from datetime import timedelta
from functools import cache
from itertools import islice
from typing import Any

from aws_lambda_powertools import Metrics
from aws_lambda_powertools.metrics import MetricUnit
from aws_lambda_powertools.utilities.typing import LambdaContext

from laurel.learners.addresses import InvalidAddress, address_key
from laurel.learners.pending_sign_ups import PendingSignUps
from laurel.learners.user_pool import UserPool
from laurel.platform.clock import utc_now
from laurel.platform.log import logger
from laurel.platform.settings import GuardAccountsSettings
from laurel.platform.table import Table

# An account that nobody confirmed for so long is removed; at most so many in one run.
UNCONFIRMED_FOR = timedelta(days=1)
MOST_REMOVED = 300

metrics = Metrics()


class PasswordNotProvedError(Exception):
    """The account was signed up with a password that may be a stranger's: Cognito refuses the sign-in."""


class AddressRefusedError(Exception):
    """The address is none under which a credit could ever be matched: Cognito refuses the sign-up, with these words."""


@cache
def _pending() -> PendingSignUps:
    return PendingSignUps(Table(GuardAccountsSettings.read().claims_table_name), utc_now)


def _count(name: str, count: int = 1) -> None:
    metrics.add_metric(name=name, unit=MetricUnit.Count, value=count)
    metrics.flush_metrics()


def _expect_address(email: str) -> None:
    """Raises AddressRefusedError for an address that looks like another one, or is none."""
    try:
        address_key(email)
    except InvalidAddress as error:
        _count("SignUpsRefused")
        raise AddressRefusedError(str(error)) from error


def _confirmed(user_pool: UserPool, user_name: str, ticket: str | None) -> None:
    if _pending().confirm(user_name, ticket):
        return
    # The account stays shut until its owner sets a password by a code. Nobody can have a session, unless by accident.
    if _pending().is_pending(user_name):
        user_pool.end_sessions(user_name)
        logger.info("an account was confirmed by somebody else than who signed it up", extra={"user_name": user_name})
        _count("ConfirmedByOthers")


def _remove_unconfirmed(user_pool: UserPool) -> dict[str, int]:
    removed = 0
    for user_name in islice(user_pool.unconfirmed(utc_now() - UNCONFIRMED_FOR), MOST_REMOVED):
        if user_pool.remove_unconfirmed(user_name):
            _pending().end(user_name)
            removed += 1
    _count("UnconfirmedAccountsRemoved", removed)
    logger.info("unconfirmed accounts were removed", extra={"removed": removed})
    return {"removed": removed}


@logger.inject_lambda_context
def handler(event: dict[str, Any], context: LambdaContext) -> dict[str, Any]:
    """Answers a trigger of Cognito with the event itself; the hourly event `{"user_pool_id"}` with what was removed.

    Raises PasswordNotProvedError, by which Cognito refuses a sign-in, and AddressRefusedError, by which it refuses a
    sign-up.
    """
    source = event.get("triggerSource")
    if source is None:
        return _remove_unconfirmed(UserPool(event["user_pool_id"]))
    user_name = event["userName"]
    ticket = (event["request"].get("clientMetadata") or {}).get("ticket")
    match source:
        case "PreSignUp_SignUp":
            if email := event["request"].get("userAttributes", {}).get("email"):
                _expect_address(email)
            _pending().open(user_name, ticket)
        case "PreAuthentication_Authentication" if _pending().is_pending(user_name):
            _count("SignInsRefused")
            raise PasswordNotProvedError("Set a new password first.")  # by these words the portal knows it
        case "PostConfirmation_ConfirmSignUp":
            _confirmed(UserPool(event["userPoolId"]), user_name, ticket)
        case "PostConfirmation_ConfirmForgotPassword":
            # First nobody is signed in, then the account opens: to who knows the password that was just set.
            UserPool(event["userPoolId"]).end_sessions(user_name)
            _pending().end(user_name)
    return event
