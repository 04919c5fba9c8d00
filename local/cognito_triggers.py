"""The triggers of a user pool, for the calls for which MiniStack runs none: it leaves out all but `PreSignUp`."""

import json
from collections.abc import Mapping
from datetime import UTC, datetime
from functools import cached_property
from typing import Any

from botocore.exceptions import ClientError

from local.deploy import client


class TriggerError(Exception):
    """The trigger failed, which refuses the call; its text is what Cognito says."""


class Triggers:
    """The functions that the user pool `user_pool_id` asks."""

    def __init__(self, endpoint_url: str, user_pool_id: str) -> None:
        self._pool = user_pool_id
        self._cognito = client(endpoint_url, "cognito-idp")
        self._functions = client(endpoint_url, "lambda")

    @cached_property
    def _of_pool(self) -> dict[str, str]:
        pool = self._cognito.describe_user_pool(UserPoolId=self._pool)["UserPool"]
        # The trigger before tokens has a configuration of its own; MiniStack runs that one.
        return {name: arn for name, arn in (pool.get("LambdaConfig") or {}).items() if isinstance(arn, str)}

    def warm_up(self) -> None:
        """Run the function as the schedule does every hour: then the first who signs up need not wait for its start."""
        for name in set(self._of_pool.values()):
            self._functions.invoke(FunctionName=name, Payload=json.dumps({"user_pool_id": self._pool}).encode())

    def report(self, call: str, username: str) -> None:
        """Tell the function about a call of the user `username`, as the rule `CallsThatChangeAnAccount` does."""
        event = {"task": "call", "user_pool_id": self._pool, "call": call, "user_name": username}
        payload = json.dumps({**event, "at": datetime.now(UTC).isoformat()}).encode()
        for name in set(self._of_pool.values()):
            self._functions.invoke(FunctionName=name, InvocationType="Event", Payload=payload)

    def run(self, source: str, username: str, metadata: Mapping[str, str] | None = None, **more: str) -> dict[str, Any]:
        """Ask the function of `source`, such as `PostConfirmation_ConfirmSignUp`, if the pool has one.

        `more` goes into the request. Gives what the function responds. Raises TriggerError when it fails.
        """
        name = source.partition("_")[0]
        if name not in self._of_pool:
            return {}
        try:
            user = self._cognito.admin_get_user(UserPoolId=self._pool, Username=username)
        except ClientError:
            return {}
        attributes = {one["Name"]: one["Value"] for one in user["UserAttributes"]}
        event = {
            "version": "1",
            "triggerSource": source,
            "region": self._cognito.meta.region_name,
            "userPoolId": self._pool,
            "userName": user["Username"],
            "callerContext": {"awsSdkVersion": "local", "clientId": ""},
            "request": {
                "userAttributes": {**attributes, "cognito:user_status": user["UserStatus"]},
                **({"clientMetadata": dict(metadata)} if metadata else {}),
                **more,
            },
            "response": {},
        }
        answer = self._functions.invoke(FunctionName=self._of_pool[name], Payload=json.dumps(event).encode())
        said = json.loads(answer["Payload"].read())
        if answer.get("FunctionError"):
            raise TriggerError(f"{name} failed with error {said.get('errorMessage')}.")
        response: dict[str, Any] = said.get("response") or {}
        return response
