"""`make restore-users`: put the accounts of an export into a user pool, each with its learner and its groups.

For a pool that was lost or replaced. Accounts that the pool already has stay as they are; so it can be run again, and
after it stopped half-way. Passwords and second factors are not in an export: everybody sets a new password with a code
("Forgot your password?"), and staff set up their authenticator again. Nobody is e-mailed.
"""

import argparse
import secrets
import sys
from collections.abc import Iterable
from dataclasses import dataclass
from pathlib import Path
from typing import Any

from rich.progress import track

from laurel.learners.account_export import ExportedAccount, read_export
from laurel.learners.identities import assign, learners_of
from laurel.platform.clock import utc_now
from laurel.platform.table import Table
from local.deployed import Deployed, deployed
from local.troubles import TroubleError, told


@dataclass
class Restored:
    """How many accounts were made, were there already, and belong to another learner in this pool by now."""

    made: int = 0
    there: int = 0
    others: int = 0


def restore(stack: Deployed, user_pool_id: str, accounts: Iterable[ExportedAccount]) -> Restored:
    """Puts `accounts` into the pool. Raises TroubleError when a group is missing there."""
    pool = stack.client("cognito-idp")
    table = Table(stack.outputs["ClaimsTableName"], stack.client("dynamodb"))
    done = Restored()
    for account in accounts:
        user_name, is_new = _found_or_made(pool, user_pool_id, account)
        if assign(table, user_name, account.learner_id, utc_now()) or (
            learners_of(table, [user_name])[user_name] == account.learner_id
        ):
            _give_groups(pool, user_pool_id, user_name, account)
            done.made += is_new
            done.there += not is_new
        else:
            done.others += 1
    return done


def _found_or_made(pool: Any, user_pool_id: str, account: ExportedAccount) -> tuple[str, bool]:
    """The account's user name in the pool, and whether it was made just now."""
    attributes = {"email": account.email, "email_verified": str(account.email_verified).lower()}
    try:
        made = pool.admin_create_user(
            UserPoolId=user_pool_id,
            Username=account.email,
            MessageAction="SUPPRESS",
            UserAttributes=[{"Name": name, "Value": value} for name, value in attributes.items()],
        )["User"]
    except pool.exceptions.UsernameExistsException:
        return pool.admin_get_user(UserPoolId=user_pool_id, Username=account.email)["Username"], False
    # Cognito sends a code for a new password only to an account that has one. Nobody knows this one.
    unknown = f"{secrets.token_urlsafe(40)}aA1!"
    name = made["Username"]
    pool.admin_set_user_password(UserPoolId=user_pool_id, Username=name, Password=unknown, Permanent=True)
    if not account.enabled:
        pool.admin_disable_user(UserPoolId=user_pool_id, Username=name)
    return name, True


def _give_groups(pool: Any, user_pool_id: str, user_name: str, account: ExportedAccount) -> None:
    for group in account.groups:
        try:
            pool.admin_add_user_to_group(UserPoolId=user_pool_id, Username=user_name, GroupName=group)
        except pool.exceptions.ResourceNotFoundException as error:
            raise TroubleError(
                f"The pool {user_pool_id} has no group {group}.", do="Create it, then run this again."
            ) from error


def _accounts_in(file: Path) -> list[ExportedAccount]:
    """The accounts in `file`. Raises TroubleError for a file that is missing or is no export."""
    try:
        with file.open("rb") as opened:
            return list(read_export(opened))
    except OSError as error:
        raise TroubleError(f"{file} cannot be read: {error.strerror}.", do="Give the path of an export.") from error
    except ValueError as error:
        raise TroubleError(
            f"{file} is not an export of accounts: {error}.", do="Download it again from the backup bucket."
        ) from error


def show(done: Restored) -> None:
    """Prints the counts."""
    print(f"{done.made} accounts were made. {done.there} were there already.")
    if done.others:
        print(
            f"{done.others} were left alone: somebody signed up there with the address since, as a new learner. "
            "Staff join the two accounts."
        )
    print("Everybody sets a new password with a code from their mailbox; staff set up their authenticator again.")


def main() -> None:
    """Restores and prints the counts."""
    parser = argparse.ArgumentParser(description=__doc__.splitlines()[0] if __doc__ else None)
    parser.add_argument("file", type=Path, help="an export: accounts/<date>.jsonl.gz of the backup bucket")
    parser.add_argument("--stack", help="a stack in the cloud; without it the one of `make up`")
    parser.add_argument("--user-pool", help="the pool to fill; without it the stack's own")
    given = parser.parse_args()
    stack = deployed(given.stack or None)
    accounts = _accounts_in(given.file)
    pool = given.user_pool or stack.outputs["UserPoolId"]
    show(restore(stack, pool, track(accounts, description="Accounts", disable=not sys.stdout.isatty())))


if __name__ == "__main__":
    sys.exit(told(main))
