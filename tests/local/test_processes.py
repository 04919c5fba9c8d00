"""What is started in the background is ended exactly, and nothing else."""

import json
import subprocess
import sys

import psutil
import pytest

from local.places import ROOT
from local.processes import Register, Started, still_runs
from local.troubles import TroubleError

SLEEPS = [sys.executable, "-c", "import time; time.sleep(600)"]
HAS_A_CHILD = [
    sys.executable,
    "-c",
    f"import subprocess, time; print(subprocess.Popen({SLEEPS!r}).pid, flush=True); time.sleep(600)",
]


@pytest.fixture
def register(tmp_path):
    register = Register(tmp_path)
    yield register
    register.end_all()


def start(register, tmp_path, command=SLEEPS, name="A sleeper") -> Started:
    return register.start(name, command, env={}, log=tmp_path / "logs" / f"{name}.log")


def test_what_was_started_is_ended_once(register, tmp_path):
    first, second = start(register, tmp_path), start(register, tmp_path, name="Another")
    assert register.running() == [first, second]
    assert register.end_all() == [second, first]
    assert first.process() is None
    assert second.process() is None
    assert register.end_all() == []


def test_another_shell_finds_and_ends_it(register, tmp_path):
    started = start(register, tmp_path)
    assert Register(tmp_path).end_all() == [started]


def test_children_are_ended_too(register, tmp_path):
    started = start(register, tmp_path, HAS_A_CHILD)
    log = tmp_path / "logs" / "A sleeper.log"
    while not (child := log.read_text().strip()):
        still_runs(started, log)
    register.end_all()
    assert not psutil.pid_exists(int(child)) or psutil.Process(int(child)).status() == psutil.STATUS_ZOMBIE


def test_a_process_that_only_has_the_same_id_is_left_alone(register, tmp_path):
    started = start(register, tmp_path)
    file = tmp_path / "processes.json"
    records = json.loads(file.read_text())
    records[0]["started_at"] -= 100
    file.write_text(json.dumps(records))
    assert register.end_all() == []
    assert started.process() is not None
    bystander = psutil.Process(started.pid)
    bystander.kill()
    bystander.wait()


def test_a_process_that_has_ended_is_a_trouble_that_names_its_log(register, tmp_path):
    log = tmp_path / "logs" / "Short.log"
    started = start(register, tmp_path, [sys.executable, "-c", "pass"], name="Short")
    with pytest.raises(TroubleError, match=r"Short ended right after its start\. .*Short\.log"):
        while True:
            still_runs(started, log)


def test_down_without_a_stack_says_so(tmp_path):
    command, env = [sys.executable, "-m", "local.down"], {"LAUREL_LOCAL_DIR": str(tmp_path)}
    done = subprocess.run(command, cwd=ROOT, env=env, capture_output=True, text=True)
    assert (done.returncode, done.stdout) == (0, "Nothing was running.\n")
