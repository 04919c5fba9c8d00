"""`make deploy`: build for the cloud and deploy to AWS as samconfig.toml says, guarded."""

import argparse
import os
import subprocess
import sys
import tomllib

import boto3
from botocore.exceptions import BotoCoreError, ClientError

from local.build import alone, build
from local.places import BUILD, ROOT
from local.portal_files import config_file, portal_files, publish
from local.troubles import TroubleError, told

_STAGES = ("dev", "prod")


def main() -> None:
    """Check settings and account, build, and let `sam deploy` show the change set and ask."""
    parser = argparse.ArgumentParser(prog="python -m local.release", description="Deploy to AWS.")
    parser.add_argument("--stage", choices=_STAGES, required=True)
    stage = parser.parse_args().stage
    config = tomllib.loads((ROOT / "samconfig.toml").read_text(encoding="utf-8"))[stage]
    parameters = stage_parameters(config["deploy"]["parameters"]["parameter_overrides"], stage)
    region = config["global"]["parameters"]["region"]
    print(f"Stage {stage}: account {_account(region)}, region {region}.", flush=True)
    with alone():
        build(parameters["Architecture"], BUILD.parent / "build.log")
        command = ["sam", "deploy", "--config-env", stage, "--config-file", str(ROOT / "samconfig.toml")]
        done = subprocess.run([*command, "--template-file", str(BUILD / "template.yaml")], cwd=ROOT, check=False)
    if done.returncode:
        raise TroubleError("sam deploy did not come to its end.", do="See above.")
    _publish_portal(config["global"]["parameters"]["stack_name"], region)


def _publish_portal(stack_name: str, region: str) -> None:
    """Put the portal's files and settings into its bucket, and say where it is."""
    stack = boto3.client("cloudformation", region_name=region).describe_stacks(StackName=stack_name)["Stacks"][0]
    outputs = {one["OutputKey"]: one["OutputValue"] for one in stack["Outputs"]}
    sign_in = f"https://cognito-idp.{region}.amazonaws.com/"
    config = config_file(outputs, region=region, api_url=outputs["ApiUrl"], sign_in_url=sign_in)
    put, gone = publish(boto3.client("s3", region_name=region), outputs["PortalBucketName"], [*portal_files(), config])
    print(f"The portal: {put} files put, {gone} taken out. It is at {outputs['PortalUrl']}.")
    print(f"Its host must be an alias (CNAME) of {outputs['PortalDomainName']}: see docs/runbook.md.")


def stage_parameters(overrides: list[str], stage: str) -> dict[str, str]:
    """The template parameters of a stage. Raises TroubleError while an address is still the example."""
    parameters = dict(override.split("=", 1) for override in overrides)
    if examples := [name for name, value in parameters.items() if "example.org" in value]:
        names = " and ".join(examples)
        raise TroubleError(
            f"{names} of stage {stage} is still the example.", do="Put the real value in samconfig.toml."
        )
    return parameters


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
