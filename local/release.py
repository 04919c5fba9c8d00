"""`make deploy`: build for the cloud and deploy to AWS as settings/<stage>.toml says, guarded.

Nothing changes without a yes. `sam deploy` shows the change set and asks. It exits with 0 after a yes and after a no,
so we look at the stack afterwards. If only the portal's files changed, we ask here.
"""

import argparse
import json
import os
import subprocess
import sys
from collections.abc import Mapping
from typing import Any

import boto3
from botocore.exceptions import BotoCoreError, ClientError

from laurel.platform.clock import utc_now
from local.build import alone, build
from local.commits import commit_here, commit_of, release_of
from local.deployed import Deployed
from local.index_changes import index_refusal
from local.places import BUILD, ROOT
from local.portal_files import config_file, differences, portal_files, publish
from local.readiness import unready
from local.rollback import read, runs_instead
from local.settings import STAGES, Settings, missing_nights, missing_settings, read_settings
from local.template import parse_template, read_template
from local.troubles import TroubleError, told

_COMPLETE = frozenset({"CREATE_COMPLETE", "UPDATE_COMPLETE", "IMPORT_COMPLETE"})
# A stack that was never there whole: CloudFormation can only delete it.
_NEVER_MADE = frozenset({"ROLLBACK_COMPLETE", "ROLLBACK_FAILED", "CREATE_FAILED", "DELETE_FAILED"})
# An update that was taken back: the stack is whole, as it was before.
_TAKEN_BACK = frozenset({"UPDATE_ROLLBACK_COMPLETE", "IMPORT_ROLLBACK_COMPLETE"})
# What a change set for a stack that is not there yet leaves until it is executed.
_ONLY_PLANNED = "REVIEW_IN_PROGRESS"
_OUTPUTS = (
    "PortalUrl",
    "PortalBucketName",
    "PortalDomainName",
    "UserPoolId",
    "UserPoolClientId",
    "AccountClientId",
    "ContactEmail",
)


def main() -> None:
    """Check settings and account, build, and let `sam deploy` show the change set and ask."""
    parser = argparse.ArgumentParser(prog="python -m local.release", description="Deploy to AWS.")
    parser.add_argument("--stage", choices=STAGES, required=True)
    parser.add_argument("--yes", action="store_true", help="ask nothing, for a pipeline")
    given = parser.parse_args()
    text = (ROOT / "settings" / f"{given.stage}.toml").read_text(encoding="utf-8")
    settings = read_settings(text, given.stage, read_template()["Parameters"])
    commit = commit_here(clean=given.stage == "prod")
    print(
        f"Stage {given.stage}: account {_account(settings.region)}, region {settings.region}, commit {commit}.",
        flush=True,
    )
    for line in (*missing_settings(settings.parameters), *missing_nights(settings.parameters, utc_now())):
        print(f"Note: {line}", flush=True)
    _refuse_unready(settings)
    release = Release(settings.stack_name, settings.region, ask=not given.yes)
    release.check()
    with alone():
        build(settings.architecture, BUILD.parent / "build.log")
        identity = {"Commit": commit, "Release": release_of(settings, commit)}
        release.deploy(settings, {**settings.parameters, **identity, **release.after_rollback(identity["Release"])})
    release.protect()
    release.publish_portal()


def _refuse_unready(settings: Settings) -> None:
    """Raises TroubleError with all that the account lacks for a stack for real use; in dev it is only said."""
    lacking = unready(settings, boto3.client)
    if lacking and settings.stage == "prod":
        listed = "".join(f"\n  - {one}" for one in lacking)
        raise TroubleError(f"Stage prod cannot be deployed:{listed}", do="docs/deploy.md says how to get each of them.")
    for line in lacking:
        print(f"Note: {line}", flush=True)


class Release:
    """The stack `name` in `region` on its way to what is built here."""

    def __init__(self, name: str, region: str, *, ask: bool = True) -> None:
        self._name = name
        self._ask = ask
        self._region = region
        self._cloudformation: Any = boto3.client("cloudformation", region_name=region)
        self._changed = False

    def check(self) -> None:
        """Raises TroubleError when the stack is in a state in which nothing can be deployed."""
        status = (self._stack() or {}).get("StackStatus", "")
        if status in _NEVER_MADE:
            raise TroubleError(
                f"The stack {self._name} is in {status}: an earlier deploy failed and was rolled back.",
                do=f"Delete it first: {self._deleting()}, then its remains: see docs/runbook.md,"
                ' "After a first deploy that failed".',
            )
        if status.endswith("_IN_PROGRESS") and status != _ONLY_PLANNED:
            raise TroubleError(
                f"The stack {self._name} is in {status}: something else changes it.",
                do="Wait until that has ended, then deploy again.",
            )
        if status.endswith("_FAILED"):
            raise TroubleError(
                f"The stack {self._name} is in {status}: CloudFormation could not roll a change back.",
                do="See its events in the console, and continue the rollback there; then deploy again.",
            )
        if status and status != _ONLY_PLANNED:
            self._check_indexes()

    def _check_indexes(self) -> None:
        found = self._cloudformation.get_template(StackName=self._name, TemplateStage="Processed")["TemplateBody"]
        deployed = found if isinstance(found, dict) else parse_template(found)
        if refusal := index_refusal(deployed, read_template()):
            raise TroubleError(refusal[0], do=refusal[1])

    def after_rollback(self, wanted: str) -> dict[str, str]:
        """The parameters that a deploy of release `wanted` needs because of an earlier `make rollback`.

        Raises TroubleError when the last deploy was of this release already: CloudFormation would find no change, and
        leave the functions as they are.
        """
        stack = self._stack()
        if not stack or stack["StackStatus"] == _ONLY_PLANNED:
            return {}
        parameters = {one["ParameterKey"]: one["ParameterValue"] for one in stack.get("Parameters", [])}
        outputs = {one["OutputKey"]: one["OutputValue"] for one in stack.get("Outputs", [])}
        last = parameters.get("Release", "")
        running = runs_instead(read(Deployed(outputs, self._client, "")), last) if last else ""
        if not running:
            return {}
        if wanted == last:
            raise TroubleError(
                f"The functions run {running} since a rollback, and the last deploy was of this commit already:"
                " another deploy of it would not change them. Nothing was changed.",
                do=f"Go forward to it with `make rollback STACK={self._name} TO={commit_of(wanted)}`, or deploy a"
                " commit that fixes the cause.",
            )
        print(
            f"Note: the functions run {running} since a rollback. CodeDeploy moves an alias only from the version of"
            " the last deploy, so this deploy changes the API and the forwarder at once (GradualRelease=false). The"
            " next one changes them by a tenth first again.",
            flush=True,
        )
        return {"GradualRelease": "false"}

    def _client(self, service: str) -> Any:
        make: Any = boto3.client
        return make(service, region_name=self._region)

    def deploy(self, settings: Settings, parameters: Mapping[str, str]) -> None:
        """Let sam deploy the stack. Raises TroubleError when it failed, or when the answer was no."""
        before, planned = self._stack(), self._planned()
        done = subprocess.run(sam_deploy(settings, parameters, ask=self._ask), cwd=ROOT, check=False)
        after, refused = self._stack(), self._planned() - planned
        if refused or (after and after["StackStatus"] == _ONLY_PLANNED):
            self._forget(refused, after)
            raise TroubleError(
                "Nothing was deployed, and nothing was published.", do="Run it again and answer y to deploy."
            )
        if done.returncode:
            raise TroubleError(
                "sam deploy did not come to its end. Nothing was published.", do=self._after_failure(after)
            )
        if not after or after["StackStatus"] not in _COMPLETE | _TAKEN_BACK:
            status = after["StackStatus"] if after else "not there"
            raise TroubleError(
                f"sam deploy ended, but the stack {self._name} is {status}. Nothing was published.",
                do=self._after_failure(after),
            )
        self._changed = _version(before) != _version(after)

    def protect(self) -> None:
        """Nobody deletes the stack by mistake, and no later deploy replaces or deletes what holds data."""
        policy = (ROOT / "settings" / "stack-policy.json").read_text(encoding="utf-8")
        self._cloudformation.set_stack_policy(StackName=self._name, StackPolicyBody=policy)
        self._cloudformation.update_termination_protection(StackName=self._name, EnableTerminationProtection=True)

    def publish_portal(self) -> None:
        """Put the portal's files and settings into its bucket, and say where it is.

        Where the stack did not change, it asks first. Raises TroubleError when the answer is no.
        """
        outputs = self._outputs()
        sign_in = f"https://cognito-idp.{self._region}.amazonaws.com/"
        config = config_file(outputs, region=self._region, sign_in_url=sign_in)
        files, s3 = [*portal_files(), config], boto3.client("s3", region_name=self._region)
        changed = differences(s3, outputs["PortalBucketName"], files)
        if not changed:
            print(f"The portal has not changed. It is at {outputs['PortalUrl']}.")
            return
        if self._ask and not self._changed and not _is_yes(f"Publish the portal ({_listed(changed)})? [y/N]: "):
            raise TroubleError("The portal was not published.", do="Run it again and answer y to publish it.")
        put, gone = publish(s3, outputs["PortalBucketName"], files)
        print(f"The portal: {put} files put, {gone} taken out. It is at {outputs['PortalUrl']}.")
        print(f"Its host must be an alias (CNAME) of {outputs['PortalDomainName']}: see docs/runbook.md.")

    def _stack(self) -> dict[str, Any] | None:
        try:
            stacks = self._cloudformation.describe_stacks(StackName=self._name)["Stacks"]
        except ClientError as error:
            if error.response["Error"]["Code"] == "ValidationError" and "does not exist" in str(error):
                return None
            raise
        return stacks[0] if stacks else None

    def _planned(self) -> set[str]:
        """The change sets of the stack that wait for being executed."""
        try:
            pages = self._cloudformation.get_paginator("list_change_sets").paginate(StackName=self._name)
            found = [one for page in pages for one in page["Summaries"]]
        except ClientError:
            return set()  # no such stack
        return {one["ChangeSetId"] for one in found if one.get("ExecutionStatus") == "AVAILABLE"}

    def _forget(self, change_sets: set[str], stack: Mapping[str, Any] | None) -> None:
        """After a no: delete the change sets, and a stack that holds nothing but them."""
        for one in change_sets:
            self._cloudformation.delete_change_set(ChangeSetName=one)
        if stack and stack["StackStatus"] == _ONLY_PLANNED:
            self._cloudformation.delete_stack(StackName=self._name)

    def _outputs(self) -> dict[str, str]:
        stack = self._stack() or {}
        outputs = {one["OutputKey"]: one["OutputValue"] for one in stack.get("Outputs", [])}
        if lacking := [name for name in _OUTPUTS if name not in outputs]:
            raise TroubleError(
                f"The stack {self._name} has no output {' and no '.join(lacking)}: it was not deployed whole from this"
                " template. The portal was not published.",
                do="Run it again and answer y to deploy.",
            )
        return outputs

    def _after_failure(self, stack: Mapping[str, Any] | None) -> str:
        if stack and stack["StackStatus"] in _NEVER_MADE:
            return f"See above what failed. Then delete the stack: {self._deleting()}."
        return "See above."

    def _deleting(self) -> str:
        return f"aws cloudformation delete-stack --region {self._region} --stack-name {self._name}"


def sam_deploy(settings: Settings, parameters: Mapping[str, str], *, ask: bool) -> list[str]:
    """The command that deploys.

    Its parameters are a file, JSON that sam reads as YAML: in an argument sam would cut a value at its first space.
    """
    given = BUILD.parent / f"parameters-{settings.stage}.yaml"
    given.parent.mkdir(parents=True, exist_ok=True)
    given.write_text(json.dumps(parameters, indent=2), encoding="utf-8")
    command = ["sam", "deploy", "--template-file", str(BUILD / "template.yaml"), "--stack-name", settings.stack_name]
    command += ["--region", settings.region, "--resolve-s3", "--s3-prefix", settings.stack_name]
    # AUTO_EXPAND lets CloudFormation expand the loops of monitoring.yaml, and sam understands them.
    command += ["--capabilities", "CAPABILITY_IAM", "CAPABILITY_AUTO_EXPAND", "--language-extensions"]
    command += ["--no-fail-on-empty-changeset", "--parameter-overrides", f"file://{given}"]
    command += ["--tags", "project=laurel", f"stage={settings.stage}"]
    return [*command, "--confirm-changeset" if ask else "--no-confirm-changeset"]


def _version(stack: Mapping[str, Any] | None) -> tuple[Any, ...]:
    """What differs once a change set was executed."""
    if stack is None or stack["StackStatus"] == _ONLY_PLANNED:
        return ()
    return stack.get("StackId"), stack["StackStatus"], stack.get("LastUpdatedTime")


def _is_yes(question: str) -> bool:
    try:
        return input(question).strip().lower() in {"y", "yes"}
    except EOFError:
        print()
        return False


def _listed(paths: list[str], most: int = 5) -> str:
    more = f" and {len(paths) - most} more" if len(paths) > most else ""
    return f"{', '.join(paths[:most])}{more}"


def _account(region: str) -> str:
    if os.environ.get("AWS_ENDPOINT_URL"):
        raise TroubleError("AWS_ENDPOINT_URL is set.", do="Unset it: this deploys to AWS itself.")
    try:
        return boto3.client("sts", region_name=region).get_caller_identity()["Account"]
    except (BotoCoreError, ClientError) as error:
        raise TroubleError(
            f"AWS does not know you ({error}).", do="Sign in first, for example with `aws sso login`."
        ) from error


if __name__ == "__main__":
    sys.exit(told(main))
