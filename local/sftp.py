"""SFTP users of a stack: one for a provider, or for ASCLS. Each logs in with a key and sees its own two folders.

`/upload` leads to the partner's folder of the intake bucket: files can be put there, and neither read nor removed.
`/rejected` leads to its rejected rows, to be read alone. The session policy says the same as the folders: a user whose
folders are changed by mistake still reaches nothing else.
"""

import base64
import hashlib
import json
from pathlib import Path
from typing import Any

from laurel.audit.acts import Actor, AuditAct, AuditSubject
from laurel.audit.records import AuditEntry
from laurel.catalog.client_desk import ClientDesk
from laurel.intake.places import FEED_PREFIX, ROSTER_PREFIX
from laurel.intake.rejected_rows import rejected_key
from laurel.platform.callers import ASCLS
from laurel.platform.clock import utc_now
from local.clients import Stack
from local.troubles import TroubleError

_KEY_TYPES = ("ssh-ed25519 ", "ecdsa-sha2-nistp256 ", "ecdsa-sha2-nistp384 ", "ecdsa-sha2-nistp521 ", "ssh-rsa ")


def user_name(owner: str) -> str:
    """The user of a provider, or of ASCLS. AWS takes no names of less than three characters."""
    return f"feed-{owner}" if owner != ASCLS else "roster-ascls"


def folder(owner: str) -> str:
    """The folder of the partner's files in the intake bucket, without a slash at the end."""
    return (f"{FEED_PREFIX}{owner}" if owner != ASCLS else ROSTER_PREFIX).rstrip("/")


def mappings(bucket: str, owner: str) -> list[dict[str, str]]:
    """What the user sees as `/`: the two folders and nothing else."""
    own = folder(owner)
    return [
        {"Entry": "/upload", "Target": f"/{bucket}/{own}"},
        {"Entry": "/rejected", "Target": f"/{bucket}/{rejected_key(own)}"},
    ]


def session_policy(bucket: str, owner: str, partition: str = "aws") -> dict[str, Any]:
    """What the user may do at most: put files into its folder, list both folders, read its rejected rows."""
    own, arn = folder(owner), f"arn:{partition}:s3:::{bucket}"
    prefixes = [f"{one}{end}" for one in (own, rejected_key(own)) for end in ("/", "/*")]
    return {
        "Version": "2012-10-17",
        "Statement": [
            {"Sid": "PutFiles", "Effect": "Allow", "Action": "s3:PutObject", "Resource": f"{arn}/{own}/*"},
            {
                "Sid": "ReadRejectedRows",
                "Effect": "Allow",
                "Action": "s3:GetObject",
                "Resource": f"{arn}/{rejected_key(own)}/*",
            },
            {
                "Sid": "ListOwnFolders",
                "Effect": "Allow",
                "Action": "s3:ListBucket",
                "Resource": arn,
                "Condition": {"StringLike": {"s3:prefix": prefixes}},
            },
        ],
    }


def read_key(path: Path) -> str:
    """The public key in the file at `path`. Raises TroubleError if it has none, or a private key."""
    text = path.read_text(encoding="utf-8", errors="replace").strip()
    if not text.startswith(_KEY_TYPES) or "\n" in text:
        raise TroubleError(
            f"{path.name} has no public key in one line.", do="Ask the partner for the file whose name ends in .pub."
        )
    return text


def fingerprint(key: str) -> str:
    """The fingerprint of a public key, as `ssh-keygen -l` shows it."""
    digest = hashlib.sha256(base64.b64decode(key.split()[1])).digest()
    return f"SHA256:{base64.b64encode(digest).decode().rstrip('=')}"


def add_key(stack: Stack, desk: ClientDesk, owner: str, key: str, *, by: Actor) -> str:
    """Lets the holder of this public key in as the user of `owner`; makes the user if there is none. Gives its name.

    Raises TroubleError if there is no such provider, or the stack has no SFTP server.
    """
    if owner != ASCLS and desk.providers.get(owner) is None:
        raise TroubleError(f"{owner} has no record.", do="Enter it in the portal first: Staff, Providers.")
    transfer, server, name = stack.client("transfer"), _server(stack), user_name(owner)
    role, bucket = stack.outputs["SftpRoleArn"], stack.outputs["IntakeBucketName"]
    try:
        transfer.create_user(
            ServerId=server,
            UserName=name,
            Role=role,
            HomeDirectoryType="LOGICAL",
            HomeDirectoryMappings=mappings(bucket, owner),
            Policy=json.dumps(session_policy(bucket, owner, role.split(":")[1])),
            SshPublicKeyBody=key,
        )
    except transfer.exceptions.ResourceExistsException:
        transfer.import_ssh_public_key(ServerId=server, UserName=name, SshPublicKeyBody=key)
    _note(desk, by, AuditAct.SFTP_KEY_ADDED, owner, {"sftp_user": name, "key": fingerprint(key)})
    return name


def end_user(stack: Stack, desk: ClientDesk, owner: str, *, by: Actor) -> str:
    """Removes the user of `owner` with all its keys; gives its name. Raises TroubleError if there is none."""
    transfer, name = stack.client("transfer"), user_name(owner)
    try:
        transfer.delete_user(ServerId=_server(stack), UserName=name)
    except transfer.exceptions.ResourceNotFoundException as error:
        raise TroubleError(f"{owner} has no SFTP user.", do="There is nothing to end.") from error
    _note(desk, by, AuditAct.SFTP_USER_ENDED, owner, {"sftp_user": name})
    return name


def _server(stack: Stack) -> str:
    found = stack.outputs.get("SftpServerId")
    if not found:
        raise TroubleError("The stack has no SFTP server.", do="Deploy it with the parameter Sftp=on.")
    return found


def _note(desk: ClientDesk, by: Actor, act: AuditAct, owner: str, after: dict[str, str]) -> None:
    entry = AuditEntry(act=act, actor=by, on=AuditSubject.provider(owner), at=utc_now(), after=after)
    desk.audit.note(entry)
