"""Asks the account guard, the one function that reaches the user pool, to restore an account now."""

import json
from dataclasses import dataclass

from laurel.account_changes.changes import AccountChange
from laurel.platform import aws
from laurel.platform.aws_errors import AwsError, aws_errors
from laurel.platform.log import logger

RESTORE = "restore"


@dataclass(frozen=True, slots=True)
class GuardAsked:
    """The account guard by the name of its function."""

    function_name: str

    def restore(self, change: AccountChange) -> bool:
        """Whether the account is restored now; otherwise the guard does it within the hour. One call."""
        event = {"task": RESTORE, "user_pool_id": change.account.user_pool_id, "learner_id": change.learner_id}
        payload = json.dumps({**event, "change_id": change.change_id}).encode()
        try:
            with aws_errors():
                answer = aws.functions().invoke(FunctionName=self.function_name, Payload=payload)
        except AwsError as error:
            logger.warning("the account guard could not be asked", extra={"why": type(error).__name__})
            return False
        return "FunctionError" not in answer and json.loads(answer["Payload"].read()).get("restored") is True
