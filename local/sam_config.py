"""The way from `sam local invoke` to the stack of `make up`, where sam finds it without flags.

sam reads samconfig.toml before samconfig.yaml. `make up` writes the first: what the second says, this machine's
processor, and a file with the environment of each function. `make down` removes it. A container does not reach the
loopback of this machine. With Docker on Linux a relay listens at the address of Docker's bridge; elsewhere Docker has a
name for this machine.
"""

import json
import platform
import shutil
import socket
import subprocess
import sys
from collections.abc import Mapping
from pathlib import Path
from typing import TYPE_CHECKING, Any
from urllib.parse import urlsplit

import psutil
import yaml

from local.build import this_machine
from local.places import ROOT, environment
from local.processes import Register

if TYPE_CHECKING:
    from local.stack import LocalStack

FILE = ROOT / "samconfig.toml"
_FIRST_LINE = "# `make up` wrote this, and `make down` removes it. Change samconfig.yaml instead."
_KEPT = ROOT / "samconfig.yaml"
_RELAY = "The relay of sam local"
_LOOPBACK = {"127.0.0.1", "localhost"}
_DOCKERS_NAME = "host.docker.internal"
_USUAL_BRIDGE = "172.17.0.1"

# Logical id in the template, output that names the deployed function, event.
FUNCTIONS = (
    ("ReportNightly", "ReportNightlyFunctionName", "events/report_nightly.json"),
    ("ForwardAscp", "ForwardAscpFunctionName", "events/forward_ascp.json"),
    ("MatchArrivals", "MatchArrivalsFunctionName", "events/match_arrivals.json"),
    ("ReconcileAscp", "ReconcileAscpFunctionName", "events/reconcile_ascp.json"),
    ("ClaimApi", "ClaimApiFunctionName", "events/claim_api.json"),
    ("CertificatePdf", "CertificatePdfFunctionName", "events/certificate_pdf.json"),  # prints a preview
    ("CertificatePdf", "CertificatePdfFunctionName", "events/certificate_check.json"),
    ("AuthorizeClients", "AuthorizeClientsFunctionName", "events/authorize_clients.json"),
    ("ExportData", "ExportDataFunctionName", "events/export_data.json"),
    ("GuardAccounts", "GuardAccountsFunctionName", "events/guard_accounts.json"),
)


def prepare(stack: "LocalStack", file: Path = FILE) -> None:
    """Write sam's configuration for this stack, and start the relay where a container needs one."""
    host, is_here = this_machine_in_containers()
    variables = stack.folder / "sam-local-variables.json"
    variables.write_text(json.dumps(variables_of(stack, host), indent=2), encoding="utf-8")
    kept = yaml.safe_load(_KEPT.read_text(encoding="utf-8"))
    file.write_text(configuration(kept, variables), encoding="utf-8")
    register = Register(stack.folder)
    if is_here and _RELAY not in {one.name for one in register.running()}:
        command = [sys.executable, "-m", "local.relay", host, *map(str, sorted(ports_of(stack)))]
        register.start(_RELAY, command, env=environment(), log=stack.folder / "logs" / "relay.log")


def remove(file: Path = FILE) -> None:
    """Remove the configuration that `prepare` wrote, and no other one."""
    if file.exists() and file.read_text(encoding="utf-8").startswith(_FIRST_LINE):
        file.unlink()


def configuration(kept: Mapping[str, Any], variables: Path) -> str:
    """samconfig.toml: what samconfig.yaml says, for this machine's processor and the stack with these variables."""
    tables = {f"default.{name}.parameters": dict(one["parameters"]) for name, one in kept["default"].items()}
    processor = {"parameter_overrides": f"Architecture={this_machine()}"}
    tables["default.build.parameters"] |= processor
    tables["default.local_invoke.parameters"] = {**processor, "env_vars": str(variables)}
    lines = [_FIRST_LINE, f"version = {kept['version']}"]
    for name, values in tables.items():
        # A text, a number or a yes is written alike in JSON and in TOML.
        lines += ["", f"[{name}]", *(f"{key} = {json.dumps(value)}" for key, value in values.items())]
    return "\n".join([*lines, ""])


def variables_of(stack: "LocalStack", host: str) -> dict[str, dict[str, str]]:
    """Each function's environment as it was deployed, as `--env-vars` takes it; the loopback is `host`."""
    functions = stack.client("lambda")
    return {
        name: {
            variable: _over(host, value)
            for variable, value in functions.get_function_configuration(FunctionName=stack.outputs[output])[
                "Environment"
            ]["Variables"].items()
        }
        for name, output, _ in FUNCTIONS
    }


def ports_of(stack: "LocalStack") -> set[int]:
    """The ports of this machine's loopback that functions call."""
    called = (urlsplit(url) for url in (stack.endpoint_url, stack.ascp_url))
    return {url.port for url in called if url.hostname in _LOOPBACK and url.port}


def this_machine_in_containers() -> tuple[str, bool]:
    """How a container names this machine, and whether that is an address at which a program can listen here."""
    bridge = docker("network", "inspect", "bridge", "--format", '{{index .Options "com.docker.network.bridge.name"}}')
    if bridge is None:
        # No Docker now. This is how it will be found when it runs.
        return (_USUAL_BRIDGE if platform.system() == "Linux" else _DOCKERS_NAME), False
    for address in psutil.net_if_addrs().get(bridge, []):
        if address.family is socket.AF_INET:
            return address.address, True
    return _DOCKERS_NAME, False  # Docker runs in a machine of its own, which passes calls on to this one's loopback.


def docker(*arguments: str) -> str | None:
    """What a docker command prints; None when it fails, or does not answer."""
    if shutil.which("docker") is None:
        return None
    try:
        done = subprocess.run(["docker", *arguments], capture_output=True, text=True, check=False, timeout=10)
    except subprocess.TimeoutExpired:
        return None
    return None if done.returncode else done.stdout.strip()


def _over(host: str, value: str) -> str:
    for name in _LOOPBACK:
        value = value.replace(f"http://{name}:", f"http://{host}:")
    return value
