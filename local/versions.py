"""The versions of a deployed function: everything calls the alias, which names one of them."""

from typing import Any

ALIAS = "live"


def function_of(called: str) -> str:
    """The name of the function that is called as `called`: a name or an ARN, with or without the alias."""
    return called.rpartition(":function:")[2].partition(":")[0]


def reconfigure(functions: Any, called: str, **configuration: Any) -> None:
    """Change the configuration of a function; its alias names a version with the change afterwards."""
    name = function_of(called)
    functions.update_function_configuration(FunctionName=name, **configuration)
    version = functions.publish_version(FunctionName=name)["Version"]
    functions.update_alias(FunctionName=name, Name=ALIAS, FunctionVersion=version)
