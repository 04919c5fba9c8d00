"""`make up`: start the local stack and leave it running."""

import os
import sys
import time
from datetime import UTC, datetime
from pathlib import Path

from local.catalogue import put_catalogue
from local.places import ROOT, local_folder
from local.sample import Sample, generate
from local.stack import LocalStack
from local.troubles import TroubleError, told
from local.users import LEARNERS, STAFF


def main() -> None:
    """Start, put the sample data in, say what can be done next. Reads SAMPLE, ASCP_BASE_URL and LAUREL_LOCAL_DIR."""
    began = time.monotonic()
    folder = local_folder()
    sample = _sample(folder)
    print("Starting Laurel on this machine: MiniStack, the ASCP stand-in, sam build, sam deploy ...", flush=True)
    stack = LocalStack.start(
        folder=folder,
        participants=sample.participants if sample else None,
        ascp_base_url=os.environ.get("ASCP_BASE_URL"),
    )
    try:
        if sample:
            put_first_day(stack, sample)
            put_catalogue(stack.api(STAFF), datetime.now(UTC).date())
        file = stack.keep()
    except BaseException:
        stack.close()
        raise
    print(_next_steps(stack, file, with_sample=sample is not None, own_ascp=bool(os.environ.get("ASCP_BASE_URL"))))
    print(f"\nUp after {time.monotonic() - began:.0f} seconds. `make down` ends it.")


def put_first_day(stack: LocalStack, sample: Sample) -> None:
    """Put the roster and the feeds of the sample's first day into the intake bucket."""
    for file in (sample.roster, *sample.feeds.values()):
        stack.put(str(file.relative_to(sample.out)), file)


def _sample(folder: Path) -> Sample | None:
    wanted = os.environ.get("SAMPLE", "default")
    if wanted not in {"default", "none"}:
        raise TroubleError(f"SAMPLE={wanted} is not known.", do="Use SAMPLE=none, or leave it out.")
    return generate(folder / "sample", today=datetime.now(UTC).date()) if wanted == "default" else None


def _next_steps(stack: LocalStack, file: Path, *, with_sample: bool, own_ascp: bool) -> str:
    outputs = stack.outputs
    aws = (
        f"AWS_ACCESS_KEY_ID=test AWS_SECRET_ACCESS_KEY=test AWS_DEFAULT_REGION=us-east-1"
        f" AWS_ENDPOINT_URL={stack.endpoint_url} aws"
    )
    bucket = outputs["IntakeBucketName"]
    people = "\n".join(
        f"  {user.email:<38} {user.password}   {' and '.join(user.groups) or 'learner'}" for user in stack.users
    )
    learner = next(user for user in stack.users if user.email == LEARNERS[0])
    books = "" if own_ascp else f"\n  See what ASCP has {stack.ascp_url}/control/books"
    filled = "It holds a sample roster and two feeds." if with_sample else "It is empty."
    return f"""
Laurel is up.
  Portal            {stack.portal_url}   (codes that would be mailed: {stack.endpoint_url}/_ministack/ses/messages)
  AWS (MiniStack)   {stack.endpoint_url}   any AWS SDK or tool, with the credentials test / test
  API               {stack.api_url}   (quote it: "...$default" means something to a shell)
  ASCP              {stack.ascp_url}
  Intake bucket     {bucket}   {filled}
  Ledger table      {outputs["LedgerTableName"]}
  For programs      {_shown(file)}
  Logs              {_shown(stack.folder / "logs")}

Who can sign in
{people}

The API with curl
  curl -s '{stack.api_url}/v1/activities?open=true'
  TOKEN=$(curl -s {stack.endpoint_url} -H 'Content-Type: application/x-amz-json-1.1' \\
    -H 'X-Amz-Target: AWSCognitoIdentityProviderService.InitiateAuth' \\
    -d '{{"AuthFlow": "USER_PASSWORD_AUTH", "ClientId": "{outputs["UserPoolClientId"]}",
         "AuthParameters": {{"USERNAME": "{learner.email}", "PASSWORD": "{learner.password}"}}}}' \\
    | python3 -c 'import json, sys; print(json.load(sys.stdin)["AuthenticationResult"]["IdToken"])')
  curl -s '{stack.api_url}/v1/me' -H "Authorization: Bearer $TOKEN"

What to do next
  make night        run the nightly function now and show its run report
  make sam-local    run each function in Lambda's own image (needs Docker)
  Put a file in     {aws} s3 cp FILE s3://{bucket}/feed/PROVIDER/NAME.csv{books}"""


def _shown(path: Path) -> str:
    return str(path.relative_to(ROOT)) if path.is_relative_to(ROOT) else str(path)


if __name__ == "__main__":
    sys.exit(told(main))
