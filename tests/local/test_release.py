"""Nobody deploys the examples, or a value that sam cuts."""

import re
import tomllib
from pathlib import Path

import pytest
from samcli.cli.types import CfnParameterOverridesType

from local.stage_parameters import missing_settings, read_stage, refuse_unready, stage_parameters
from local.troubles import TroubleError
from tests import stores

ROOT = Path(__file__).resolve().parents[2]


def test_an_example_address_is_refused_and_named():
    with pytest.raises(TroubleError, match=r"AscpBaseUrl of stage dev is still the example\. Put the real value"):
        stage_parameters(["Stage=dev", "AscpBaseUrl=https://ascp.example.org"], "dev")


def test_several_examples_are_named_as_several():
    given = ["A=https://a.example.org", "B=b@example.org", "C=https://c.example.org"]
    with pytest.raises(TroubleError, match=r"A, B and C of stage dev are still the examples\. Put the real values"):
        stage_parameters(given, "dev")


def as_sam_reads(overrides):
    return CfnParameterOverridesType().convert(overrides, None, None)


@pytest.mark.parametrize(
    "override",
    [
        'ScheduleExpression="cron(0 4 * * ? *)"',
        "ScheduleExpression=rate(1day)",
        'AscpSecretArn=""',
        "AscpBaseUrl=https://intake.ascp.test/v=1",
        "AscpBaseUrl=https://intake.ascp.test/?a=b&c=d",
    ],
)
def test_a_value_that_passes_is_the_one_that_sam_reads(override):
    assert stage_parameters([override], "dev") == as_sam_reads([override])


@pytest.mark.parametrize(
    "override",
    [
        "ScheduleExpression=cron(0 4 * * ? *)",
        "ScheduleExpression=cron(0\t4 * * ? *)",
        "ScheduleExpression='cron(0 4 * * ? *)'",
        'ScheduleExpression="cron(0 4 * * ? *)',
        'ScheduleExpression="cron(0 4" "* * ? *)"',
        "MailFrom=ce@lab.test ",
        "MailFrom= ce@lab.test",
        "A=1 B=2",
        "VerifyBaseUrl=",
    ],
)
def test_a_value_that_sam_would_cut_or_change_is_refused_with_what_to_write(override):
    name = override.partition("=")[0]
    with pytest.raises(TroubleError, match=f"{name} of stage dev has a value that sam would cut") as refused:
        stage_parameters([override], "dev")
    advised = re.search("inside: '(.*)'\\.$", refused.value.do)
    assert stage_parameters([advised[1]], "dev") == as_sam_reads([advised[1]])


@pytest.mark.parametrize("overrides", ["Stage=dev Architecture=arm64", ["Stage"], ["=dev"], None])
def test_what_is_no_list_of_names_and_values_is_said_in_words(overrides):
    with pytest.raises(TroubleError, match=r"parameter_overrides of stage dev .*samconfig\.toml"):
        stage_parameters(overrides, "dev")


def test_a_table_of_names_and_values_needs_no_quotes():
    given = {"ScheduleExpression": "cron(0 4 * * ? *)", "ForwardConcurrency": 5}
    assert stage_parameters(given, "dev") == as_sam_reads([given]) == {**given, "ForwardConcurrency": "5"}


@pytest.mark.parametrize("stage", ["dev", "prod"])
def test_the_lines_that_are_commented_out_in_samconfig_are_right_once_they_are_not(stage):
    text = re.sub(r"^    # (?=[\"'])", "    ", (ROOT / "samconfig.toml").read_text(), flags=re.MULTILINE)
    overrides = tomllib.loads(text)[stage]["deploy"]["parameters"]["parameter_overrides"]
    real = [override.replace("example.org", "lab.test") for override in overrides]
    assert stage_parameters(real, stage) == as_sam_reads(real)
    assert as_sam_reads(real)["ScheduleExpression"] == "cron(30 3 * * ? *)"
    assert set(as_sam_reads(real)) <= set(stores.template()["Parameters"])


def test_what_a_stack_for_real_use_lacks_is_named():
    assert [line.split()[0] for line in missing_settings({"MailFrom": "ce@lab.test"})] == [
        "PortalCertificateArn",
        "VerifyBaseUrl",
        "AlarmEmail",
        "ReserveConcurrency",
    ]


READY = {
    "Stage": "prod",
    "AscpBaseUrl": "https://intake.ascp.test",
    "PortalOrigin": "https://ce.lab.test",
    "PortalCertificateArn": "arn:aws:acm:us-east-1:111122223333:certificate/1",
    "VerifyBaseUrl": "https://verify.lab.test/v1/verify",
    "MailFrom": "ce@lab.test",
    "MailIdentity": "lab.test",
    "AlarmEmail": "operations@lab.test",
}


def test_a_stage_that_is_ready_is_deployed():
    refuse_unready("prod", READY)
    refuse_unready("dev", {"Stage": "dev", "AscpBaseUrl": "https://intake.ascp.test"})


@pytest.mark.parametrize(
    ("changes", "said"),
    [
        ({"VerifyBaseUrl": ""}, "VerifyBaseUrl is not set"),
        ({"MailIdentity": ""}, "MailIdentity is not set"),
        ({"PortalCertificateArn": ""}, "PortalCertificateArn is not set"),
        ({"AwsEndpointUrl": "http://127.0.0.1:4566"}, "AwsEndpointUrl is set"),
        ({"Stage": "dev"}, "Stage is not prod"),
        ({"AscpBaseUrl": "http://127.0.0.1:9000"}, "AscpBaseUrl does not begin with https"),
        ({"VerifyBaseUrl": "http://verify.lab.test"}, "VerifyBaseUrl does not begin with https"),
    ],
)
def test_a_stage_that_is_not_ready_is_refused_before_anything_changes(changes, said):
    with pytest.raises(TroubleError, match=said):
        refuse_unready("prod", READY | changes)


def test_all_that_is_missing_is_named_at_once():
    with pytest.raises(TroubleError) as refused:
        refuse_unready("prod", {"Stage": "prod", "AscpBaseUrl": "https://intake.ascp.test"})
    for name in ("PortalCertificateArn", "VerifyBaseUrl", "MailFrom", "MailIdentity", "AlarmEmail"):
        assert f"{name} is not set" in refused.value.what


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


CONFIG = """
[dev.global.parameters]
stack_name = "laurel-dev"
region = "us-east-1"
[dev.deploy.parameters]
parameter_overrides = ["Architecture=arm64", "Stage=dev"]
"""


def test_a_stage_is_read():
    found = read_stage(CONFIG, "dev")
    assert (found.stack_name, found.region, found.architecture) == ("laurel-dev", "us-east-1", "arm64")
    assert found.parameters == {"Architecture": "arm64", "Stage": "dev"}


@pytest.mark.parametrize(
    ("text", "said"),
    [
        ("[dev", "samconfig.toml cannot be read"),
        ("", "no stack_name for stage dev"),
        (CONFIG.replace("dev", "prod"), r"no stack_name for stage dev. Put it into \[dev.global.parameters\] there"),
        (CONFIG.replace("region", "zone"), "no region for stage dev"),
        (CONFIG.replace('"us-east-1"', '""'), "region of stage dev is no text"),
        (CONFIG.replace('"laurel-dev"', "3"), "stack_name of stage dev is no text"),
        (CONFIG.replace("parameter_overrides", "overrides"), "no parameter_overrides for stage dev"),
        ("dev = 1", "no stack_name for stage dev"),
        (CONFIG.replace("Architecture", "Processor"), 'Put "Architecture=arm64" into its parameter_overrides'),
        (CONFIG.replace("arm64", "arm"), "Architecture of stage dev is neither arm64 nor x86_64"),
        (
            CONFIG.replace('"Architecture=', '"ParameterKey=Architecture,ParameterValue='),
            "Architecture of stage dev is",
        ),
    ],
)
def test_what_a_stage_lacks_is_said_before_anything_is_built(text, said):
    with pytest.raises(TroubleError, match=said):
        read_stage(text, "dev")
