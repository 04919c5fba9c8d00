"""SFTP users: the two folders that a user sees, the policy that ends there, and keys alone."""

import json
from datetime import UTC, datetime
from types import SimpleNamespace

import pytest

from laurel.audit.acts import Actor, ActorKind
from local import sftp
from local.troubles import TroubleError

BY = Actor(ActorKind.OPERATOR, "tests")
KEY = "ssh-ed25519 AAAAC3NzaC1lZDI1NTE5AAAAIOMqqnkVzrm0SdG6UOoqKLsabgH5C9okWi0dh2l9GKJl labce nightly"


class Exists(Exception):
    pass


class NotFound(Exception):
    pass


class Transfer:
    """Transfer Family as far as it is asked here."""

    exceptions = SimpleNamespace(ResourceExistsException=Exists, ResourceNotFoundException=NotFound)

    def __init__(self):
        self.users = {}

    def create_user(self, **user):
        if user["UserName"] in self.users:
            raise Exists
        self.users[user["UserName"]] = {**user, "keys": [user["SshPublicKeyBody"]]}

    def import_ssh_public_key(self, ServerId, UserName, SshPublicKeyBody):  # noqa: N803  # as boto3 names them
        self.users[UserName]["keys"].append(SshPublicKeyBody)

    def delete_user(self, ServerId, UserName):  # noqa: N803
        if not self.users.pop(UserName, None):
            raise NotFound


@pytest.fixture
def here():
    transfer, entries = Transfer(), []
    outputs = {
        "SftpServerId": "s-1",
        "SftpRoleArn": "arn:aws-us-gov:iam::123456789012:role/sftp",
        "IntakeBucketName": "intake",
    }
    stack = SimpleNamespace(outputs=outputs, client=lambda name: transfer)
    providers = SimpleNamespace(get=lambda owner: owner if owner == "labce" else None)
    audit = SimpleNamespace(note=entries.append)
    desk = SimpleNamespace(providers=providers, audit=audit)
    return SimpleNamespace(stack=stack, desk=desk, transfer=transfer, entries=entries)


def add(here, owner="labce", key=KEY):
    return sftp.add_key(here.stack, here.desk, owner, key, by=BY)


@pytest.mark.parametrize(
    ("owner", "name", "folder"), [("labce", "feed-labce", "feed/labce"), ("ascls", "roster-ascls", "roster/ascls")]
)
def test_a_user_sees_two_folders_of_its_own_and_reaches_nothing_else(here, owner, name, folder):
    assert add(here, owner) == name
    user = here.transfer.users[name]
    assert user["HomeDirectoryType"] == "LOGICAL"
    assert "HomeDirectory" not in user
    assert user["HomeDirectoryMappings"] == [
        {"Entry": "/upload", "Target": f"/intake/{folder}"},
        {"Entry": "/rejected", "Target": f"/intake/rejected/{folder}"},
    ]
    bucket = "arn:aws-us-gov:s3:::intake"
    found = {one["Action"]: one for one in json.loads(user["Policy"])["Statement"]}
    assert {action: one["Resource"] for action, one in found.items()} == {
        "s3:PutObject": f"{bucket}/{folder}/*",
        "s3:GetObject": f"{bucket}/rejected/{folder}/*",
        "s3:ListBucket": bucket,
    }
    prefixes = found["s3:ListBucket"]["Condition"]["StringLike"]["s3:prefix"]
    # With the slash: the folder of another provider may begin with the same letters.
    assert prefixes == [f"{folder}/", f"{folder}/*", f"rejected/{folder}/", f"rejected/{folder}/*"]


def test_a_further_key_belongs_to_the_same_user_and_an_ended_user_has_none(here):
    add(here)
    add(here, key=KEY.replace("labce nightly", "second"))
    assert len(here.transfer.users["feed-labce"]["keys"]) == 2
    assert sftp.end_user(here.stack, here.desk, "labce", by=BY) == "feed-labce"
    assert here.transfer.users == {}
    with pytest.raises(TroubleError, match="no SFTP user"):
        sftp.end_user(here.stack, here.desk, "labce", by=BY)
    assert [(one.act, one.on.key) for one in here.entries] == [
        ("sftp.key_added", "PROVIDER#labce"),
        ("sftp.key_added", "PROVIDER#labce"),
        ("sftp.user_ended", "PROVIDER#labce"),
    ]
    # The comment of a key may be somebody's name.
    assert all(one.at <= datetime.now(UTC) and "labce nightly" not in str(one.after) for one in here.entries)
    assert here.entries[0].after["key"].startswith("SHA256:")


def test_an_unknown_provider_and_a_stack_without_sftp_are_refused(here):
    with pytest.raises(TroubleError, match="has no record"):
        add(here, "nobody")
    del here.stack.outputs["SftpServerId"]
    with pytest.raises(TroubleError, match="no SFTP server"):
        add(here)
    assert here.transfer.users == {}
    assert here.entries == []


@pytest.mark.parametrize(
    "text", ["-----BEGIN OPENSSH PRIVATE KEY-----\nb3BlbnNzaC1rZXk\n", "", "password", f"{KEY}\n{KEY}"]
)
def test_a_file_without_one_public_key_is_refused(tmp_path, text):
    file = tmp_path / "key.pub"
    file.write_text(text, encoding="utf-8")
    with pytest.raises(TroubleError, match="public key"):
        sftp.read_key(file)


def test_a_public_key_is_read(tmp_path):
    file = tmp_path / "key.pub"
    file.write_text(f"{KEY}\n", encoding="utf-8")
    assert sftp.read_key(file) == KEY
