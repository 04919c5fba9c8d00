"""The local stack starts whole or not at all."""

import pytest

from local.processes import Register
from local.stack import LocalStack
from local.troubles import TroubleError


def test_a_deploy_that_fails_leaves_nothing_running_and_names_its_log(tmp_path, capfd):
    with pytest.raises(TroubleError, match=r"sam deploy failed\. .*deploy\.log"):
        LocalStack.start(folder=tmp_path, parameters={"NoSuchParameter": "1", "Stage": "Not A Stage"})
    assert Register(tmp_path).started() == []
    assert not (tmp_path / "stack.json").exists()
    # The end of the log is shown at once.
    assert "Stage" in capfd.readouterr().err


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
