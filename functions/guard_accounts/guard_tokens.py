"""What the account guard writes into the tokens that Cognito is about to issue (event version 2)."""

from typing import Any

from guard_changes import look_at_second_factor, notice_email
from guard_dependencies import Dependencies

from laurel.account_changes.changes import SignInAccount
from laurel.account_changes.watch import ChangeBeingUndoneError
from laurel.learners import sign_ins
from laurel.learners.identities import is_joined
from laurel.platform.aws_errors import AwsError
from laurel.platform.callers import is_staff_group, session_id_of
from laurel.platform.log import logger

SELF_SERVICE = "aws.cognito.signin.user.admin"
"""The scope with which an access token changes its own account at Cognito, or removes it."""
_SIGN_IN, _RENEWAL = "TokenGeneration_Authentication", "TokenGeneration_RefreshTokens"


class SessionEndedError(Exception):
    """The session was ended, or the renewal does not say which one it is: Cognito refuses it."""


def write_token(here: Dependencies, event: dict[str, Any]) -> None:
    """Adds the claim `learner_id` to the ID token, and takes the scope that changes the account off the access token.

    That scope stays only after a sign-in with the client for changes of an account: no token of a session has it, and
    none that was renewed. A joined account gets the claim `joined`. Operators and staff of providers without a second
    factor get the claim `second_factor_needed` instead of their groups. So do those who signed in where a code by
    e-mail is enough; they get `password_needed` too.

    The claim `session` has the ticket of the sign-in, which a renewal sends along. Raises SessionEndedError to make
    Cognito refuse the renewal of a session that was ended, and ChangeBeingUndoneError.
    """
    claims = _claims_of_learner(here, event)
    may_change = _may_change_account(here, event)
    if not may_change:
        claims["session"] = _session(here, event, claims["learner_id"])
    if event["triggerSource"] == _RENEWAL:
        look_at_second_factor(here, event)
    # Cognito replaces the groups by what it gets back, if that is empty too.
    configuration = event["request"].get("groupConfiguration") or {}
    groups = configuration.get("groupsToOverride") or []
    if any(map(is_staff_group, groups)):
        groups = _groups_of_staff(here, event, groups, claims)
    event["response"]["claimsAndScopeOverrideDetails"] = {
        "idTokenGeneration": {"claimsToAddOrOverride": claims},
        "accessTokenGeneration": {"scopesToSuppress": [] if may_change else [SELF_SERVICE]},
        "groupOverrideDetails": {**configuration, "groupsToOverride": groups},
    }


def _claims_of_learner(here: Dependencies, event: dict[str, Any]) -> dict[str, str]:
    attributes = event["request"]["userAttributes"]
    proved = str(attributes.get("email_verified")).lower() == "true"
    learner_id = here.identities(event["userPoolId"]).learner_of(
        event["userName"], attributes["sub"], attributes.get("email") if proved else None
    )
    if proved and attributes.get("email"):
        account = SignInAccount(event["userPoolId"], event["userName"])
        try:
            notice_email(here, account, learner_id, attributes["email"], session_id_of(_ticket(event)))
        except ChangeBeingUndoneError:
            here.count("SignInsRefused")
            raise
    claims = {"learner_id": learner_id}
    if is_joined(here.table, learner_id):
        claims["joined"] = "true"  # the API reads with whom, so that an undo counts at once
    return claims


def _groups_of_staff(here: Dependencies, event: dict[str, Any], groups: list[str], claims: dict[str, str]) -> list[str]:
    """The groups that count; `claims` gets the reason where those of staff do not."""
    pool = here.user_pool(event["userPoolId"])
    by_code = pool.takes_mailed_codes(event["callerContext"]["clientId"])
    if by_code or not pool.has_second_factor(event["userName"]):
        claims["second_factor_needed"] = "true"
        groups = [group for group in groups if not is_staff_group(group)]
        here.count("StaffWithoutSecondFactor")
    if by_code:
        claims["password_needed"] = "true"  # noqa: S105 - a claim and no password
    return groups


def _session(here: Dependencies, event: dict[str, Any], learner_id: str) -> str:
    """The ticket of the session: a new one at a sign-in. Raises SessionEndedError, and TableBusy."""
    user_name, at = event["userName"], here.runtime.clock()
    if event["triggerSource"] != _RENEWAL:
        return sign_ins.begin(here.table, learner_id, user_name, at)
    ticket = _ticket(event)
    if not ticket or not sign_ins.renew(here.table, learner_id, user_name, ticket, at):
        here.count("RenewalsRefused")
        raise SessionEndedError("Sign in again.")
    return ticket


def _ticket(event: dict[str, Any]) -> str:
    """The ticket that a renewal sends along; empty at a sign-in."""
    if event["triggerSource"] != _RENEWAL:
        return ""
    return (event["request"].get("clientMetadata") or {}).get("session") or ""


def _may_change_account(here: Dependencies, event: dict[str, Any]) -> bool:
    """Whether the person has just given the password, and the second factor, to change the account."""
    if event["triggerSource"] != _SIGN_IN:
        return False
    try:
        return here.changes_accounts(event["userPoolId"], event["callerContext"]["clientId"])
    except AwsError as error:
        # Nobody is kept out: only a change of the account has to wait.
        logger.warning("a client was not looked at", extra={"why": type(error).__name__})
        return False
