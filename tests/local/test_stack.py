"""The local stack starts whole or not at all."""

import re

import pytest
from ministack.services.cloudformation import language_extensions

from local.deploy import deploy
from local.processes import Register
from local.stack import LocalStack
from local.troubles import TroubleError
from tests.stores import plain, properties, template


def test_a_deploy_that_fails_leaves_nothing_running_and_names_its_log(tmp_path):
    with pytest.raises(TroubleError, match=r"sam deploy failed\. .*deploy\.log") as trouble:
        LocalStack.start(folder=tmp_path, parameters={"NoSuchParameter": "1", "Stage": "Not A Stage"})
    assert Register(tmp_path).started() == []
    assert not (tmp_path / "stack.json").exists()
    # The end of the log is shown at once.
    assert "Stage" in trouble.value.__notes__[0]


@pytest.fixture(scope="module")
def against_a_sandbox(tmp_path_factory):
    """The stack that delivers to somebody else's ASCP; nothing listens there."""
    with LocalStack.start(folder=tmp_path_factory.mktemp("stack"), ascp_base_url="http://127.0.0.1:9/") as stack:
        yield stack


def test_somebody_elses_sandbox_gets_the_waits_of_the_cloud(against_a_sandbox):
    """Our stand-in judges at once. A sandbox may take as long as ASCP, and would be asked too early."""
    name = against_a_sandbox.outputs["ForwardAscpFunctionName"]
    configuration = against_a_sandbox.client("lambda").get_function_configuration(FunctionName=name)
    variables = configuration["Environment"]["Variables"]
    template = properties("ForwardAscp")["Environment"]["Variables"]
    assert variables["ASCP_BASE_URL"] == "http://127.0.0.1:9"
    for wait in ("RETRY_BASE_SECONDS", "RETRY_MAX_SECONDS", "LEASE_SECONDS", "SETTLE_SECONDS"):
        assert int(variables[wait]) == int(plain(template[wait])), wait
    assert not [one for one in Register(against_a_sandbox.folder).running() if "ASCP" in one.name]


def test_the_alarms_of_the_nested_stack_are_there_too(against_a_sandbox):
    """Those on one metric; MiniStack knows no alarms on expressions."""
    found = against_a_sandbox.client("cloudwatch").get_paginator("describe_alarms").paginate().build_full_result()
    names = {re.sub(r"^laurel-Monitoring-.+-(\w+Alarm)-\w+$", r"\1", one["AlarmName"]) for one in found["MetricAlarms"]}
    nested = language_extensions.apply(template("monitoring.yaml"), {})["Resources"]
    assert names == {name for name, one in nested.items() if name.endswith("Alarm") and "Condition" not in one}
    errors = next(one for one in found["MetricAlarms"] if "-ClaimApiErrorsAlarm-" in one["AlarmName"])
    function = against_a_sandbox.outputs["ClaimApiFunctionName"]
    assert errors["Dimensions"] == [{"Name": "FunctionName", "Value": function}]


@pytest.mark.parametrize(
    ("name", "too_short", "why"),
    [("SettleSeconds", "299", "would be sent twice"), ("LeaseSeconds", "119", "may be sending the credit")],
)
def test_waits_that_could_send_a_credit_twice_cannot_be_deployed(against_a_sandbox, tmp_path, name, too_short, why):
    required = {
        "AscpBaseUrl": "http://127.0.0.1:9",
        "PortalOrigin": "http://127.0.0.1:8",
        "ContactEmail": "education@example.org",
    }
    with pytest.raises(TroubleError, match="sam deploy failed") as trouble:
        deploy(against_a_sandbox.endpoint_url, {**required, name: too_short}, tmp_path)
    said = " ".join(trouble.value.__notes__[0].split())
    assert name in said
    assert why in said


def test_a_folder_holds_one_stack_at_a_time(tmp_path):
    register = Register(tmp_path)
    other = register.start("MiniStack", ["sleep", "600"], env={"PATH": "/usr/bin:/bin"}, log=tmp_path / "log")
    try:
        with pytest.raises(TroubleError, match=rf"runs already: MiniStack \({other.pid}\)\. Run `make down` first\."):
            LocalStack.start(folder=tmp_path)
        assert register.running() == [other]
    finally:
        register.end_all()


def test_without_a_stack_there_is_none_to_use(tmp_path):
    (tmp_path / "stack.json").write_text("{}")
    with pytest.raises(TroubleError, match="Run `make up` first"):
        LocalStack.kept(tmp_path)
