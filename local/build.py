"""Build the packages: `sam build`, then bytecode into them and symbols out of native libraries.

`sam build` packages no bytecode, and Lambda's file system is read-only, so Python would compile every module at every
cold start. Run as `python -m local.build --architecture arm64`.
"""

import argparse
import fcntl
import hashlib
import platform
import subprocess
import sys
import tempfile
from collections.abc import Iterator, Mapping, Sequence
from contextlib import contextmanager
from pathlib import Path

from local.native_symbols import drop_symbols
from local.places import BUILD, ROOT, environment
from local.troubles import TroubleError, told

_SOURCES = (
    "template.yaml",
    "monitoring.yaml",
    "limits.yaml",
    "samconfig.yaml",
    "functions",
    "layers",
    "local/build.py",
    "local/native_symbols.py",
)
_FINGERPRINT = BUILD / "laurel-fingerprint"


def this_machine() -> str:
    """Lambda's name for the processor of this machine."""
    return "arm64" if platform.machine().lower() in {"arm64", "aarch64"} else "x86_64"


@contextmanager
def alone() -> Iterator[None]:
    """Hold the build folder: builds and deploys of several stacks wait for each other."""
    lock = BUILD.parent / "lock"
    lock.parent.mkdir(parents=True, exist_ok=True)
    with lock.open("w") as held:
        fcntl.flock(held, fcntl.LOCK_EX)
        yield


def build(architecture: str, log: Path) -> bool:
    """Build functions and layer for `architecture` unless what is built is current; says whether it built.

    To be called while `alone()`. Raises TroubleError when `sam build` fails.
    """
    digest = fingerprint(architecture)
    if _FINGERPRINT.exists() and _FINGERPRINT.read_text(encoding="utf-8") == digest:
        return False
    parameters = ["--parameter-overrides", f"Architecture={architecture}"]
    log.parent.mkdir(parents=True, exist_ok=True)
    run_sam(["build", "--cached", "--parallel", *parameters], environment(), log)
    _add_bytecode()
    for library in BUILD.rglob("*.so*"):
        drop_symbols(library)
    _FINGERPRINT.write_text(digest, encoding="utf-8")
    return True


def run_sam(arguments: Sequence[str], env: Mapping[str, str], log: Path) -> None:
    """Run `sam` with `arguments`, what it says in `log`. Raises TroubleError when it fails or is not there."""
    own = {"__SAM_CLI_APP_DIR": str(BUILD.parent / "sam")}
    try:
        with log.open("w", encoding="utf-8") as output, tempfile.TemporaryDirectory(dir=_scratch()) as scratch:
            done = subprocess.run(
                ["sam", *arguments],
                cwd=ROOT,
                env={**env, **own, "TMPDIR": scratch},
                stdout=output,
                stderr=subprocess.STDOUT,
                check=False,
            )
    except FileNotFoundError as error:
        raise TroubleError(
            "sam, the AWS SAM CLI, is not there.", do="Delete the folder .venv and run `make setup`."
        ) from error
    if done.returncode:
        raise TroubleError(f"sam {arguments[0]} failed.", do="Its log says why.", log=log)


def _scratch() -> Path:
    """The folder for sam's temporary files: sam does not delete all of them, and /tmp may be small."""
    BUILD.parent.mkdir(parents=True, exist_ok=True)
    return BUILD.parent


def _add_bytecode() -> None:
    """Compile every package in place; unchecked, since nothing changes a package after it was built."""
    for package, mounted_at in ((BUILD / "CommonLayer" / "python", "/opt/python"), *_functions()):
        (package / "requirements.txt").unlink(missing_ok=True)
        command = [sys.executable, "-m", "compileall", "-q", "-j", "0", "--invalidation-mode", "unchecked-hash"]
        paths = ["-s", str(package), "-p", mounted_at, str(package)]
        if subprocess.run([*command, *paths], stdout=sys.stderr, check=False).returncode:
            raise TroubleError(f"{package} does not compile.", do="Fix what is said above.")


def _functions() -> list[tuple[Path, str]]:
    return [(app.parent, "/var/task") for app in sorted(BUILD.glob("*/app.py"))]


def fingerprint(architecture: str) -> str:
    """A digest of all that the packages for `architecture` are built from, and of the templates."""
    digest = hashlib.sha256(f"{architecture} {platform.python_version()}".encode())
    for source in _SOURCES:
        place = ROOT / source
        files = sorted(place.rglob("*")) if place.is_dir() else [place]
        for file in files:
            if file.is_file() and "__pycache__" not in file.parts:
                digest.update(f"\n{file.relative_to(ROOT)}\n".encode())
                digest.update(hashlib.sha256(file.read_bytes()).digest())
    return digest.hexdigest()


def main() -> None:
    """Build for the processor given on the command line."""
    parser = argparse.ArgumentParser(prog="python -m local.build", description="Build the packages.")
    parser.add_argument("--architecture", choices=["arm64", "x86_64"], default=this_machine())
    architecture = parser.parse_args().architecture
    with alone():
        built = build(architecture, BUILD.parent / "build.log")
    print(f"{'Built' if built else 'Already built'} for {architecture}: {BUILD}")


if __name__ == "__main__":
    sys.exit(told(main))
