"""Nobody deploys the examples."""

import tomllib
from pathlib import Path

import pytest

from local.release import stage_parameters
from local.troubles import TroubleError
from tests import stores

ROOT = Path(__file__).resolve().parents[2]


def test_an_example_address_is_refused_and_named():
    with pytest.raises(TroubleError, match=r"AscpBaseUrl of stage dev is still the example\. Put the real value"):
        stage_parameters(["Stage=dev", "AscpBaseUrl=https://ascp.example.org"], "dev")


def test_real_values_pass():
    given = ["Architecture=arm64", "AscpBaseUrl=https://intake.ascp.test/v=1"]
    assert stage_parameters(given, "dev") == {"Architecture": "arm64", "AscpBaseUrl": "https://intake.ascp.test/v=1"}


@pytest.mark.parametrize("stage", ["dev", "prod"])
def test_each_stage_gives_what_the_template_asks_for_and_nothing_it_does_not_know(stage):
    config = tomllib.loads((ROOT / "samconfig.toml").read_text())[stage]
    given = {override.split("=")[0] for override in config["deploy"]["parameters"]["parameter_overrides"]}
    parameters = stores.template()["Parameters"]
    asked = {name for name, parameter in parameters.items() if "Default" not in parameter}
    assert asked <= given <= set(parameters)
