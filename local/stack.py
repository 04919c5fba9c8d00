"""The whole local stack: MiniStack, the ASCP stand-in and the deployed template.

    with LocalStack.start(folder=tmp_path, participants=sample.participants) as stack:
        stack.client("s3").put_object(Bucket=stack.outputs["IntakeBucketName"], ...)

Leaving the block ends every process that was started. `make up` calls `keep` instead, which writes `stack.json`.
"""

import json
import os
import shutil
from collections.abc import Mapping, Sequence
from functools import cache
from pathlib import Path
from typing import Any, Self

import urllib3

from local import ministack, portal, signing, standin, users
from local.api import Api, open_api
from local.deploy import client, deploy, set_variables
from local.places import REGION
from local.processes import Register, free_port, own_port
from local.progress import Step, silent
from local.troubles import TroubleError
from local.users import User

# The forwarder's waits with our own stand-in, in seconds: short, so that a person or a test sees a retry happen. Put in
# after the deploy, since the template rightly refuses a `SettleSeconds` that only suits a partner who judges at once.
_WAITS = {"RETRY_BASE_SECONDS": "2", "RETRY_MAX_SECONDS": "20", "SETTLE_SECONDS": "2"}
_MAIL = {"MailFrom": "laurel@example.org", "MailIdentity": "example.org"}
# Files wait for `make night`, until `up` lets them be taken as they arrive. MiniStack on a busy machine is slower than
# AWS.
_PARAMETERS = {
    "ScheduleState": "DISABLED",
    "IntakeOnArrival": "no",
    "ContactEmail": "education@example.org",
    "AwsReadSeconds": "20",
    **_MAIL,
}


class LocalStack:
    """A stack that runs. `outputs` are the stack's outputs, `ascp_url` is where it delivers.

    `api_url` is the API's own address, `portal_url` the portal's, which has the API under `/v1/` too; `users` can
    sign in. `with_sample` says whether the sample activities and files were put in, `own_ascp` whether it delivers to a
    sandbox that was here before.
    """

    def __init__(
        self,
        folder: Path,
        endpoint_url: str,
        ascp_url: str,
        outputs: Mapping[str, str],
        *,
        api_url: str = "",
        portal_url: str = "",
        users: Sequence[User] = (),
        with_sample: bool = False,
        own_ascp: bool = False,
    ) -> None:
        self.folder = folder
        self.endpoint_url = endpoint_url
        self.ascp_url = ascp_url
        self.outputs = outputs
        self.api_url = api_url
        self.portal_url = portal_url
        self.users = tuple(users)
        self.with_sample = with_sample
        self.own_ascp = own_ascp
        self.client = cache(self._client)

    @classmethod
    def start(
        cls,
        *,
        folder: Path,
        participants: Path | None = None,
        ascp_base_url: str | None = None,
        parameters: Mapping[str, str] | None = None,
        portal_port: int | None = None,
        step: Step = silent,
    ) -> Self:
        """Start everything in `folder`; when anything fails, end what was started and raise TroubleError.

        `portal_port` is the portal's port, any free one when None. `step` hears what begins.

        `participants` is the CSV of the people whom the stand-in knows. With `ascp_base_url` the stack delivers there
        and starts no stand-in; client id and secret come from ASCP_CLIENT_ID and ASCP_CLIENT_SECRET, and the waits are
        those of the template. With the stand-in they are short. `parameters` are values for the template.
        """
        register = Register(folder)
        _make_room(folder, register)
        try:
            port = own_port(portal_port) if portal_port else free_port()
            step("Starting MiniStack, the AWS on this computer")
            endpoint_url = ministack.start(folder, register)
            step("Starting the ASCP stand-in" if not ascp_base_url else f"Delivering to {ascp_base_url}")
            ascp_url = (ascp_base_url or standin.start(folder, register, participants)).rstrip("/")
            addresses = {"AscpBaseUrl": ascp_url, "PortalOrigin": f"http://127.0.0.1:{port}"}
            given = {**addresses, **_PARAMETERS, **(parameters or {})}
            outputs = deploy(endpoint_url, given, folder / "logs", step)
            step("Starting the portal, making accounts")
            own_ascp = ascp_base_url is not None
            stack = cls(folder, endpoint_url, ascp_url, outputs, own_ascp=own_ascp)
            stack.api_url = open_api(stack.client, endpoint_url)
            if not own_ascp:
                set_variables(stack.client, outputs["ForwardAscpFunctionName"], _WAITS)
            signing.install(stack.client, outputs, signing.make(stack.client, outputs, "self_made", "Example Society"))
            stack.client("sesv2").create_email_identity(EmailIdentity=_MAIL["MailIdentity"])
            stack.portal_url = portal.start(folder, register, stack.portal_settings(port))
            stack.users = users.create_sample(stack.client, outputs["UserPoolId"], outputs["AccountClientId"])
            stack.client("secretsmanager").put_secret_value(
                SecretId=outputs["AscpSecretArn"], SecretString=json.dumps(_credentials(own=own_ascp))
            )
        except BaseException:
            register.end_all()
            raise
        return stack

    def __enter__(self) -> Self:
        return self

    def __exit__(self, *_: object) -> None:
        self.close()

    def close(self) -> None:
        """End every process of this stack."""
        Register(self.folder).end_all()

    def keep(self) -> Path:
        """Leave the stack running: write `stack.json` for programs that want to use it."""
        file = self.folder / "stack.json"
        told: dict[str, Any] = {
            "endpoint_url": self.endpoint_url,
            "region": REGION,
            "outputs": dict(self.outputs),
            "api_url": self.api_url,
            "portal_url": self.portal_url,
            "ascp_url": self.ascp_url,
            "users": [user.told() for user in self.users],
            "with_sample": self.with_sample,
            "own_ascp": self.own_ascp,
        }
        file.write_text(json.dumps(told, indent=2) + "\n", encoding="utf-8")
        return file

    @classmethod
    def kept(cls, folder: Path) -> Self:
        """The stack that `make up` left running in `folder`. Raises TroubleError when there is none."""
        file = folder / "stack.json"
        if not file.exists() or not Register(folder).running():
            raise TroubleError("The local stack is not up.", do="Run `make up` first.")
        told: dict[str, Any] = json.loads(file.read_text(encoding="utf-8"))
        return cls(
            folder,
            told["endpoint_url"],
            told["ascp_url"],
            told["outputs"],
            api_url=told["api_url"],
            portal_url=told["portal_url"],
            users=[User(**{**one, "groups": tuple(one["groups"])}) for one in told["users"]],
            with_sample=told.get("with_sample", False),
            own_ascp=told.get("own_ascp", False),
        )

    def portal_settings(self, port: int) -> portal.Settings:
        """What the portal on `port` needs to know of this stack."""
        return portal.Settings(
            port=port,
            sign_in_port=free_port(),
            endpoint_url=self.endpoint_url,
            api_url=self.api_url,
            user_pool_id=self.outputs["UserPoolId"],
            user_pool_client_id=self.outputs["UserPoolClientId"],
            account_client_id=self.outputs["AccountClientId"],
            contact=self.outputs["ContactEmail"],
            mail_code_client_id=self.outputs["MailCodeClientId"],
        )

    def _client(self, service: str) -> Any:
        return client(self.endpoint_url, service)

    def api(self, email: str | None = None) -> Api:
        """The API: as nobody, or signed in as the user with this address."""
        if email is None:
            return Api(self.api_url)
        user = next(user for user in self.users if user.email == email)
        return Api(self.api_url, users.sign_in(self.client, self.outputs["UserPoolClientId"], user))

    def put(self, key: str, file: Path) -> None:
        """Put a file into the intake bucket."""
        self.client("s3").put_object(Bucket=self.outputs["IntakeBucketName"], Key=key, Body=file.read_bytes())

    def take_files_on_arrival(self, *, switched_on: bool = True) -> None:
        """Let a file that arrives start a run, as `IntakeOnArrival` does; or no longer."""
        events, rule = self.client("events"), self.outputs["FileArrivedRuleName"]
        (events.enable_rule if switched_on else events.disable_rule)(Name=rule)

    def night(self, time: str) -> dict[str, Any]:
        """Run the nightly function for the instant `time` (UTC, with Z); gives its run report.

        Raises TroubleError with the function's own words when it fails.
        """
        answer = self.client("lambda").invoke(
            FunctionName=self.outputs["ReportNightlyFunctionName"], Payload=json.dumps({"time": time}).encode()
        )
        report: dict[str, Any] = json.loads(answer["Payload"].read())
        if "FunctionError" in answer:
            log = self.folder / "logs" / "ministack.log"
            raise TroubleError(f"The nightly run failed: {report.get('errorMessage')}.", do="Read the log.", log=log)
        return report

    def fail(self, rules: Sequence[Mapping[str, object]]) -> None:
        """Tell the stand-in how to fail from now on (local.ascp.faults.Rule); no rules heal it."""
        http = urllib3.PoolManager(retries=False, timeout=10)
        answer = http.request("PUT", f"{self.ascp_url}/control/faults", json=list(rules))
        if answer.status != 200:
            raise ValueError(answer.data.decode())

    def receipts(self) -> dict[str, list[str]]:
        """The stand-in's own books: the receipts of each credit that it accepted, by the credit's id."""
        http = urllib3.PoolManager(retries=False, timeout=30)
        held: dict[str, list[str]] = {}
        for booking in http.request("GET", f"{self.ascp_url}/control/books").json():
            held.setdefault(booking["reference"], []).append(booking["receipt"])
        return held


def _make_room(folder: Path, register: Register) -> None:
    if running := register.running():
        names = " and ".join(f"{started.name} ({started.pid})" for started in running)
        raise TroubleError(f"A local stack runs already: {names}.", do="Run `make down` first.")
    register.end_all()
    for left in ("ministack", "ascp", "logs"):
        shutil.rmtree(folder / left, ignore_errors=True)
    (folder / "stack.json").unlink(missing_ok=True)
    (folder / "logs").mkdir(parents=True)


def _credentials(*, own: bool) -> dict[str, str]:
    from local.ascp.server import LOCAL_CLIENT

    if not own:
        return {"client_id": LOCAL_CLIENT.client_id, "client_secret": LOCAL_CLIENT.client_secret}
    return {
        "client_id": os.environ.get("ASCP_CLIENT_ID", LOCAL_CLIENT.client_id),
        "client_secret": os.environ.get("ASCP_CLIENT_SECRET", LOCAL_CLIENT.client_secret),
    }
