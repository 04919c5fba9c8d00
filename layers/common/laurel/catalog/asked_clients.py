"""Machine clients by way of the account guard, the one function that reaches the user pool."""

import json
from collections.abc import Mapping, Sequence
from dataclasses import dataclass
from typing import Any

from laurel.catalog.client_pool import Clients, NewClient
from laurel.platform import aws
from laurel.platform.aws_errors import AwsSilent, aws_errors
from laurel.platform.callers import Right

MAKE, REMOVE = "make_client", "remove_client"


@dataclass(frozen=True, slots=True)
class AskedClients:
    """The machine clients of the user pool with this ID; the guard is known by the name of its function."""

    user_pool_id: str
    function_name: str

    def create(self, owner: str, name: str, rights: Sequence[Right]) -> NewClient:
        """Makes a client with these rights. One call. Raises AwsError."""
        answer = self._ask({"task": MAKE, "owner": owner, "name": name, "rights": [str(one) for one in rights]})
        return NewClient(answer["client_id"], answer["secret"])

    def remove(self, client_id: str) -> None:
        """Removes the client, if it is there. One call. Raises AwsError."""
        self._ask({"task": REMOVE, "client_id": client_id})

    def _ask(self, event: Mapping[str, Any]) -> Mapping[str, Any]:
        payload = json.dumps({**event, "user_pool_id": self.user_pool_id}).encode()
        with aws_errors():
            answer = aws.functions().invoke(FunctionName=self.function_name, Payload=payload)
            body: Mapping[str, Any] = json.loads(answer["Payload"].read())
        if "FunctionError" in answer:
            raise AwsSilent("FunctionError", will_pass=True)
        return body


def do_asked(clients: Clients, event: Mapping[str, Any]) -> dict[str, str]:
    """The guard's answer to an event of `AskedClients`: a new client with its secret, or nothing. Raises AwsError."""
    if event["task"] == REMOVE:
        clients.remove(event["client_id"])
        return {}
    made = clients.create(event["owner"], event["name"], [Right(one) for one in event["rights"]])
    return {"client_id": made.client_id, "secret": made.secret}
