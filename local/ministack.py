"""MiniStack, the embedded AWS: on the loopback, on a free port, with IAM enforced, all it writes in one folder."""

import sys
import time
from pathlib import Path

import urllib3

from local.places import environment
from local.processes import Register, free_port, still_runs
from local.troubles import TroubleError

_START_SECONDS = 60


def start(folder: Path, register: Register) -> str:
    """Start MiniStack and wait until it answers; gives its endpoint URL.

    Raises TroubleError when it does not answer within a minute.
    """
    port = free_port()
    url = f"http://127.0.0.1:{port}"
    log = folder / "logs" / "ministack.log"
    scratch = folder / "ministack"
    scratch.mkdir(parents=True, exist_ok=True)
    settings = {
        "AUTH": "true",
        "BIND_HOST": "127.0.0.1",
        "GATEWAY_PORT": str(port),
        "IOT_MTLS_ENABLED": "0",
        "LAMBDA_EXECUTOR": "local",
        # As on AWS, there is no token when the function that adds to it fails.
        "MINISTACK_COGNITO_PRETOKEN_STRICT": "1",
        "MINISTACK_REGION": "us-east-1",
        "S3_DATA_DIR": str(scratch / "s3"),
        "STATE_DIR": str(scratch / "state"),
        "TMPDIR": str(scratch),
    }
    started = register.start(
        "MiniStack", [sys.executable, "-m", "local.emulator"], env=environment() | settings, log=log
    )
    http = urllib3.PoolManager(retries=False, timeout=2)
    give_up_at = time.monotonic() + _START_SECONDS
    while time.monotonic() < give_up_at:
        still_runs(started, log)
        try:
            if http.request("GET", f"{url}/_ministack/health").status == 200:
                return url
        except urllib3.exceptions.HTTPError:
            time.sleep(0.1)
    raise TroubleError("MiniStack does not answer.", do="Read its log.", log=log)
