"""`make sam-local`: run each function in Lambda's own image, with real events, against the stack of `make up`.

The same as `sam build` and `sam local invoke` by hand, for all functions, with what `local/sam_config.py` writes.
"""

import argparse
import subprocess
import sys
from pathlib import Path

from local.build import alone, build, this_machine
from local.places import BUILD, ROOT, environment, local_folder
from local.sam_config import FUNCTIONS, docker, prepare
from local.stack import LocalStack
from local.troubles import TroubleError, told

_IMAGE = f"public.ecr.aws/lambda/python:3.13-{this_machine()}"


def main() -> None:
    """Invoke each function once, or that of one event. Raises TroubleError when Docker is missing or one fails."""
    parser = argparse.ArgumentParser(prog="python -m local.sam_local", description="Run functions in Lambda's image.")
    parser.add_argument("--event", default="", help="only this one, such as events/claim_api.json")
    functions = chosen(parser.parse_args().event)
    if docker("info") is None:
        raise TroubleError(
            "sam local needs Docker, which does not run here.", do="Install or start Docker, then try again."
        )
    stack = LocalStack.kept(local_folder())
    with alone():
        build(this_machine(), stack.folder / "logs" / "build.log")
    config = stack.folder / "samconfig.toml"
    prepare(stack, config)
    command = ["sam", "local", "invoke", "--template-file", str(BUILD / "template.yaml"), "--config-file", str(config)]
    if docker("image", "inspect", _IMAGE) is not None:
        command.append("--skip-pull-image")
    for name, _, event in functions:
        print(f"\n== {name} with {event}", flush=True)
        _invoke([*command, "--event", event, name], name)


def chosen(event: str) -> tuple[tuple[str, str, str], ...]:
    """The functions whose event is `event`, a path or a file's name; all of them for none.

    Raises TroubleError for an event that is not there.
    """
    wanted = Path(event).name
    found = tuple(one for one in FUNCTIONS if not event or Path(one[2]).name == wanted)
    if not found:
        names = ", ".join(sorted(one[2] for one in FUNCTIONS))
        raise TroubleError(f"{event} is no event of a function.", do=f"Use one of {names}.")
    return found


def _invoke(command: list[str], name: str) -> None:
    done = subprocess.run(command, cwd=ROOT, env=environment(), stdout=subprocess.PIPE, text=True, check=False)
    print(done.stdout.strip())
    if done.returncode or '"errorMessage"' in done.stdout:
        raise TroubleError(f"{name} failed under sam local.", do="Fix what it says above.")


if __name__ == "__main__":
    sys.exit(told(main))
