"""The account guard: Cognito calls it at sign-up, confirmation and sign-in.

Every hour it removes unconfirmed accounts, and every night it exports the confirmed ones.

It also says in each ID token which learner the account belongs to. Only the person who controls the mailbox gets the
account (docs/decisions/2026-11-28-accounts-by-the-mailbox.md).
"""

from datetime import timedelta
from functools import cache
from itertools import islice
from tempfile import SpooledTemporaryFile
from typing import Any

from aws_lambda_powertools import Metrics
from aws_lambda_powertools.metrics import MetricUnit
from aws_lambda_powertools.utilities.typing import LambdaContext

from laurel.learners.account_export import export_key, write_export
from laurel.learners.addresses import InvalidAddress, address_key
from laurel.learners.identities import Identities
from laurel.learners.pending_sign_ups import PendingSignUps
from laurel.learners.user_pool import UserPool
from laurel.platform import aws
from laurel.platform.clock import utc_now
from laurel.platform.log import logger
from laurel.platform.settings import GuardAccountsSettings
from laurel.platform.table import Table

# An account that stays unconfirmed this long is removed; at most MOST_REMOVED in one run.
UNCONFIRMED_FOR = timedelta(days=1)
MOST_REMOVED = 300
_HELD_IN_MEMORY = 32 * 1024 * 1024  # bytes of an export; more of it goes to the disk

metrics = Metrics()


class PasswordNotProvedError(Exception):
    """The account's password may be from someone who does not own the mailbox: Cognito refuses the sign-in."""


class AddressRefusedError(Exception):
    """No credit could ever match the address: Cognito refuses the sign-up and shows this message."""


@cache
def _pending() -> PendingSignUps:
    return PendingSignUps(Table(GuardAccountsSettings.read().claims_table_name), utc_now)


@cache
def _identities(user_pool_id: str) -> Identities:
    return Identities(Table(GuardAccountsSettings.read().claims_table_name), UserPool(user_pool_id), utc_now)


def _name_learner(event: dict[str, Any]) -> None:
    """Adds the claim `learner_id` to the ID token that Cognito is about to issue."""
    attributes = event["request"]["userAttributes"]
    proved = str(attributes.get("email_verified")).lower() == "true"
    learner_id = _identities(event["userPoolId"]).learner_of(
        event["userName"], attributes["sub"], attributes.get("email") if proved else None
    )
    event["response"]["claimsOverrideDetails"] = {"claimsToAddOrOverride": {"learner_id": learner_id}}


def _count(name: str, count: int = 1) -> None:
    metrics.add_metric(name=name, unit=MetricUnit.Count, value=count)
    metrics.flush_metrics()


def _expect_address(email: str) -> None:
    """Raises AddressRefusedError for an address that is invalid or looks like another one."""
    try:
        address_key(email)
    except InvalidAddress as error:
        _count("SignUpsRefused")
        raise AddressRefusedError(str(error)) from error


def _confirmed(user_pool: UserPool, user_name: str, ticket: str | None) -> None:
    if _pending().confirm(user_name, ticket):
        return
    # The account stays locked until its owner sets a password with a code. Normally nobody has a session yet.
    if _pending().is_pending(user_name):
        user_pool.end_sessions(user_name)
        logger.info(
            "an account was confirmed by another person than the one who signed it up", extra={"user_name": user_name}
        )
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


def _export(user_pool: UserPool) -> dict[str, int]:
    settings = GuardAccountsSettings.read()
    key = export_key(utc_now().date())
    with SpooledTemporaryFile(max_size=_HELD_IN_MEMORY) as file:
        count = write_export(file, user_pool, Table(settings.claims_table_name))
        file.seek(0)
        aws.s3().put_object(Bucket=settings.backup_bucket_name, Key=key, Body=file, ContentType="application/gzip")
    _count("AccountsExported", count)
    logger.info("accounts were exported", extra={"accounts": count, "key": key})
    return {"exported": count}


@logger.inject_lambda_context
def handler(event: dict[str, Any], context: LambdaContext) -> dict[str, Any]:
    """Answers a Cognito trigger with the event itself, and an event of the schedule with the number of accounts.

    For a token, the event also names the learner. The schedule's events are `{"user_pool_id"}`, to remove unconfirmed
    accounts, and `{"user_pool_id", "task": "export"}`.

    Raises PasswordNotProvedError to make Cognito refuse a sign-in, and AddressRefusedError to refuse a sign-up.
    """
    source = event.get("triggerSource")
    if source is None:
        user_pool = UserPool(event["user_pool_id"])
        return _export(user_pool) if event.get("task") == "export" else _remove_unconfirmed(user_pool)
    user_name = event["userName"]
    ticket = (event["request"].get("clientMetadata") or {}).get("ticket")
    match source:
        case "PreSignUp_SignUp":
            if email := event["request"].get("userAttributes", {}).get("email"):
                _expect_address(email)
            _pending().open(user_name, ticket)
        case "PreAuthentication_Authentication" if _pending().is_pending(user_name):
            _count("SignInsRefused")
            raise PasswordNotProvedError("Set a new password first.")  # the portal recognizes this message
        case "PostConfirmation_ConfirmSignUp":
            _confirmed(UserPool(event["userPoolId"]), user_name, ticket)
        case "PostConfirmation_ConfirmForgotPassword":
            # End all sessions first, then unlock the account: only the new password opens it.
            UserPool(event["userPoolId"]).end_sessions(user_name)
            _pending().end(user_name)
        case _ if source.startswith("TokenGeneration_"):
            _name_learner(event)
    return event
