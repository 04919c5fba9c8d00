"""`make sam-local`: run each function in Lambda's own image, with real events, against the stack of `make up`.

sam puts a container into Docker's bridge network, from where the loopback of this machine cannot be reached. So what
the functions call is relayed at the bridge's own address while they run.
"""

import argparse
import json
import shutil
import socket
import subprocess
import sys
from pathlib import Path
from urllib.parse import urlsplit

import psutil

from local.build import alone, build, this_machine
from local.places import BUILD, ROOT, environment, local_folder
from local.relay import relay
from local.stack import LocalStack
from local.troubles import TroubleError, told

# Logical id in the template, output that names the deployed function, event.
_FUNCTIONS = (
    ("ReportNightly", "ReportNightlyFunctionName", "events/report_nightly.json"),
    ("ForwardAscp", "ForwardAscpFunctionName", "events/forward_ascp.json"),
    ("MatchArrivals", "MatchArrivalsFunctionName", "events/match_arrivals.json"),
    ("ReconcileAscp", "ReconcileAscpFunctionName", "events/reconcile_ascp.json"),
    ("ClaimApi", "ClaimApiFunctionName", "events/claim_api.json"),
    ("CertificatePdf", "CertificatePdfFunctionName", "events/certificate_pdf.json"),
    ("AuthorizeClients", "AuthorizeClientsFunctionName", "events/authorize_clients.json"),
    ("ExportData", "ExportDataFunctionName", "events/export_data.json"),
    ("GuardAccounts", "GuardAccountsFunctionName", "events/guard_accounts.json"),
)
_IMAGE = f"public.ecr.aws/lambda/python:3.13-{this_machine()}"
_LOOPBACK = {"127.0.0.1", "localhost"}


def main() -> None:
    """Invoke each function once, or that of one event. Raises TroubleError when Docker is missing or one fails."""
    parser = argparse.ArgumentParser(prog="python -m local.sam_local", description="Run functions in Lambda's image.")
    parser.add_argument("--event", default="", help="only this one, such as events/claim_api.json")
    functions = chosen(parser.parse_args().event)
    bridge = _bridge()
    stack = LocalStack.kept(local_folder())
    with alone():
        build(this_machine(), stack.folder / "logs" / "build.log")
    called = (urlsplit(url) for url in (stack.endpoint_url, stack.ascp_url))
    ports = {url.port for url in called if url.hostname in _LOOPBACK and url.port}
    variables = stack.folder / "sam-local-variables.json"
    variables.write_text(json.dumps(_variables(stack, bridge)), encoding="utf-8")
    command = ["sam", "local", "invoke", "--template-file", str(BUILD / "template.yaml"), "--env-vars", str(variables)]
    command += ["--parameter-overrides", f"Architecture={this_machine()}", "--language-extensions"]
    if _docker("image", "inspect", _IMAGE) is not None:
        command.append("--skip-pull-image")
    with relay(bridge, ports):
        for name, _, event in functions:
            print(f"\n== {name} with {event}", flush=True)
            _invoke([*command, "--event", event, name], name)


def chosen(event: str) -> tuple[tuple[str, str, str], ...]:
    """The functions whose event is `event`, a path or a file's name; all of them for none.

    Raises TroubleError for an event that is not there.
    """
    wanted = Path(event).name
    found = tuple(one for one in _FUNCTIONS if not event or Path(one[2]).name == wanted)
    if not found:
        names = ", ".join(sorted(one[2] for one in _FUNCTIONS))
        raise TroubleError(f"{event} is no event of a function.", do=f"Use one of {names}.")
    return found


def _invoke(command: list[str], name: str) -> None:
    done = subprocess.run(command, cwd=ROOT, env=environment(), stdout=subprocess.PIPE, text=True, check=False)
    print(done.stdout.strip())
    if done.returncode or '"errorMessage"' in done.stdout:
        raise TroubleError(f"{name} failed under sam local.", do="Fix what it says above.")


def _bridge() -> str:
    """The address of this machine in Docker's bridge network."""
    if shutil.which("docker") is None:
        raise TroubleError("sam local needs Docker, which is not on the PATH.", do="Install Docker, then try again.")
    name = _docker("network", "inspect", "bridge", "--format", '{{index .Options "com.docker.network.bridge.name"}}')
    if name is None:
        raise TroubleError("sam local needs Docker, which does not run here.", do="Start Docker, then try again.")
    for address in psutil.net_if_addrs().get(name, []):
        if address.family is socket.AF_INET:
            return address.address
    raise TroubleError("Docker's bridge is not a network of this machine.", do="Use Docker Engine on Linux.")


def _docker(*arguments: str) -> str | None:
    """What a docker command prints; None when it fails."""
    done = subprocess.run(["docker", *arguments], capture_output=True, text=True, check=False)
    return None if done.returncode else done.stdout.strip()


def _variables(stack: LocalStack, bridge: str) -> dict[str, dict[str, str]]:
    """Each function's environment as it was deployed, as `--env-vars` takes it; the loopback is the bridge."""
    functions = stack.client("lambda")
    return {
        name: {
            variable: _over(bridge, value)
            for variable, value in functions.get_function_configuration(FunctionName=stack.outputs[output])[
                "Environment"
            ]["Variables"].items()
        }
        for name, output, _ in _FUNCTIONS
    }


def _over(bridge: str, value: str) -> str:
    for name in _LOOPBACK:
        value = value.replace(f"http://{name}:", f"http://{bridge}:")
    return value


if __name__ == "__main__":
    sys.exit(told(main))
