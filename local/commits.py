"""Which commit is deployed, and the name of a release."""

import hashlib
import json
import subprocess

from local.build import fingerprint
from local.places import ROOT
from local.settings import Settings
from local.troubles import TroubleError


def commit_here(*, clean: bool) -> str:
    """The commit of this folder; `-changed` after it when there are changes that it does not have.

    Raises TroubleError where `clean` asks for none of them.
    """
    commit = _git("rev-parse", "HEAD")
    if not _git("status", "--porcelain", "--untracked-files=normal"):
        return commit
    if clean:
        raise TroubleError(
            "This folder has changes that no commit has.", do="Commit them, or put them away with `git stash`."
        )
    return f"{commit}-changed"


def release_of(settings: Settings, commit: str) -> str:
    """The name of a release: a digest of packages, templates and settings, and the commit."""
    everything = [fingerprint(settings.architecture), sorted(settings.parameters.items()), commit]
    return f"{hashlib.sha256(json.dumps(everything).encode()).hexdigest()[:16]}-{commit}"


def commit_of(release: str) -> str:
    """The commit in the name of a release."""
    return release.partition("-")[2]


def _git(*arguments: str) -> str:
    try:
        done = subprocess.run(["git", *arguments], cwd=ROOT, capture_output=True, text=True, check=True)
    except (FileNotFoundError, subprocess.CalledProcessError) as error:
        raise TroubleError("git does not know this folder.", do="Deploy from a clone of the repository.") from error
    return done.stdout.strip()
