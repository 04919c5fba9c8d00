"""Partners that use AWS send files with a role of their own account, through an access point of the intake bucket.

Each partner has its own access point, which ends at its folder: the role can put files there, read its rejected rows,
and do nothing else. The stack's bucket policy lets access points of this account do that much (`PartnerRoles`).
Access points are not a part of the stack: a new partner needs no deploy, and a deploy changes none.
"""

import hashlib
import json
import re
from dataclasses import dataclass
from typing import Any

from botocore.exceptions import BotoCoreError, ClientError

from laurel.audit.acts import Actor, AuditAct, AuditSubject
from laurel.audit.records import AuditEntry
from laurel.catalog.client_desk import ClientDesk
from laurel.intake.rejected_rows import rejected_key
from laurel.platform.callers import ASCLS
from laurel.platform.clock import utc_now
from local.clients import Stack
from local.sftp import folder, user_name
from local.troubles import TroubleError

_ROLE = re.compile(r"arn:aws[a-z-]*:iam::[0-9]{12}:(role|user)/[\w+=,.@/-]+", re.ASCII)


@dataclass(frozen=True, slots=True)
class AccessPoint:
    """Where a partner sends its files: `bucket` stands for the bucket's name in its commands."""

    bucket: str
    folder: str


def let_in(stack: Stack, desk: ClientDesk, owner: str, role: str, *, by: Actor) -> AccessPoint:
    """Lets this role alone in as `owner`; one that was let in before is out. Raises TroubleError when it cannot be."""
    if not _ROLE.fullmatch(role):
        raise TroubleError(
            f"{role} is no role.", do="Ask the partner for the ARN of its role: arn:aws:iam::111122223333:role/NAME."
        )
    if owner != ASCLS and desk.providers.get(owner) is None:
        raise TroubleError(f"{owner} has no record.", do="Enter it in the portal first: Staff, Providers.")
    if "PartnerRoles" not in stack.outputs:
        raise TroubleError(
            "The stack lets no roles of partners in.", do="Deploy it with the parameter PartnerRoles=on."
        )
    s3control, bucket = stack.client("s3control"), stack.outputs["IntakeBucketName"]
    partition, region, account = _place(stack)
    name = access_point_name(bucket, owner)
    found = _found(s3control, account, name) or s3control.create_access_point(
        AccountId=account, Name=name, Bucket=bucket
    )
    arn = f"arn:{partition}:s3:{region}:{account}:accesspoint/{name}"
    try:
        s3control.put_access_point_policy(AccountId=account, Name=name, Policy=json.dumps(policy(arn, owner, role)))
    except ClientError as error:
        if error.response["Error"]["Code"] != "MalformedPolicy":
            raise
        raise TroubleError(f"AWS does not know {role}.", do="The partner makes the role first.") from error
    _note(desk, by, AuditAct.PARTNER_ROLE_LET_IN, owner, {"access_point": name, "role": role})
    return AccessPoint(found["Alias"], folder(owner))


def end(stack: Stack, desk: ClientDesk, owner: str, *, by: Actor) -> str:
    """Removes the access point of `owner`, and gives its name. Raises TroubleError when there is none."""
    s3control, name = stack.client("s3control"), access_point_name(stack.outputs["IntakeBucketName"], owner)
    account = _place(stack)[2]
    if _found(s3control, account, name) is None:
        raise TroubleError(f"No role of {owner} was let in.", do="There is nothing to end.")
    s3control.delete_access_point(AccountId=account, Name=name)
    _note(desk, by, AuditAct.PARTNER_ROLE_ENDED, owner, {"access_point": name})
    return name


def access_point_name(bucket: str, owner: str) -> str:
    """The access point of a partner; two stacks of one account do not share it. AWS takes up to 50 characters."""
    return f"{user_name(owner)}-{hashlib.sha256(bucket.encode()).hexdigest()[:8]}"


def policy(arn: str, owner: str, role: str) -> dict[str, Any]:
    """What the role may do through the access point: put files into the partner's folder, read its rejected rows."""
    own = folder(owner)
    may = (("PutFiles", "s3:PutObject", own), ("ReadRejectedRows", "s3:GetObject", rejected_key(own)))
    return {
        "Version": "2012-10-17",
        "Statement": [
            {
                "Sid": sid,
                "Effect": "Allow",
                "Principal": {"AWS": role},
                "Action": action,
                "Resource": f"{arn}/object/{place}/*",
            }
            for sid, action, place in may
        ],
    }


def _found(s3control: Any, account: str, name: str) -> dict[str, Any] | None:
    try:
        found: dict[str, Any] = s3control.get_access_point(AccountId=account, Name=name)
    except (BotoCoreError, ClientError) as error:
        if isinstance(error, ClientError) and error.response["Error"]["Code"] == "NoSuchAccessPoint":
            return None
        raise TroubleError(
            f"The access points cannot be read: {error}.", do="The local stack has none; on AWS look at your rights."
        ) from error
    return found


def _place(stack: Stack) -> tuple[str, str, str]:
    """Partition, region and account of the stack, which the ARN of each function has."""
    _, partition, _, region, account, *_ = stack.outputs["ReportNightlyFunctionName"].split(":")
    return partition, region, account


def _note(desk: ClientDesk, by: Actor, act: AuditAct, owner: str, after: dict[str, str]) -> None:
    desk.audit.note(AuditEntry(act=act, actor=by, on=AuditSubject.provider(owner), at=utc_now(), after=after))
