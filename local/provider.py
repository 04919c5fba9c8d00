"""`make provider`: the staff and the machine clients of a provider, or of ASCLS.

A new client's secret is shown once, on the terminal; nobody can read it again.
"""

import argparse
import sys
from pathlib import Path

from laurel.audit.acts import Actor, ActorKind
from laurel.catalog.client_desk import OVERLAP_DAYS, ClientDesk, rights_of
from laurel.catalog.client_pool import NewClient
from laurel.platform.callers import PROVIDER_GROUP
from laurel.platform.refusal import Refusal
from local import partner_roles, sftp
from local.clients import desk_of
from local.deployed import Deployed, deployed
from local.troubles import TroubleError, told
from local.users import ensure_group

OPERATOR = Actor(ActorKind.OPERATOR, "make provider")


def main() -> None:
    """Do what the arguments ask for. Raises TroubleError when it is refused."""
    parser = argparse.ArgumentParser(description=__doc__)
    parser.add_argument("owner", help="the provider's ID, or ascls")
    parser.add_argument("--stack", help="a stack in the cloud; without it the one of `make up`")
    act = parser.add_mutually_exclusive_group()
    act.add_argument("--staff", help="the e-mail of an account that becomes staff of the provider")
    act.add_argument("--client", help="make a client with this name")
    act.add_argument("--rotate", help="make a new client in place of the one with this ID")
    act.add_argument("--revoke", help="end the client with this ID")
    act.add_argument("--sftp-key", type=Path, help="let the holder of the key in this .pub file in by SFTP")
    act.add_argument("--sftp-end", action="store_true", help="end the user of SFTP, with all its keys")
    act.add_argument("--role", help="let this role of the partner's own AWS account put files into the bucket")
    act.add_argument("--role-end", action="store_true", help="let its role in no more")
    parser.add_argument(
        "--overlap", type=int, default=OVERLAP_DAYS, help="days for which a replaced client still works"
    )
    asked = parser.parse_args()
    stack = deployed(asked.stack)
    desk = desk_of(stack)
    if asked.sftp_key:
        let_in(stack, desk, asked.owner, asked.sftp_key)
    elif asked.sftp_end:
        print(f"The SFTP user {sftp.end_user(stack, desk, asked.owner, by=OPERATOR)} is ended.")
    elif asked.role:
        let_role_in(stack, desk, asked.owner, asked.role)
    elif asked.role_end:
        print(f"The access point {partner_roles.end(stack, desk, asked.owner, by=OPERATOR)} is gone.")
    elif asked.staff:
        add_staff(stack, asked.owner, asked.staff)
    elif asked.client:
        show_new(stack, _granted(desk.create(asked.owner, asked.client, rights_of(asked.owner), actor=OPERATOR)))
    elif asked.rotate:
        made = desk.rotate(asked.owner, asked.rotate, actor=OPERATOR, overlap_days=asked.overlap)
        show_new(stack, _granted(made))
        print(f"The client {asked.rotate} works for {asked.overlap} more days.")
    elif asked.revoke:
        _granted(desk.revoke(asked.owner, asked.revoke, actor=OPERATOR))
        print(f"The client {asked.revoke} is ended: its tokens are refused within a minute.")
    else:
        show_all(desk, asked.owner)


def add_staff(stack: Deployed, owner: str, email: str) -> None:
    """Puts the account into the group of the provider's staff. Raises TroubleError when there is no such account."""
    cognito, pool = stack.client("cognito-idp"), stack.outputs["UserPoolId"]
    group = f"{PROVIDER_GROUP}{owner}"
    ensure_group(cognito, pool, group)
    try:
        cognito.admin_add_user_to_group(UserPoolId=pool, Username=email, GroupName=group)
    except cognito.exceptions.UserNotFoundException as error:
        raise TroubleError(f"{email} has no account.", do="They sign up in the portal first.") from error
    print(f"{email} is staff of {owner} from the next sign-in on. They need an authenticator app.")


def let_in(stack: Deployed, desk: ClientDesk, owner: str, key: Path) -> None:
    """Lets the holder of a key in by SFTP, and says how to log in. Raises TroubleError."""
    name = sftp.add_key(stack, desk, owner, sftp.read_key(key), by=OPERATOR)
    print(f"Address  sftp {name}@{stack.outputs['SftpAddress']}")
    print("Folders  /upload for files, /rejected for the rows that were not taken")


def let_role_in(stack: Deployed, desk: ClientDesk, owner: str, role: str) -> None:
    """Lets a role of the partner's account in, and says how it sends files. Raises TroubleError."""
    point = partner_roles.let_in(stack, desk, owner, role, by=OPERATOR)
    rejected = f"rejected/{point.folder}"
    print(f"Send files          aws s3 cp NAME.csv s3://{point.bucket}/{point.folder}/NAME.csv")
    print(f"Read rejected rows  aws s3 cp s3://{point.bucket}/{rejected}/NAME.csv .")
    print("The role needs s3:PutObject and s3:GetObject there by its own policy too.")


def show_new(stack: Deployed, made: NewClient) -> None:
    """Prints a new client with its secret."""
    print(f"Client ID      {made.client_id}")
    print(f"Secret         {made.secret}   (shown once: send it by a safe way)")
    print(f"Token address  {stack.outputs['TokenUrl']}")


def show_all(desk: ClientDesk, owner: str) -> None:
    """Prints the clients of `owner`, the latest first; no secret."""
    found = desk.clients.of(owner)
    for one in found:
        end = f"ends {one.ends_at:%Y-%m-%d %H:%M} UTC" if one.ends_at else "in use"
        print(f"{one.client_id}  {one.name}  {' '.join(one.rights)}  made {one.created_at:%Y-%m-%d}  {end}")
    if not found:
        print(f"{owner} has no client.")


def _granted[T](outcome: T | Refusal) -> T:
    if isinstance(outcome, Refusal):
        raise TroubleError(outcome.message, do="See `make provider ID=…` for the clients that there are.")
    return outcome


if __name__ == "__main__":
    sys.exit(told(main))
