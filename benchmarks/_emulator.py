"""Functions started as Lambda starts them: the runtime interface emulator of aws-sam-cli runs awslambdaric."""

import compileall
import os
import shutil
import subprocess
import sys
import tempfile
import time
from collections.abc import Iterator, Mapping, Sequence
from contextlib import contextmanager
from importlib import metadata
from pathlib import Path
from py_compile import PycInvalidationMode
from typing import Any

import samcli
import urllib3
from packaging.requirements import Requirement

from local.build import this_machine
from local.processes import free_port
from tests import stores

EMULATOR = Path(samcli.__file__).parent / "local" / "rapid" / f"aws-lambda-rie-{this_machine()}"
# What Lambda's own runtime brings along.
RUNTIME = ("boto3", "awslambdaric")


def libraries(folder: Path, names: Sequence[str]) -> Path:
    """Copies the distributions `names` and all they require into `folder`, with bytecode as in our packages."""
    wanted, seen = list(names), set()
    while wanted:
        name = wanted.pop()
        if name in seen:
            continue
        seen.add(name)
        distribution = metadata.distribution(name)
        for file in distribution.files or []:
            target = folder / file
            if file.parts[0] != ".." and file.suffix != ".pyc":
                target.parent.mkdir(parents=True, exist_ok=True)
                shutil.copyfile(str(distribution.locate_file(file)), target)
        requirements = map(Requirement, distribution.requires or [])
        wanted += [one.name for one in requirements if one.marker is None or one.marker.evaluate({"extra": ""})]
    compile_all(folder)
    return folder


def compile_all(folder: Path) -> None:
    """Bytecode that is never checked against its source, as `local.build` makes it."""
    compileall.compile_dir(folder, quiet=2, invalidation_mode=PycInvalidationMode.UNCHECKED_HASH)


def variables_of(function: str) -> dict[str, str]:
    """The environment of `function` in the template.

    A parameter has its default. Another resource has its name in the template; other URLs lead nowhere.
    """
    parameters, found = stores.template()["Parameters"], {}
    for name, value in stores.properties(function)["Environment"]["Variables"].items():
        named = value.get("Ref") if isinstance(value, dict) else None
        if not isinstance(value, dict) or "Default" in parameters.get(named, {}):
            found[name] = str(stores.plain(value))
        elif name == "PORTAL_URL":
            found[name] = "http://127.0.0.1:9"
        elif name.endswith("_URL"):
            found[name] = "http://127.0.0.1:9/nothing"
        else:
            found[name] = named or "benchmark"
    return found


@contextmanager
def started(path: Sequence[Path], variables: Mapping[str, str]) -> Iterator[str]:
    """Starts the emulator with `app.handler` of the first folder of `path`; the URL of invocations.

    The function itself is only started by the first invocation.
    """
    port = free_port()
    with tempfile.TemporaryDirectory() as home:
        environment = {
            "PATH": os.defpath,
            "HOME": home,
            "PYTHONPATH": os.pathsep.join(map(str, path)),
            "LAMBDA_TASK_ROOT": str(path[0]),
            "AWS_LAMBDA_FUNCTION_NAME": "benchmark",
            "AWS_LAMBDA_FUNCTION_TIMEOUT": "30",
            **variables,
        }
        python = [sys._base_executable, "-S", "-B", "-m", "awslambdaric", "app.handler"]
        addresses = ["--runtime-interface-emulator-address", f"127.0.0.1:{port}"]
        addresses += ["--runtime-api-address", f"127.0.0.1:{free_port()}"]
        emulator = subprocess.Popen(
            [EMULATOR, *addresses, *python],
            cwd=path[0],
            env=environment,
            stdout=subprocess.DEVNULL,
            stderr=subprocess.DEVNULL,
        )
        try:
            _listening(port)
            yield f"http://127.0.0.1:{port}/2015-03-31/functions/function/invocations"
        finally:
            emulator.terminate()
            emulator.wait(timeout=10)


def timed(url: str, event: Any) -> tuple[float, Any]:
    """Invokes the function; milliseconds, and its answer. Raises RuntimeError when it fails."""
    http = urllib3.PoolManager(timeout=60, retries=False)
    began = time.perf_counter()
    answer = http.request("POST", url, json=event).json()
    milliseconds = (time.perf_counter() - began) * 1000
    if answer is None or "errorMessage" in answer:
        raise RuntimeError(str(answer))
    return milliseconds, answer


def _listening(port: int) -> None:
    import socket

    for _ in range(200):
        with socket.socket() as probe:
            if probe.connect_ex(("127.0.0.1", port)) == 0:
                return
        time.sleep(0.02)
    raise RuntimeError("the emulator does not listen")
