"""What is said when sam cannot do its work."""

import os

import pytest

from local.build import run_sam
from local.troubles import TroubleError


@pytest.fixture
def say(tmp_path):
    """A `sam` that does what a shell script says, and the environment that finds it first."""

    def make(script: str) -> dict[str, str]:
        sam = tmp_path / "sam"
        sam.write_text(f"#!/bin/sh\n{script}\n")
        sam.chmod(0o755)
        return {"PATH": f"{tmp_path}{os.pathsep}{os.defpath}"}

    return make


def test_a_sam_that_is_not_there_is_a_trouble_and_says_what_to_do(tmp_path):
    with pytest.raises(TroubleError, match="make setup"):
        run_sam(["build"], {"PATH": str(tmp_path / "nowhere")}, tmp_path / "log")


def test_a_sam_that_fails_is_named_with_the_end_of_its_log(tmp_path, say):
    with pytest.raises(TroubleError, match="sam build failed") as trouble:
        run_sam(["build"], say("echo no such layer; exit 3"), tmp_path / "log")
    assert str(tmp_path / "log") in str(trouble.value)
    assert "no such layer" in trouble.value.__notes__[0]


def test_a_sam_that_works_gets_its_arguments_and_keeps_quiet(tmp_path, say, capsys):
    run_sam(["deploy", "--stack-name", "a b"], say('printf "%s|" "$@"'), tmp_path / "log")
    assert (tmp_path / "log").read_text() == "deploy|--stack-name|a b|"
    assert capsys.readouterr() == ("", "")
