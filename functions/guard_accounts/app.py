"""The account guard: Cognito calls it at sign-up, confirmation and sign-in, and for the words of its e-mails.

Every hour it removes unconfirmed accounts and ends the erasures that learners started. Every night it exports the
confirmed accounts.

It notices when the sign-in address or the password of an account changed, however that was done, and tells the owner of
the former address (`guard_changes`).

It also writes into each token which learner the account belongs to, and what the token may not do (`guard_tokens`).
Only the person who controls the mailbox gets the account (docs/decisions/2026-11-28-accounts-by-the-mailbox.md).
"""

from functools import partial
from itertools import islice
from tempfile import SpooledTemporaryFile
from typing import Any

from aws_lambda_powertools.utilities.typing import LambdaContext
from guard_changes import (
    end_sessions,
    follow_call,
    go_round,
    look_at_second_factor,
    notice_all,
    notice_password,
    restore,
)
from guard_dependencies import Dependencies, dependencies
from guard_tokens import write_token

from laurel.account_changes.ask_guard import RESTORE
from laurel.account_changes.changes import SignInAccount
from laurel.learners import account_mail
from laurel.learners.account_export import export_key, write_export
from laurel.learners.addresses import InvalidAddress, address_key
from laurel.learners.user_pool import UserPool
from laurel.platform import aws
from laurel.platform.aws_errors import AwsError
from laurel.platform.log import logger
from laurel.platform.retention import UNCONFIRMED_ACCOUNTS
from laurel.platform.table import TableBusy

_HELD_IN_MEMORY = 32 * 1024 * 1024  # bytes of an export; more of it goes to the disk


class PasswordNotProvedError(Exception):
    """The account's password may be from someone who does not own the mailbox: Cognito refuses the sign-in."""


class AddressRefusedError(Exception):
    """No credit could ever match the address: Cognito refuses the sign-up and shows this message."""


def _write_mail(here: Dependencies, event: dict[str, Any]) -> None:
    """Gives Cognito the e-mail that it is about to send. It uses its own where there are no words for the purpose."""
    mail = account_mail.compose(
        event["triggerSource"], event["request"], portal_url=here.portal_url, contact=here.contact
    )
    if mail:
        event["response"].update(emailSubject=mail.subject, emailMessage=mail.html)


def _expect_address(here: Dependencies, email: str) -> None:
    """Raises AddressRefusedError for an address that is invalid or looks like another one."""
    try:
        address_key(email)
    except InvalidAddress as error:
        here.count("SignUpsRefused")
        raise AddressRefusedError(str(error)) from error


def _confirmed(here: Dependencies, user_pool: UserPool, user_name: str, ticket: str | None) -> None:
    if here.pending.confirm(user_name, ticket):
        return
    # The account stays locked until its owner sets a password with a code. Normally nobody has a session yet.
    if here.pending.is_pending(user_name):
        user_pool.end_sessions(user_name)
        logger.info(
            "an account was confirmed by another person than the one who signed it up", extra={"user_name": user_name}
        )
        here.count("ConfirmedByOthers")


def _remove_unconfirmed(here: Dependencies, user_pool: UserPool) -> dict[str, int]:
    removed = 0
    before = UNCONFIRMED_ACCOUNTS.since_when(here.runtime.clock())
    for user_name in islice(user_pool.unconfirmed(before), here.most_removed):
        if user_pool.remove_unconfirmed(user_name):
            here.pending.end(user_name)
            removed += 1
    here.count("UnconfirmedAccountsRemoved", removed)
    logger.info("unconfirmed accounts were removed", extra={"removed": removed})
    return {"removed": removed, "erased": _finish_erasures(here, user_pool), **go_round(here)}


def _finish_erasures(here: Dependencies, user_pool: UserPool) -> int:
    """Continues the erasures that learners started; returns how many ended."""
    from laurel.erasure.records import listed  # no sign-in waits for these imports
    from laurel.erasure.steps import Steps
    from laurel.exports.files import ExportFiles
    from laurel.own_credits.proof_files import ProofFiles

    bucket = here.settings.export_bucket_name
    files, proofs = ExportFiles(bucket), ProofFiles(bucket)
    steps = Steps(here.table, here.ledger_table, user_pool, files, proofs, here.runtime.clock)
    ended = 0
    for erasure in listed(here.table):
        try:
            has_ended = steps.finish(erasure)
        except (TableBusy, AwsError) as error:
            # The next hour starts again; the erasures of others need not wait.
            logger.warning("an erasure stopped", extra={"learner_id": erasure.learner_id, "why": type(error).__name__})
            continue
        ended += has_ended
        logger.info("an erasure went on", extra={"learner_id": erasure.learner_id, "ended": has_ended})
    here.count("AccountsErased", ended)
    return ended


def _export(here: Dependencies, user_pool_id: str) -> dict[str, int]:
    user_pool = here.user_pool(user_pool_id)
    key = export_key(here.runtime.clock().date())
    with SpooledTemporaryFile(max_size=_HELD_IN_MEMORY) as file:
        count = write_export(file, user_pool, here.table, partial(notice_all, here, user_pool_id))
        file.seek(0)
        aws.s3().put_object(Bucket=here.backup_bucket, Key=key, Body=file, ContentType="application/gzip")
    here.count("AccountsExported", count)
    logger.info("accounts were exported", extra={"accounts": count, "key": key})
    return {"exported": count}


@logger.inject_lambda_context
def handler(event: dict[str, Any], context: LambdaContext) -> dict[str, Any]:
    """Answers a Cognito trigger with the event itself, and an event of the schedule with the number of accounts.

    For a token, the event also names the learner; for an e-mail, it has the words. Other events have `user_pool_id`.
    The schedule's are `{}`, to remove unconfirmed accounts and to go round, and `{"task": "export"}`; EventBridge sends
    `{"task": "call"}` for a call of Cognito, and the API `{"task": "restore"}`, and for a program `make_client` and
    `remove_client`.

    Raises PasswordNotProvedError or ChangeBeingUndoneError to make Cognito refuse a sign-in, SessionEndedError to
    refuse a renewal, and AddressRefusedError to refuse a sign-up.
    """
    return guard(dependencies(), event)


def _task(here: Dependencies, event: dict[str, Any]) -> dict[str, Any]:
    user_pool_id = event["user_pool_id"]
    match event.get("task"):
        case "export":
            return _export(here, user_pool_id)
        case "call":
            return follow_call(here, event)
        case name if name == RESTORE:
            return restore(here, event)
        case "make_client" | "remove_client":
            from laurel.catalog.asked_clients import do_asked  # no sign-in waits for these imports

            return dict(do_asked(here.client_pool(user_pool_id), event))
        case _:
            return _remove_unconfirmed(here, here.user_pool(user_pool_id))


def guard(here: Dependencies, event: dict[str, Any]) -> dict[str, Any]:
    """As `handler`, with the dependencies given."""
    source = event.get("triggerSource")
    if source is None:
        return _task(here, event)
    user_name = event["userName"]
    ticket = (event["request"].get("clientMetadata") or {}).get("ticket")
    match source:
        case "PreSignUp_SignUp":
            if email := event["request"].get("userAttributes", {}).get("email"):
                _expect_address(here, email)
            here.pending.open(user_name, ticket)
        case "PreAuthentication_Authentication":
            if here.pending.is_pending(user_name):
                here.count("SignInsRefused")
                raise PasswordNotProvedError("Set a new password first.")  # the portal recognizes this message
            look_at_second_factor(here, event)
        case "PostConfirmation_ConfirmSignUp":
            _confirmed(here, here.user_pool(event["userPoolId"]), user_name, ticket)
        case "PostConfirmation_ConfirmForgotPassword":
            # End all sessions first, then unlock the account: only the new password opens it.
            end_sessions(here, SignInAccount(event["userPoolId"], user_name))
            here.pending.end(user_name)
            if email := event["request"].get("userAttributes", {}).get("email"):
                notice_password(here, SignInAccount(event["userPoolId"], user_name), email)
        case _ if source.startswith("TokenGeneration_"):
            write_token(here, event)
        case _ if source.startswith("CustomMessage_"):
            _write_mail(here, event)
    return event
