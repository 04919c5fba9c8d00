"""Where things are, and the environment that the local stack's programs run in."""

import os
from pathlib import Path

ROOT = Path(__file__).resolve().parent.parent
BUILD = ROOT / ".aws-sam" / "build"
REGION = "us-east-1"
STACK_NAME = "laurel"

# MiniStack's root credentials. They open nothing else.
CREDENTIALS = {"AWS_ACCESS_KEY_ID": "test", "AWS_SECRET_ACCESS_KEY": "test"}


def local_folder() -> Path:
    """The folder of the stack that `make up` starts: `.local`, or what LAUREL_LOCAL_DIR says (for a second stack)."""
    return Path(os.environ.get("LAUREL_LOCAL_DIR") or ROOT / ".local").resolve()


def environment(endpoint_url: str = "") -> dict[str, str]:
    """The environment for sam, MiniStack and the stand-in.

    Nothing of the person's own AWS settings is in it: a local command can never reach a real account.
    """
    # Without PYTHONPATH, so that a function finds `laurel` in its layer or not at all.
    kept = {
        name: value
        for name, value in os.environ.items()
        if not name.startswith(("AWS_", "SAM_CLI_")) and name != "PYTHONPATH"
    }
    path = f"{ROOT / '.venv' / 'bin'}{os.pathsep}{kept.get('PATH', os.defpath)}"
    loopback = ",".join(filter(None, [kept.get("NO_PROXY") or kept.get("no_proxy"), "127.0.0.1", "localhost"]))
    own = {
        "PATH": path,
        "NO_PROXY": loopback,
        "no_proxy": loopback,
        "AWS_DEFAULT_REGION": REGION,
        "AWS_CONFIG_FILE": os.devnull,
        "AWS_SHARED_CREDENTIALS_FILE": os.devnull,
        "AWS_EC2_METADATA_DISABLED": "true",
        "SAM_CLI_TELEMETRY": "0",
        "SAM_CLI_POLL_DELAY": "0.2",
        **CREDENTIALS,
    }
    if endpoint_url:
        own["AWS_ENDPOINT_URL"] = endpoint_url
    return kept | own
