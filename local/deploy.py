"""Build and deploy the stack into MiniStack with the real tools, and add what MiniStack leaves out."""

import json
from collections.abc import Callable, Mapping
from pathlib import Path
from typing import Any

import boto3
from botocore.config import Config

from local.build import alone, build, run_sam, this_machine
from local.loops import without_loops
from local.places import CREDENTIALS, REGION, STACK_NAME, environment
from local.progress import Step, silent
from local.versions import reconfigure

_ARTIFACTS = "laurel-artifacts"
_CONFIG = Config(retries={"mode": "standard", "total_max_attempts": 4}, connect_timeout=3, read_timeout=910)


def client(endpoint_url: str, service: str) -> Any:
    """A boto3 client of `service` with root credentials on the MiniStack at `endpoint_url`."""
    # Typed by boto3-stubs for literal names only.
    make: Any = boto3.client
    return make(
        service,
        endpoint_url=endpoint_url,
        region_name=REGION,
        aws_access_key_id=CREDENTIALS["AWS_ACCESS_KEY_ID"],
        aws_secret_access_key=CREDENTIALS["AWS_SECRET_ACCESS_KEY"],
        config=_CONFIG,
    )


def deploy(endpoint_url: str, parameters: Mapping[str, str], logs: Path, step: Step = silent) -> dict[str, str]:
    """Build what changed and deploy it with these template parameters; gives the stack's outputs.

    Raises TroubleError when the build or the deploy fails.
    """
    step("Building the functions (sam build; the first time it takes longest)")
    with alone():
        build(this_machine(), logs / "build.log")
        step("Deploying the stack (sam deploy)")
        _sam_deploy(endpoint_url, {**parameters, "AwsEndpointUrl": endpoint_url}, logs / "deploy.log")
    _authorise(endpoint_url)
    _count_concurrency(endpoint_url)
    stack = client(endpoint_url, "cloudformation").describe_stacks(StackName=STACK_NAME)["Stacks"][0]
    return {output["OutputKey"]: output["OutputValue"] for output in stack["Outputs"]}


def set_variables(clients: Callable[[str], Any], function_name: str, variables: Mapping[str, str]) -> None:
    """Give a deployed function further environment variables: for what is known only after the deploy."""
    functions = clients("lambda")
    given = functions.get_function_configuration(FunctionName=function_name)["Environment"]["Variables"]
    reconfigure(functions, function_name, Environment={"Variables": {**given, **variables}})


def _sam_deploy(endpoint_url: str, parameters: Mapping[str, str], log: Path) -> None:
    client(endpoint_url, "s3").create_bucket(Bucket=_ARTIFACTS)
    # In quotes, since sam would end a value at its first space.
    given = [f'{name}="{value}"' for name, value in {**_always(), **parameters}.items()]
    arguments = ["deploy", "--template-file", str(without_loops()), "--stack-name", STACK_NAME]
    arguments += ["--s3-bucket", _ARTIFACTS, "--capabilities", "CAPABILITY_IAM", "CAPABILITY_AUTO_EXPAND"]
    arguments += ["--no-confirm-changeset", "--no-progressbar", "--parameter-overrides", *given]
    run_sam(arguments, environment(endpoint_url), log)


def _always() -> dict[str, str]:
    # MiniStack has no CodeDeploy, so every alias moves at once.
    return {"Stage": "local", "Architecture": this_machine(), "GradualRelease": "false"}


def _authorise(endpoint_url: str) -> None:
    """Let each role do here what it may do on AWS.

    IAM has one action for an SQS action and its batch (`sqs:SendMessage` covers SendMessageBatch); MiniStack asks for
    one more. And to send mail it asks for all identities, since the request does not name one in its path.
    """
    iam = client(endpoint_url, "iam")
    for role in iam.list_roles()["Roles"]:
        granted = []
        for name in iam.list_role_policies(RoleName=role["RoleName"])["PolicyNames"]:
            policy = iam.get_role_policy(RoleName=role["RoleName"], PolicyName=name)["PolicyDocument"]
            granted += [
                one for statement in policy["Statement"] for one in (_batched(statement), _sent(statement)) if one
            ]
        if granted:
            iam.put_role_policy(
                RoleName=role["RoleName"],
                PolicyName="as-on-aws",
                PolicyDocument=json.dumps({"Version": "2012-10-17", "Statement": granted}),
            )


def _actions(statement: Mapping[str, Any]) -> list[str]:
    return statement["Action"] if isinstance(statement["Action"], list) else [statement["Action"]]


def _batched(statement: Mapping[str, Any]) -> dict[str, Any] | None:
    actions = _actions(statement)
    batchable = {"sqs:SendMessage", "sqs:DeleteMessage", "sqs:ChangeMessageVisibility"}
    batched = [f"{action}Batch" for action in actions if action in batchable]
    return {"Effect": "Allow", "Action": batched, "Resource": statement["Resource"]} if batched else None


def _sent(statement: Mapping[str, Any]) -> dict[str, Any] | None:
    is_mail = "ses:SendEmail" in _actions(statement)
    return {**statement, "Sid": "OnAnyIdentity", "Resource": "*"} if is_mail else None


def _count_concurrency(endpoint_url: str) -> None:
    """Give each event source its MaximumConcurrency as a number: a template parameter reaches MiniStack as text."""
    functions = client(endpoint_url, "lambda")
    for mapping in functions.list_event_source_mappings()["EventSourceMappings"]:
        limit = mapping.get("ScalingConfig", {}).get("MaximumConcurrency")
        if limit is not None:
            functions.update_event_source_mapping(
                UUID=mapping["UUID"], ScalingConfig={"MaximumConcurrency": int(limit)}
            )
