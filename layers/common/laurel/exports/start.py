"""Starts the function that makes an export."""

import json

from laurel.exports.export import Export
from laurel.platform import aws
from laurel.platform.aws_errors import aws_errors


def start_function(function_name: str, export: Export) -> None:
    """Starts the function called `function_name` for this export, without waiting for its end. Raises AwsError."""
    named = {"learner_id": export.learner_id, "export_id": export.export_id, "kind": export.kind.value}
    event = json.dumps(named)
    with aws_errors():
        aws.functions().invoke(FunctionName=function_name, InvocationType="Event", Payload=event.encode())
