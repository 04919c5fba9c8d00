"""A command that a signal stops still ends what it started."""

import signal
import subprocess
import sys

import psutil
import pytest

from local.places import ROOT
from local.troubles import TroubleError, told

COMMAND = """
import sys, time
from pathlib import Path
from local.processes import Register
from local.troubles import told

def command():
    register = Register(Path(sys.argv[1]))
    started = register.start("A sleeper", ["sleep", "600"], env={"PATH": "/usr/bin:/bin"}, log=Path(sys.argv[1], "log"))
    try:
        print(started.pid, flush=True)
        time.sleep(600)
    finally:
        register.end_all()

sys.exit(told(command))
"""


def _as_from_a_terminal():
    """Tests that run in the background, or under nohup, ignore these signals, and their children would too."""
    for one in (signal.SIGINT, signal.SIGTERM, signal.SIGHUP):
        signal.signal(one, signal.SIG_DFL)


@pytest.mark.parametrize("how", [signal.SIGINT, signal.SIGTERM, signal.SIGHUP])
def test_what_was_started_is_ended_however_the_command_is_stopped(tmp_path, how):
    command = [sys.executable, "-c", COMMAND, str(tmp_path)]
    running = subprocess.Popen(
        command,
        cwd=ROOT,
        stdout=subprocess.PIPE,
        stderr=subprocess.PIPE,
        text=True,
        preexec_fn=_as_from_a_terminal,
    )
    pid = int(running.stdout.readline())
    running.send_signal(how)
    _, said = running.communicate(timeout=60)
    if left := psutil.pid_exists(pid):
        psutil.Process(pid).kill()
    assert not left
    assert (running.returncode, said) == (130, "Stopped.\n")


def test_a_trouble_is_one_line_and_exit_code_1(capsys, monkeypatch):
    monkeypatch.setattr(signal, "signal", lambda *_: None)

    def command():
        raise TroubleError("Docker does not run.", do="Start it.")

    assert told(command) == 1
    assert capsys.readouterr().err == "Docker does not run. Start it.\n"


def test_what_to_do_stands_below_a_list():
    assert str(TroubleError("Two are missing:\n  - one\n  - two", do="Set them.")).splitlines()[-1] == "Set them."
    assert str(TroubleError("One is missing.", do="Set it.")) == "One is missing. Set it."
