"""The local stack starts whole or not at all."""

import json
from collections import defaultdict
from unittest.mock import Mock

import pytest

from local.processes import Register
from local.stack import LocalStack
from local.troubles import TroubleError
from tests.stores import plain, properties


def test_a_deploy_that_fails_leaves_nothing_running_and_names_its_log(tmp_path):
    """It fails by a wait that could send a credit twice; tests/template reads which others have such a limit."""
    with pytest.raises(TroubleError, match=r"sam deploy failed\. .*deploy\.log") as trouble:
        LocalStack.start(folder=tmp_path, parameters={"SettleSeconds": "299"})
    assert Register(tmp_path).started() == []
    assert not (tmp_path / "stack.json").exists()
    # The end of the log is shown at once.
    said = " ".join(trouble.value.__notes__[0].split())
    assert "SettleSeconds" in said
    assert "would be sent twice" in said


@pytest.fixture
def parts(monkeypatch):
    """The parts of a stack, none of which starts: what they were asked for."""
    asked = Mock()
    asked.deploy.return_value = defaultdict(str, ForwardAscpFunctionName="forward-ascp")
    asked.users.create_sample.return_value = []
    for name in ("ministack", "standin", "portal", "users", "open_api", "deploy", "set_variables", "client", "signing"):
        monkeypatch.setattr(f"local.stack.{name}", getattr(asked, name))
    return asked


def test_somebody_elses_sandbox_gets_the_waits_of_the_cloud(parts, tmp_path, monkeypatch):
    """Our stand-in judges at once. A sandbox may take as long as ASCP, and would be asked too early."""
    monkeypatch.setenv("ASCP_CLIENT_ID", "theirs")
    monkeypatch.setenv("ASCP_CLIENT_SECRET", "secret")
    stack = LocalStack.start(folder=tmp_path, ascp_base_url="http://127.0.0.1:9/")
    given = parts.deploy.call_args.args[1]
    assert (stack.own_ascp, stack.ascp_url, given["AscpBaseUrl"]) == (True, "http://127.0.0.1:9", "http://127.0.0.1:9")
    assert not set(given) & {"RetryBaseSeconds", "RetryMaxSeconds", "LeaseSeconds", "SettleSeconds"}
    parts.standin.start.assert_not_called()
    parts.set_variables.assert_not_called()
    secret = parts.client.return_value.put_secret_value.call_args.kwargs["SecretString"]
    assert json.loads(secret) == {"client_id": "theirs", "client_secret": "secret"}


def test_our_stand_in_gets_short_waits(parts, tmp_path):
    parts.standin.start.return_value = "http://127.0.0.1:7"
    stack = LocalStack.start(folder=tmp_path)
    assert (stack.own_ascp, stack.ascp_url) == (False, "http://127.0.0.1:7")
    [(_, function, waits)] = [call.args for call in parts.set_variables.call_args_list]
    variables = properties("ForwardAscp")["Environment"]["Variables"]
    assert function == "forward-ascp"
    for name, seconds in waits.items():
        assert int(seconds) < int(plain(variables[name])), name


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
