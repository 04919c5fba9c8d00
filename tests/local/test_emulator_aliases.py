"""The local double of aliases: a function sees the ARN by which it was called, as on AWS."""

from local.emulator_aliases import _named_as_called

ARN = "arn:aws:lambda:us-east-1:000000000000:function:night"
VERSION = {"config": {"FunctionArn": f"{ARN}:3", "Timeout": 900}}
FUNCTION = {
    "config": {"FunctionArn": ARN, "Timeout": 46},
    "aliases": {"live": {"FunctionVersion": "3"}},
    "versions": {"3": VERSION},
}


def test_a_call_by_the_alias_runs_the_version_and_sees_the_alias():
    record, config = _named_as_called(FUNCTION, "live")
    assert config == {"FunctionArn": f"{ARN}:live", "Timeout": 900}
    assert record["config"] == config
    assert VERSION["config"]["FunctionArn"] == f"{ARN}:3"


def test_other_calls_are_as_they_were():
    assert _named_as_called(FUNCTION, "3") == (VERSION, VERSION["config"])
    assert _named_as_called(FUNCTION, None)[1]["FunctionArn"] == ARN
    assert _named_as_called(None, "live") == (None, None)
    assert _named_as_called(FUNCTION, "other") == (None, None)
