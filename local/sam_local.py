"""`make sam-local`: run both functions in Lambda's own image, with real events, against the stack of `make up`."""

import json
import shutil
import subprocess
import sys

from local.build import alone, build, this_machine
from local.places import BUILD, ROOT, environment, local_folder
from local.stack import LocalStack
from local.troubles import TroubleError, told

# Logical id in the template, output that names the deployed function, event.
_FUNCTIONS = (
    ("ReportNightly", "ReportNightlyFunctionName", "events/report_nightly.json"),
    ("ForwardAscp", "ForwardAscpFunctionName", "events/forward_ascp.json"),
)
_IMAGE = f"public.ecr.aws/lambda/python:3.13-{this_machine()}"


def main() -> None:
    """Invoke each function once; raise TroubleError when Docker is missing or a function fails."""
    if (
        shutil.which("docker") is None
        or subprocess.run(["docker", "info"], capture_output=True, check=False).returncode
    ):
        raise TroubleError("sam local needs Docker, which does not run here.", do="Start Docker, then try again.")
    stack = LocalStack.kept(local_folder())
    variables = stack.folder / "sam-local-variables.json"
    variables.write_text(json.dumps(_variables(stack)), encoding="utf-8")
    with alone():
        build(this_machine(), stack.folder / "logs" / "build.log")
    here = subprocess.run(["docker", "image", "inspect", _IMAGE], capture_output=True, check=False).returncode == 0
    command = ["sam", "local", "invoke", "--template-file", str(BUILD / "template.yaml"), "--docker-network", "host"]
    command += ["--env-vars", str(variables), "--parameter-overrides", f"Architecture={this_machine()}"]
    command += ["--skip-pull-image"] if here else []
    for name, _, event in _FUNCTIONS:
        print(f"\n== {name} with {event}", flush=True)
        env = environment(stack.endpoint_url)
        done = subprocess.run([*command, "-e", event, name], cwd=ROOT, env=env, stdout=subprocess.PIPE, check=False)
        answer = done.stdout.decode().strip()
        print(answer)
        if done.returncode or '"errorMessage"' in answer:
            raise TroubleError(f"{name} failed under sam local.", do="Mend what it says above.")


def _variables(stack: LocalStack) -> dict[str, dict[str, str]]:
    """Each function's environment as it was deployed, in the form that `--env-vars` takes."""
    functions = stack.client("lambda")
    return {
        name: functions.get_function_configuration(FunctionName=stack.outputs[output])["Environment"]["Variables"]
        for name, output, _ in _FUNCTIONS
    }


if __name__ == "__main__":
    sys.exit(told(main))
