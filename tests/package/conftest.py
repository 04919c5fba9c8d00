"""The built packages, run as Lambda runs them: the runtime interface emulator starts awslambdaric, which imports `app`.

The path holds the function's package, the layer's and what Lambda's own runtime brings (boto3, awslambdaric): not the
virtual environment, so that a library missing from the layer is missing here too.
"""

import os
import platform
import subprocess
import sys
import time
from collections.abc import Iterator
from contextlib import contextmanager
from importlib import metadata
from pathlib import Path

import pytest
import samcli
import urllib3
from packaging.requirements import Requirement

from local import ministack
from local.build import alone, build, this_machine
from local.deploy import client
from local.places import BUILD
from local.processes import Register, free_port
from tests import stores

EMULATOR = Path(samcli.__file__).parent / "local" / "rapid" / f"aws-lambda-rie-{this_machine()}"


@pytest.fixture(scope="session")
def packages(tmp_path_factory) -> Path:
    """The folder of the built packages, current for this machine."""
    with alone():
        build(this_machine(), tmp_path_factory.mktemp("build") / "build.log")
    return BUILD


@pytest.fixture(scope="session")
def runtime_folder(tmp_path_factory) -> Path:
    """What Lambda's runtime brings along: boto3 and awslambdaric with what they require, linked into one folder."""
    folder = tmp_path_factory.mktemp("runtime")
    wanted, seen = ["boto3", "awslambdaric"], set()
    while wanted:
        name = wanted.pop()
        if name in seen:
            continue
        seen.add(name)
        distribution = metadata.distribution(name)
        for file in distribution.files or []:
            top = file.parts[0]
            if top != ".." and not (folder / top).exists():
                (folder / top).symlink_to(distribution.locate_file(top))
        requirements = map(Requirement, distribution.requires or [])
        wanted += [r.name for r in requirements if r.marker is None or r.marker.evaluate({"extra": ""})]
    return folder


@pytest.fixture(scope="session")
def endpoint_url(tmp_path_factory) -> Iterator[str]:
    """An empty AWS of this test's own."""
    folder = tmp_path_factory.mktemp("aws")
    register = Register(folder)
    try:
        yield ministack.start(folder, register)
    finally:
        register.end_all()


@pytest.fixture(scope="session")
def aws(endpoint_url):
    return lambda service: client(endpoint_url, service)


@pytest.fixture
def run(packages, runtime_folder, tmp_path):
    """Starts a function: `with run("ReportNightly", variables) as invoke: answer = invoke(event)`."""

    @contextmanager
    def start(name: str, variables: dict[str, str]):
        port, log = free_port(), tmp_path / f"{name}.log"
        path = [packages / name, packages / "CommonLayer" / "python", runtime_folder]
        environment = {
            "PATH": os.defpath,
            "HOME": str(tmp_path),
            "PYTHONPATH": os.pathsep.join(map(str, path)),
            "LAMBDA_TASK_ROOT": str(packages / name),
            "AWS_LAMBDA_FUNCTION_NAME": name,
            "AWS_LAMBDA_FUNCTION_TIMEOUT": "60",
            **{key: value for key, value in variables.items() if key.startswith("AWS_")},
            **_variables_of(name, variables),
        }
        # -S leaves out site-packages, -B writes no bytecode into the package.
        python = [sys._base_executable, "-S", "-B", "-m", "awslambdaric", "app.handler"]
        addresses = ["--runtime-interface-emulator-address", f"127.0.0.1:{port}"]
        addresses += ["--runtime-api-address", f"127.0.0.1:{free_port()}"]
        with log.open("wb") as output:
            emulator = subprocess.Popen(
                [EMULATOR, *addresses, *python], cwd=packages / name, env=environment, stdout=output, stderr=output
            )
        try:
            yield lambda event: _invoke(port, event, log)
        finally:
            emulator.terminate()
            emulator.wait(timeout=10)

    return start


def _variables_of(name: str, values: dict[str, str]) -> dict[str, str]:
    """The variables that the template gives the function: from `values`, or else as the template's parameters say."""
    template = stores.template()
    parts = (template["Globals"]["Function"], stores.properties(name))
    named = {key: value for part in parts for key, value in part["Environment"]["Variables"].items()}
    defaults = {key: str(one["Default"]) for key, one in template["Parameters"].items() if "Default" in one}
    return {
        key: values[key] if key in values else defaults[value["Ref"]] if isinstance(value, dict) else str(value)
        for key, value in named.items()
    }


def _invoke(port: int, event: dict, log: Path) -> dict:
    http = urllib3.PoolManager(timeout=70)
    url = f"http://127.0.0.1:{port}/2015-03-31/functions/function/invocations"
    for _ in range(100):
        try:
            answer = http.request("POST", url, json=event, retries=False).json()
        except urllib3.exceptions.NewConnectionError:
            time.sleep(0.1)
            continue
        assert "errorMessage" not in (answer or {}), f"{answer}\n{log.read_text(errors='replace')}"
        return answer
    raise AssertionError(f"{platform.machine()}: the emulator does not listen\n{log.read_text(errors='replace')}")
