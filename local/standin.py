"""The ASCP stand-in, started as a process of the local stack."""

import sys
import time
from pathlib import Path

from local.places import ROOT, environment
from local.processes import Register, still_runs
from local.troubles import TroubleError

_START_SECONDS = 30
_SAYS = "listening on "


def start(folder: Path, register: Register, participants: Path | None) -> str:
    """Start the stand-in, which then knows the people in the CSV `participants`; gives its URL.

    Raises TroubleError when it does not start.
    """
    log = folder / "logs" / "ascp.log"
    command = [sys.executable, "-u", "-m", "local.ascp", "--port", "0", "--state", str(folder / "ascp")]
    if participants is not None:
        command += ["--participants", str(participants)]
    started = register.start("The ASCP stand-in", command, env=environment() | {"PYTHONPATH": str(ROOT)}, log=log)
    give_up_at = time.monotonic() + _START_SECONDS
    while time.monotonic() < give_up_at:
        for line in log.read_text(encoding="utf-8").splitlines():
            if line.startswith(_SAYS):
                return line.removeprefix(_SAYS).strip()
        still_runs(started, log)
        time.sleep(0.05)
    raise TroubleError("The ASCP stand-in does not start.", do="Read its log.", log=log)
