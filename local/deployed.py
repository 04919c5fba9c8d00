"""A stack that runs, for an operator's commands: the one of `make up`, or one in the cloud by its name."""

from collections.abc import Callable, Mapping
from dataclasses import dataclass
from functools import cache
from typing import Any

from local.places import local_folder
from local.stack import LocalStack
from local.troubles import TroubleError


@dataclass(frozen=True)
class Deployed:
    """The stack's outputs, clients for its services by name, and where it delivers."""

    outputs: Mapping[str, str]
    client: Callable[[str], Any]
    ascp_url: str


def deployed(name: str | None) -> Deployed:
    """The stack `name` in the account of the shell's credentials; without a name the one of `make up`.

    Raises TroubleError when it is not there.
    """
    if name is None:
        kept = LocalStack.kept(local_folder())
        # The output is an address that only AWS resolves.
        outputs = {**kept.outputs, "ApiUrl": kept.api_url}
        return Deployed(outputs, kept.client, kept.ascp_url)
    import boto3
    from botocore.exceptions import BotoCoreError, ClientError

    make: Any = boto3.client
    client = cache(make)
    try:
        (stack,) = client("cloudformation").describe_stacks(StackName=name)["Stacks"]
    except (ClientError, BotoCoreError) as error:
        raise TroubleError(
            f"The stack {name} cannot be read: {error}", do="Check the name and your credentials."
        ) from error
    parameters = {one["ParameterKey"]: one["ParameterValue"] for one in stack["Parameters"]}
    outputs = {one["OutputKey"]: one["OutputValue"] for one in stack["Outputs"]}
    return Deployed(outputs, client, parameters["AscpBaseUrl"])
