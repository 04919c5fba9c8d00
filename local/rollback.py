"""`make rollback`: every function goes back to the release before, and so does the portal.

The alias of each function is moved to the version of that release. Versions carry their release in their description,
and a release that one of the functions does not have is no choice.
"""

import argparse
import io
import re
import subprocess
import sys
import tarfile
import tempfile
from collections.abc import Mapping, Sequence
from dataclasses import dataclass
from pathlib import Path
from typing import Any

from local.commits import commit_of
from local.deployed import Deployed, deployed
from local.places import REGION, ROOT
from local.portal_files import config_file, portal_files, publish
from local.troubles import TroubleError, told
from local.versions import ALIAS, function_of

_RELEASE = re.compile(r"(?:.* )?([0-9a-f]{16}-[0-9a-f]{40}(?:-changed)?)")


@dataclass(frozen=True, slots=True)
class Function:
    """A function: the version that its alias names, the alias's revision, and the version of each release."""

    name: str
    version: int
    revision: str
    releases: Mapping[str, int]

    @property
    def release(self) -> str:
        """The release that runs; empty when its version has none."""
        return next((one for one, version in self.releases.items() if version == self.version), "")


def main() -> None:
    """Show what would run, ask, and move the aliases."""
    parser = argparse.ArgumentParser(prog="python -m local.rollback", description="Go back to an earlier release.")
    parser.add_argument("--stack", required=True)
    parser.add_argument("--to", default="", help="the commit, or its beginning")
    parser.add_argument("--yes", action="store_true", help="ask nothing")
    given = parser.parse_args()
    here = deployed(given.stack)
    refuse_while_changing(here, given.stack)
    functions = read(here)
    target = target_of(functions, given.to)
    print(table(functions, target), flush=True)
    if not given.yes and input(f"Run {commit_of(target)} again? [y/N]: ").strip().lower() not in {"y", "yes"}:
        raise TroubleError("Nothing was changed.", do="Run it again and answer y.")
    # The pages first: those of before know only routes that both releases have.
    print(publish_portal_of(here, commit_of(target)), flush=True)
    move(here, functions, target)
    print(f"{len(functions)} functions run {commit_of(target)}. Check it: make smoke STACK={given.stack}")


def read(here: Deployed) -> list[Function]:
    """The functions of a stack, as its outputs name them."""
    client = here.client("lambda")
    names = sorted(function_of(value) for name, value in here.outputs.items() if name.endswith("FunctionName"))
    return [_function(client, name) for name in names]


def _function(client: Any, name: str) -> Function:
    alias = client.get_alias(FunctionName=name, Name=ALIAS)
    pages = client.get_paginator("list_versions_by_function").paginate(FunctionName=name)
    numbered = [one for page in pages for one in page["Versions"] if one["Version"].isdigit()]
    found = {
        known[1]: int(one["Version"]) for one in numbered if (known := _RELEASE.fullmatch(one.get("Description", "")))
    }
    return Function(name, int(alias["FunctionVersion"]), alias["RevisionId"], found)


def runs_instead(functions: Sequence[Function], deployed_release: str) -> str:
    """The commit that runs although the last deploy brought `deployed_release`; empty when it runs everywhere.

    A stack that is older than releases has none, and nothing is said of it.
    """
    other = {one.release for one in functions} - {deployed_release}
    return " and ".join(sorted(commit_of(one) or "no release" for one in other)) if deployed_release else ""


def target_of(functions: Sequence[Function], to: str) -> str:
    """The release of commit `to`, or the one before the one that runs.

    Raises TroubleError when there is none that every function has.
    """
    first, *others = functions
    common = [one for one in first.releases if all(one in other.releases for other in others)]
    common.sort(key=lambda release: first.releases[release])
    if to:
        wanted = [one for one in common if commit_of(one).startswith(to)]
        if not wanted:
            raise TroubleError(f"No release of {to} is there for every function.", do=_choices(common))
        return wanted[-1]
    if len({one.release for one in functions}) > 1:
        raise TroubleError(
            "The functions run different releases: a rollback was stopped half-way.",
            do=f"Say which with TO. {_choices(common)}",
        )
    before = [one for one in common if first.releases[one] < first.version]
    if not before:
        raise TroubleError("There is no release before the one that runs.", do=_choices(common))
    return before[-1]


def _choices(releases: Sequence[str]) -> str:
    listed = ", ".join(commit_of(one) for one in reversed(releases[-5:]))
    return f"The last releases are {listed}." if listed else "Deploy a commit that works: make deploy."


def table(functions: Sequence[Function], target: str) -> str:
    """Which version each function runs, and which one it will."""
    rows = [f"{one.name}: {one.version} ({one.release or 'no release'}) -> {one.releases[target]}" for one in functions]
    return "\n".join(rows)


def move(here: Deployed, functions: Sequence[Function], target: str) -> None:
    """Move every alias. Nobody else may have moved one since it was read, and no part of the calls goes elsewhere."""
    client = here.client("lambda")
    for one in functions:
        client.update_alias(
            FunctionName=one.name,
            Name=ALIAS,
            FunctionVersion=str(one.releases[target]),
            RoutingConfig={"AdditionalVersionWeights": {}},
            RevisionId=one.revision,
        )


def refuse_while_changing(here: Deployed, stack: str) -> None:
    """Raises TroubleError while CloudFormation changes the stack: it moves the aliases itself."""
    (found,) = here.client("cloudformation").describe_stacks(StackName=stack)["Stacks"]
    if found["StackStatus"].endswith("_IN_PROGRESS"):
        raise TroubleError(
            f"The stack {stack} is in {found['StackStatus']}.",
            do="Wait, or stop the deploy: aws cloudformation cancel-update-stack --stack-name " + stack,
        )


def publish_portal_of(here: Deployed, commit: str) -> str:
    """Publish the portal's files as they were in `commit`; says how many."""
    done = subprocess.run(["git", "archive", commit, "portal"], cwd=ROOT, capture_output=True, check=False)
    if done.returncode:
        return f"The portal stays as it is: this clone does not have the files of {commit}."
    s3 = here.client("s3")
    region = s3.meta.region_name or REGION
    with tempfile.TemporaryDirectory() as folder:
        with tarfile.open(fileobj=io.BytesIO(done.stdout)) as archive:
            archive.extractall(folder, filter="data")
        config = config_file(here.outputs, region=region, sign_in_url=f"https://cognito-idp.{region}.amazonaws.com/")
        files = [*portal_files(Path(folder) / "portal"), config]
        put, gone = publish(s3, here.outputs["PortalBucketName"], files)
    return f"The portal of {commit}: {put} files put, {gone} taken out."


if __name__ == "__main__":
    sys.exit(told(main))
