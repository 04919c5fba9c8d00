"""`make up`: start the local stack and leave it running; when it runs already, say again how to use it."""

import os
import sys
import time
from datetime import UTC, datetime
from pathlib import Path
from urllib.parse import urlsplit

from rich.console import Console

from local import sam_config, stories
from local.catalog import put_catalog
from local.places import ROOT, local_folder
from local.processes import Register
from local.progress import shown_steps
from local.sample import Sample, generate
from local.stack import LocalStack
from local.troubles import TroubleError, told
from local.users import LEARNERS, STAFF


def main() -> None:
    """Start, put the sample data in, say what can be done next. Reads SAMPLE, PORT, ASCP_BASE_URL, LAUREL_LOCAL_DIR."""
    began = time.monotonic()
    folder = local_folder()
    if (folder / "stack.json").exists() and Register(folder).running():
        stack, port = LocalStack.kept(folder), _port()
        print(_next_steps(stack))
        print("\nThis stack was up already; nothing was changed. `make down` ends it.")
        if port and port != urlsplit(stack.portal_url).port:
            print(f"For the portal at port {port}, end it first, then start it again with PORT={port}.")
        return
    stack = _start(folder)
    print(_next_steps(stack))
    print(f"\nUp after {time.monotonic() - began:.0f} seconds. `make down` ends it.")


def put_first_day(stack: LocalStack, sample: Sample) -> None:
    """Put the roster and the feeds of the sample's first day into the intake bucket."""
    for file in (sample.roster, *sample.feeds.values()):
        stack.put(str(file.relative_to(sample.out)), file)


def _start(folder: Path) -> LocalStack:
    """A new stack in `folder`, with the sample data unless SAMPLE=none."""
    sample = _sample(folder)
    print("Starting Laurel on this computer.", flush=True)
    with shown_steps(Console()) as step:
        stack = LocalStack.start(
            folder=folder,
            participants=sample.participants if sample else None,
            ascp_base_url=os.environ.get("ASCP_BASE_URL"),
            portal_port=_port(),
            step=step,
        )
        try:
            if sample:
                step("Putting the sample roster, feeds and activities in")
                put_first_day(stack, sample)
                put_catalog(stack.api(STAFF), datetime.now(UTC).date())
            # Not before: the sample's files wait for `make night`.
            stack.take_files_on_arrival()
            stack.with_sample = sample is not None
            stack.keep()
            if folder == ROOT / ".local":
                sam_config.prepare(stack)
        except BaseException:
            stack.close()
            raise
    return stack


def _sample(folder: Path) -> Sample | None:
    wanted = os.environ.get("SAMPLE", "default")
    if wanted not in {"default", "none"}:
        raise TroubleError(f"SAMPLE={wanted} is not known.", do="Use SAMPLE=none, or leave it out.")
    return generate(folder / "sample", today=datetime.now(UTC).date()) if wanted == "default" else None


def _port() -> int | None:
    """The port that PORT asks for; None when it asks for none."""
    wanted = os.environ.get("PORT", "")
    if not wanted:
        return None
    if not wanted.isascii() or not wanted.isdecimal() or not 1 <= int(wanted) <= 65535:
        raise TroubleError(f"PORT={wanted} is not a port.", do="Use a number from 1024 to 65535, such as PORT=8080.")
    return int(wanted)


def _next_steps(stack: LocalStack) -> str:
    parts = [_addresses(stack), "Who can sign in\n" + stories.people(stack.users, with_sample=stack.with_sample)]
    if stack.with_sample:
        parts.append("What to claim, and the codes that the portal asks for\n" + stories.codes())
    return "\n\n".join([*parts, _with_curl(stack), _what_next(stack)])


def _addresses(stack: LocalStack) -> str:
    outputs = stack.outputs
    filled = "It holds a sample roster and two feeds." if stack.with_sample else "It is empty."
    return f"""
Laurel is up.
  Portal            {stack.portal_url}   (codes that would be mailed: {stack.endpoint_url}/_ministack/ses/messages)
  AWS (MiniStack)   {stack.endpoint_url}   any AWS SDK or tool, with the credentials test / test
  API               {stack.api_url}   (quote it: "...$default" means something to a shell)
  ASCP              {stack.ascp_url}
  Intake bucket     {outputs["IntakeBucketName"]}   {filled}
  Ledger table      {outputs["LedgerTableName"]}
  For programs      {_shown(stack.folder / "stack.json")}
  Logs              {_shown(stack.folder / "logs")}"""


def _with_curl(stack: LocalStack) -> str:
    learner = next(user for user in stack.users if user.email == LEARNERS[0])
    return f"""The API with curl
  curl -s '{stack.api_url}/v1/activities?open=true'
  TOKEN=$(curl -s {stack.endpoint_url} -H 'Content-Type: application/x-amz-json-1.1' \\
    -H 'X-Amz-Target: AWSCognitoIdentityProviderService.InitiateAuth' \\
    -d '{{"AuthFlow": "USER_PASSWORD_AUTH", "ClientId": "{stack.outputs["UserPoolClientId"]}",
         "AuthParameters": {{"USERNAME": "{learner.email}", "PASSWORD": "{learner.password}"}}}}' \\
    | python3 -c 'import json, sys; print(json.load(sys.stdin)["AuthenticationResult"]["IdToken"])')
  curl -s '{stack.api_url}/v1/me' -H "Authorization: Bearer $TOKEN\""""


def _what_next(stack: LocalStack) -> str:
    aws = (
        f"AWS_ACCESS_KEY_ID=test AWS_SECRET_ACCESS_KEY=test AWS_DEFAULT_REGION=us-east-1"
        f" AWS_ENDPOINT_URL={stack.endpoint_url} aws"
    )
    books = "" if stack.own_ascp else f"\n  See what ASCP has  {stack.ascp_url}/control/books"
    return f"""What to do next
  make night         run the nightly function now and show its run report
  make sam-local     run each function in Lambda's own image (needs Docker), or one of them:
                     sam build && sam local invoke ClaimApi -e events/claim_api.json
  Put a file in      {aws} s3 cp FILE s3://{stack.outputs["IntakeBucketName"]}/feed/PROVIDER/NAME.csv
                     (it is taken within a minute){books}"""


def _shown(path: Path) -> str:
    return str(path.relative_to(ROOT)) if path.is_relative_to(ROOT) else str(path)


if __name__ == "__main__":
    sys.exit(told(main))
