"""`make staff`: make somebody an operator of Laurel, or take it away again.

The first operator has nobody who could let them in, so this needs no sign-in but AWS's. An account that is not there
yet is made with its address proved; its owner sets a password with "Forgot your password?".
"""

import argparse
import secrets
import sys
from typing import Any

from laurel.platform.callers import STAFF
from local.deployed import Deployed, deployed
from local.troubles import TroubleError, told


def main() -> None:
    """Do what the arguments ask for."""
    parser = argparse.ArgumentParser(prog="python -m local.staff", description="Make somebody staff.")
    parser.add_argument("email", nargs="?", help="whose account; without it all operators are listed")
    parser.add_argument("--stack", help="a stack in the cloud; without it the one of `make up`")
    parser.add_argument("--end", action="store_true", help="they are staff no longer")
    asked = parser.parse_args()
    stack = deployed(asked.stack or None)
    if not asked.email:
        print("\n".join(listed(stack)) or "There are no staff yet.")
    elif asked.end:
        end(stack, asked.email)
        print(f"{asked.email} is staff no longer. The last token works for fifteen minutes more.")
    else:
        is_new = add(stack, asked.email)
        how = '"Forgot your password?" sets the first password.' if is_new else "They log in again."
        print(f"{asked.email} is staff. {how} Staff need an authenticator app: Profile, Change how you log in.")


def add(stack: Deployed, email: str) -> bool:
    """Puts the account into the group of staff; makes it if there is none, and says whether it did.

    Raises TroubleError when somebody else signed up with this address and has not proved it.
    """
    if "@" not in email:
        raise TroubleError(f"{email} is no e-mail address.", do="Say EMAIL=somebody@example.org.")
    cognito, pool = stack.client("cognito-idp"), stack.outputs["UserPoolId"]
    is_new = _made(cognito, pool, email)
    if not is_new:
        user = cognito.admin_get_user(UserPoolId=pool, Username=email)
        attributes = {one["Name"]: one["Value"] for one in user["UserAttributes"]}
        if attributes.get("email_verified") != "true":
            raise TroubleError(
                f"The account of {email} has not proved its address.",
                do="Its owner enters the code from the e-mail first.",
            )
    cognito.admin_add_user_to_group(UserPoolId=pool, Username=email, GroupName=STAFF)
    return is_new


def _made(cognito: Any, pool: str, email: str) -> bool:
    attributes = [{"Name": "email", "Value": email}, {"Name": "email_verified", "Value": "true"}]
    try:
        cognito.admin_create_user(UserPoolId=pool, Username=email, MessageAction="SUPPRESS", UserAttributes=attributes)
    except cognito.exceptions.UsernameExistsException:
        return False
    # Cognito sends a code for a new password only to an account that has one. Nobody knows this one.
    unknown = f"{secrets.token_urlsafe(40)}aA1!"
    cognito.admin_set_user_password(UserPoolId=pool, Username=email, Password=unknown, Permanent=True)
    return True


def end(stack: Deployed, email: str) -> None:
    """Takes the account out of the group, and ends its sessions. Raises TroubleError when there is no such account."""
    cognito, pool = stack.client("cognito-idp"), stack.outputs["UserPoolId"]
    try:
        cognito.admin_remove_user_from_group(UserPoolId=pool, Username=email, GroupName=STAFF)
    except cognito.exceptions.UserNotFoundException as error:
        raise TroubleError(f"{email} has no account.", do="Look at the list: make staff.") from error
    cognito.admin_user_global_sign_out(UserPoolId=pool, Username=email)


def listed(stack: Deployed) -> list[str]:
    """The addresses of all staff, in order."""
    pages = stack.client("cognito-idp").get_paginator("list_users_in_group")
    users = [
        user
        for page in pages.paginate(UserPoolId=stack.outputs["UserPoolId"], GroupName=STAFF)
        for user in page["Users"]
    ]
    return sorted(one["Value"] for user in users for one in user["Attributes"] if one["Name"] == "email")


if __name__ == "__main__":
    sys.exit(told(main))
