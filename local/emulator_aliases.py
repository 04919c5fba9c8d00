"""What MiniStack leaves out of aliases of Lambda: a function knows by which ARN it was called.

On AWS `invoked_function_arn` has the alias. MiniStack says so only to a direct call; a function that a queue, a stream,
a rule or Cognito calls by its alias would see the ARN of the version, and could not call itself by the alias.
"""

from typing import Any

from ministack.services import lambda_svc  # type: ignore[import-untyped]

_Record = dict[str, Any]
_effective = lambda_svc._effective_func_record_for_qualifier


def _named_as_called(function: _Record | None, qualifier: str | None) -> tuple[_Record | None, _Record | None]:
    record, config = _effective(function, qualifier)
    if not function or not record or not config or qualifier not in function.get("aliases", {}):
        return record, config
    called = {**config, "FunctionArn": f"{function['config']['FunctionArn']}:{qualifier}"}
    return {**record, "config": called}, called


def prepare() -> None:
    """Puts it into MiniStack's calls."""
    lambda_svc._effective_func_record_for_qualifier = _named_as_called
