"""`make up` and `make demo`: what the person at the terminal reads, and what remains after a failure."""

import json
import socket
from types import SimpleNamespace

import pytest
from rich.console import Console

from local import down, sam_config, stories, up
from local.demo import scratch_folder
from local.processes import Register, own_port
from local.progress import shown_steps
from local.sample_catalog import GROUPS, WEBINAR_CODE, activities, badge_ids
from local.stack import LocalStack
from local.troubles import TroubleError, told
from local.users import LEARNERS, PROVIDER_STAFF, STAFF, sample_users

OUTPUTS = {"IntakeBucketName": "intake", "LedgerTableName": "ledger", "UserPoolClientId": "client"}


@pytest.fixture
def running(tmp_path, monkeypatch):
    """A stack that was kept in a folder, as far as `make up` can tell: one process of it runs."""
    monkeypatch.setenv("LAUREL_LOCAL_DIR", str(tmp_path))
    register = Register(tmp_path)
    register.start("MiniStack", ["sleep", "600"], env={"PATH": "/usr/bin:/bin"}, log=tmp_path / "log")
    LocalStack(
        tmp_path,
        "http://127.0.0.1:1",
        "http://127.0.0.1:2",
        OUTPUTS,
        api_url="http://127.0.0.1:3",
        portal_url="http://127.0.0.1:4",
        users=sample_users(),
        with_sample=True,
    ).keep()
    yield tmp_path
    register.end_all()


def test_up_again_says_how_to_use_what_is_up_and_changes_nothing(running, capsys):
    before = (running / "stack.json").read_text()
    assert told(up.main) == 0
    said = capsys.readouterr().out
    for user in json.loads(before)["users"]:
        assert user["password"] in said
    for told_of in ("http://127.0.0.1:4", *badge_ids()[:2], *GROUPS, WEBINAR_CODE, *stories.STORIES.values()):
        assert told_of in said
    assert "nothing was changed" in said
    assert (running / "stack.json").read_text() == before


@pytest.mark.parametrize(("port", "hint"), [("", False), ("4", False), ("8080", True)])
def test_up_again_at_another_port_says_how_to_change_it(running, monkeypatch, capsys, port, hint):
    monkeypatch.setenv("PORT", port)
    assert told(up.main) == 0
    assert ("start it again with PORT=8080" in capsys.readouterr().out) is hint


def test_sam_knows_the_stack_of_this_folder_alone_from_up_to_down(tmp_path, monkeypatch):
    asked = []
    stack = SimpleNamespace(take_files_on_arrival=lambda: None, keep=lambda: None)
    monkeypatch.setattr(up.LocalStack, "start", lambda **_: stack)
    monkeypatch.setattr(sam_config, "prepare", lambda _: asked.append("up"))
    monkeypatch.setattr(sam_config, "remove", lambda: asked.append("down"))
    monkeypatch.setattr("sys.argv", ["down", "--quiet"])
    monkeypatch.setenv("SAMPLE", "none")
    for module in (up, down):
        monkeypatch.setattr(module, "ROOT", tmp_path)
    for folder in (tmp_path / ".local", tmp_path / "of-the-tests"):
        monkeypatch.setenv("LAUREL_LOCAL_DIR", str(folder))
        up._start(folder)
        down.main()
    assert asked == ["up", "down"]


def test_every_sample_user_has_a_story():
    assert set(stories.STORIES) == {*LEARNERS, STAFF, PROVIDER_STAFF} == {user.email for user in sample_users()}


def test_every_way_into_a_sample_activity_is_told(day_one):
    told_of = stories.codes()
    for activity in activities(day_one.today):
        if activity.claim_window.closes_at.date() > day_one.today:
            assert f"/activities/{activity.id}\n" in told_of


def test_without_sample_data_no_code_is_told(running, capsys):
    told_of = json.loads((running / "stack.json").read_text())
    (running / "stack.json").write_text(json.dumps({**told_of, "with_sample": False}))
    assert told(up.main) == 0
    said = capsys.readouterr().out
    assert "It is empty." in said
    assert WEBINAR_CODE not in said


@pytest.mark.parametrize("port", ["web", "0", "65536", "-1", "٨٠٨٠"])
def test_what_is_no_port_is_refused_before_anything_starts(tmp_path, monkeypatch, capsys, port):
    monkeypatch.setenv("LAUREL_LOCAL_DIR", str(tmp_path))
    monkeypatch.setenv("SAMPLE", "none")
    monkeypatch.setenv("PORT", port)
    assert told(up.main) == 1
    assert f"PORT={port} is not a port" in capsys.readouterr().err
    assert not (tmp_path / "processes.json").exists()


def test_a_port_in_use_is_named():
    with socket.socket() as taken:
        taken.bind(("127.0.0.1", 0))
        taken.listen()
        port = taken.getsockname()[1]
        with pytest.raises(TroubleError, match=f"Port {port} cannot be used"):
            own_port(port)
    assert own_port(port) == port


def test_each_step_is_printed_as_it_begins(capsys):
    with shown_steps(Console()) as step:
        step("Starting MiniStack")
        assert "Starting MiniStack" in capsys.readouterr().out
        step("Deploying")
    assert "Deploying" in capsys.readouterr().out


def fail(folder, error):
    logs = folder / "stack" / "logs"
    logs.mkdir(parents=True)
    (logs / "deploy.log").write_text("first\n\nno such resource\n\n\n")
    raise error


def test_a_demo_that_fails_keeps_its_logs_and_shows_their_end(tmp_path, capsys):
    def demo():
        with scratch_folder(tmp_path) as folder:
            log = folder / "stack" / "logs" / "deploy.log"
            fail(folder, TroubleError("sam deploy failed.", do="Its log says why.", log=log))

    assert told(demo) == 1
    said = capsys.readouterr().err
    kept = tmp_path / "demo-logs" / "deploy.log"
    assert "first\nno such resource\n" in said
    assert f"sam deploy failed. Its log says why. Details: {kept}" in said
    assert kept.exists()
    assert [one.name for one in tmp_path.iterdir()] == ["demo-logs"]


def test_a_demo_that_breaks_names_the_folder_of_its_logs(tmp_path):
    with pytest.raises(ValueError, match="broken") as caught, scratch_folder(tmp_path) as folder:
        fail(folder, ValueError("broken"))
    assert caught.value.__notes__ == [f"The logs of this demo are in {tmp_path / 'demo-logs'}."]


@pytest.mark.parametrize("how", [None, KeyboardInterrupt])
def test_a_demo_that_ends_well_or_is_stopped_leaves_nothing(tmp_path, how):
    try:
        with scratch_folder(tmp_path) as folder:
            (folder / "file").touch()
            if how:
                raise how
    except KeyboardInterrupt:
        pass
    assert list(tmp_path.iterdir()) == []
