"""Machine clients on a stack: the desk that makes and ends them, and the token that one gets."""

import base64
from collections.abc import Callable, Mapping
from typing import Any, Protocol

import urllib3

from laurel.audit.log import AuditLog
from laurel.catalog.client_desk import ClientDesk
from laurel.catalog.client_pool import ClientPool
from laurel.catalog.machine_clients import MachineClients
from laurel.catalog.providers import Providers
from laurel.platform.clock import utc_now
from laurel.platform.table import Table
from local.troubles import TroubleError

KEPT_YEARS = 7  # of an entry in the audit log


class Stack(Protocol):
    """A stack with its outputs and clients for its services by name."""

    @property
    def outputs(self) -> Mapping[str, str]:
        """The stack's outputs."""

    @property
    def client(self) -> Callable[[str], Any]:
        """A client of a service of AWS."""


def desk_of(stack: Stack) -> ClientDesk:
    """The desk for the machine clients of `stack`, with the rights of the shell's credentials."""
    dynamodb = stack.client("dynamodb")
    claims_table = Table(stack.outputs["ClaimsTableName"], dynamodb)
    return ClientDesk(
        pool=ClientPool(stack.outputs["UserPoolId"], stack.client("cognito-idp")),
        clients=MachineClients(claims_table),
        providers=Providers(claims_table),
        audit=AuditLog(Table(stack.outputs["AuditTableName"], dynamodb), KEPT_YEARS),
        clock=utc_now,
    )


def access_token(token_url: str, client_id: str, secret: str) -> str:
    """The access token that the client gets. Raises TroubleError when it gets none."""
    basic = base64.b64encode(f"{client_id}:{secret}".encode()).decode()
    headers = {"Authorization": f"Basic {basic}", "Content-Type": "application/x-www-form-urlencoded"}
    answer = urllib3.request("POST", token_url, body=b"grant_type=client_credentials", headers=headers)
    if answer.status != 200:
        raise TroubleError(f"{token_url} answered {answer.status}: {answer.data.decode()}", do="Check the client.")
    token: str = answer.json()["access_token"]
    return token
