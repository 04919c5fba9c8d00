"""A user pool in memory as far as machine clients need it, and the account guard that the API asks."""

import json
from dataclasses import dataclass, field
from io import BytesIO
from typing import Any

from botocore.exceptions import ClientError
from guard_dependencies import build

from functions.guard_accounts import app as guard
from laurel.platform.runtime import MACHINE

PORTAL = "portal"


@dataclass
class ClientPoolDouble:
    """Clients and resource servers of one user pool; it has the client of the portal. `invoke` is Lambda's."""

    clients: dict[str, dict[str, Any]] = field(default_factory=lambda: {PORTAL: {"ClientName": PORTAL}})
    servers: set[str] = field(default_factory=set)
    made: int = 0
    is_down: bool = False

    def describe_resource_server(self, **asked: Any) -> None:
        if asked["Identifier"] not in self.servers:
            raise _missing()

    def create_resource_server(self, **asked: Any) -> None:
        self.servers.add(asked["Identifier"])

    def create_user_pool_client(self, **asked: Any) -> dict[str, Any]:
        assert asked["GenerateSecret"]
        assert {scope.partition("/")[0] for scope in asked["AllowedOAuthScopes"]} <= self.servers
        self.made += 1
        made = {**asked, "ClientId": f"c{self.made}", "ClientSecret": f"s3cret-{self.made}"}
        self.clients[made["ClientId"]] = made
        return {"UserPoolClient": made}

    def describe_user_pool_client(self, **asked: Any) -> dict[str, Any]:
        if asked["ClientId"] not in self.clients:
            raise _missing()
        return {"UserPoolClient": self.clients[asked["ClientId"]]}

    def delete_user_pool_client(self, **asked: Any) -> None:
        del self.clients[asked["ClientId"]]

    def names(self) -> list[str]:
        return sorted(one["ClientName"] for one in self.clients.values())

    def invoke(self, **asked: Any) -> dict[str, Any]:
        """What the guard answers, by way of Lambda."""
        assert asked["FunctionName"] == "guard-accounts"
        if self.is_down:
            return {"FunctionError": "Unhandled", "Payload": BytesIO(b"{}")}
        answer = guard.guard(build(MACHINE), json.loads(asked["Payload"]))
        return {"Payload": BytesIO(json.dumps(answer).encode())}


def clients_in_memory(monkeypatch: Any) -> ClientPoolDouble:
    """The pool, in place of Cognito and of the guard's function. The API's tables must be there."""
    from laurel.platform import aws
    from tests.guard_settings import guard_settings

    pool = ClientPoolDouble()
    monkeypatch.setenv("BACKUP_BUCKET_NAME", "BackupBucket")
    guard_settings(monkeypatch.setenv, audit_table=False)
    monkeypatch.setattr(aws, "user_pools", lambda: pool)
    monkeypatch.setattr(aws, "functions", lambda: pool)
    return pool


def _missing() -> ClientError:
    return ClientError({"Error": {"Code": "ResourceNotFoundException", "Message": ""}}, "Any")
