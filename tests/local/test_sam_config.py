"""`sam local invoke` finds the stack of `make up` without flags: read here by sam's own reader of its configuration."""

import json
import platform
import socket
import time
import tomllib
from pathlib import Path
from types import SimpleNamespace

import pytest
import yaml
from samcli.cli.types import CfnParameterOverridesType
from samcli.lib.config.samconfig import SamConfig

from local import sam_config
from local.build import this_machine
from local.processes import Register
from tests.stores import ROOT

NAMES = {name: f"arn:aws:lambda:us-east-1:1:function:laurel-{name}:live" for _, name, _ in sam_config.FUNCTIONS}
DEPLOYED = {"AWS_ENDPOINT_URL": "http://127.0.0.1:4566", "TOKEN_URL": "http://localhost:4566/oauth2/token", "A": "b"}


@pytest.fixture
def stack(tmp_path):
    functions = SimpleNamespace(get_function_configuration=lambda **_: {"Environment": {"Variables": DEPLOYED}})
    made = SimpleNamespace(
        folder=tmp_path / "stack",
        endpoint_url="http://127.0.0.1:4566",
        ascp_url="http://127.0.0.1:4567",
        outputs=NAMES,
        client=lambda name: {"lambda": functions}[name],
    )
    made.folder.mkdir()
    yield made
    Register(made.folder).end_all()


@pytest.fixture
def in_containers(monkeypatch):
    def named(host, is_here):
        monkeypatch.setattr(sam_config, "this_machine_in_containers", lambda: (host, is_here))

    return named


def test_sam_reads_it_first_with_this_processor_and_the_functions_environment(stack, in_containers, tmp_path):
    in_containers("host.docker.internal", False)
    (tmp_path / "samconfig.yaml").write_text((ROOT / "samconfig.yaml").read_text(encoding="utf-8"))
    sam_config.prepare(stack, tmp_path / "samconfig.toml")
    assert SamConfig.get_default_file(str(tmp_path)) == "samconfig.toml"
    read = SamConfig(tmp_path, "samconfig.toml")
    build, invoke = (read.get_all(command, "parameters") for command in (["build"], ["local", "invoke"]))
    for given in (build, invoke):
        overrides = CfnParameterOverridesType().convert(given["parameter_overrides"], None, None)
        assert overrides == {"Architecture": this_machine()}
        assert given["language_extensions"] is True
    variables = json.loads(Path(invoke["env_vars"]).read_text(encoding="utf-8"))
    assert set(variables) == {name for name, _, _ in sam_config.FUNCTIONS}
    assert variables["ClaimApi"] == {
        "AWS_ENDPOINT_URL": "http://host.docker.internal:4566",
        "TOKEN_URL": "http://host.docker.internal:4566/oauth2/token",
        "A": "b",
    }
    assert Register(stack.folder).running() == []


def test_what_is_kept_is_a_part_of_it_and_works_alone():
    kept = yaml.safe_load((ROOT / "samconfig.yaml").read_text(encoding="utf-8"))
    written = tomllib.loads(sam_config.configuration(kept, ROOT / "variables.json"))
    for name, one in kept["default"].items():
        assert one["parameters"].items() <= written["default"][name]["parameters"].items()
    alone = SamConfig(ROOT, "samconfig.yaml").get_all(["build"], "parameters")
    assert alone == {"stack_name": "laurel", "language_extensions": True, "cached": True, "parallel": True}


def test_a_relay_runs_where_docker_has_a_bridge_and_only_one(stack, in_containers, tmp_path):
    in_containers("127.0.0.2", True)
    with socket.create_server(("127.0.0.1", 0)) as server:
        stack.endpoint_url = f"http://127.0.0.1:{server.getsockname()[1]}"
        for _ in range(2):
            sam_config.prepare(stack, tmp_path / "samconfig.toml")
        assert [one.name for one in Register(stack.folder).running()] == ["The relay of sam local"]
        server.settimeout(30)
        with answers("127.0.0.2", server.getsockname()[1]):
            server.accept()[0].close()


def answers(address, port):
    """The connection to a program that is about to listen there."""
    for _ in range(300):
        try:
            return socket.create_connection((address, port))
        except ConnectionRefusedError:
            time.sleep(0.1)
    raise AssertionError("nothing listens")


def test_the_configuration_goes_with_the_stack_and_one_of_somebody_else_stays(stack, in_containers, tmp_path):
    in_containers("127.0.0.2", False)
    file = tmp_path / "samconfig.toml"
    sam_config.remove(file)
    sam_config.prepare(stack, file)
    sam_config.remove(file)
    assert not file.exists()
    file.write_text("version = 0.1\n")
    sam_config.remove(file)
    assert file.exists()


@pytest.mark.parametrize(
    ("system", "bridge", "found"),
    [
        ("Linux", None, ("172.17.0.1", False)),
        ("Darwin", None, ("host.docker.internal", False)),
        ("Darwin", "docker0", ("host.docker.internal", False)),
        ("Linux", "lo", ("127.0.0.1", True)),
    ],
)
def test_a_container_finds_this_machine(monkeypatch, system, bridge, found):
    monkeypatch.setattr(platform, "system", lambda: system)
    monkeypatch.setattr(sam_config, "docker", lambda *_: bridge)
    assert sam_config.this_machine_in_containers() == found


def test_the_local_aws_knows_the_key_that_sam_gives_a_function_and_no_other():
    from samcli.local.lambdafn.env_vars import EnvironmentVariables

    from local import emulator

    key = EnvironmentVariables._DEFAULT_AWS_CREDS["key"]
    known = [one for one in (key, "test", "AKIAIOSFODNN7EXAMPLE") if emulator._is_root_or_sam(one)]
    assert known == [key, "test"]


def test_a_docker_that_is_not_there_or_hangs_is_no_docker(monkeypatch):
    monkeypatch.setattr(sam_config.shutil, "which", lambda _: None)
    assert sam_config.docker("info") is None
    monkeypatch.setattr(sam_config.shutil, "which", lambda _: "/usr/bin/docker")

    def hangs(*_, timeout, **__):
        raise sam_config.subprocess.TimeoutExpired("docker", timeout)

    monkeypatch.setattr(sam_config.subprocess, "run", hangs)
    assert sam_config.docker("info") is None
