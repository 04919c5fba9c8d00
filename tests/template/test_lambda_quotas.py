"""Lambda's quotas, which no setting of an account raises, and what the functions take of the account's concurrency.

docs.aws.amazon.com/lambda/latest/dg/gettingstarted-limits.html, as of November 2026. The size of the packages is tested
in tests/package.
"""

import re

import pytest

from tests.template.test_functions import FUNCTIONS, variables

LONGEST_SECONDS = 900
LONGEST_BEHIND_THE_API = 30  # API Gateway gives an HTTP API's integration up; a longer function answers nobody
LEAST_MB, MOST_MB = 128, 10_240
MOST_DISK_MB = 10_240
MOST_BYTES_OF_VARIABLES = 4_096
MOST_LAYERS = 5
AN_ID = "x" * 80  # longer than any name, ARN or URL that CloudFormation puts in for a reference
UNRESERVED = 100  # AWS keeps so much of an account's concurrency free
USUAL_ACCOUNT = 1_000


@pytest.mark.parametrize("name", FUNCTIONS)
def test_a_function_is_within_the_quotas(template, functions, name):
    function = functions[name]
    assert 1 <= function["Timeout"] <= LONGEST_SECONDS
    assert LEAST_MB <= function["MemorySize"] <= MOST_MB
    assert 512 <= function.get("EphemeralStorage", {"Size": 512})["Size"] <= MOST_DISK_MB
    assert len(template["Globals"]["Function"]["Layers"]) <= MOST_LAYERS
    if any(event["Type"] == "HttpApi" for event in function.get("Events", {}).values()):
        assert function["Timeout"] < LONGEST_BEHIND_THE_API


@pytest.mark.parametrize("name", FUNCTIONS)
def test_the_variables_of_a_function_fit_even_with_long_names(template, functions, name):
    given = variables(template, functions[name])
    assert sum(len(key) + len(longest(value)) for key, value in given.items()) <= MOST_BYTES_OF_VARIABLES


def longest(value) -> str:
    """A text at least as long as what CloudFormation makes of `value`."""
    match value:
        case {"Fn::Sub": str(text)}:
            return re.sub(r"\$\{[^}]+\}", AN_ID, text)
        case {"Fn::If": [_, one, other]}:
            return max(longest(one), longest(other), key=len)
        case {"Ref": _} | {"Fn::GetAtt": _}:
            return AN_ID
        case str(text):
            return text
    raise AssertionError(f"say how long this may be: {value}")


def test_what_is_reserved_leaves_the_rest_of_an_account_free(template, functions):
    """With the defaults, a usual account has room for two stacks."""
    forwarders = template["Parameters"]["ForwardConcurrency"]["Default"]
    reserved = {
        name: one["ReservedConcurrentExecutions"]["Fn::If"]
        for name, one in functions.items()
        if "ReservedConcurrentExecutions" in one
    }
    assert {name: (when, otherwise) for name, (when, _, otherwise) in reserved.items()} == dict.fromkeys(
        ("ReportNightly", "ForwardAscp"), ("Reserves", {"Ref": "AWS::NoValue"})
    )
    assert reserved["ForwardAscp"][1] == {"Ref": "ForwardConcurrency"}
    night = reserved["ReportNightly"][1]
    assert 2 * (night + forwarders) + UNRESERVED < USUAL_ACCOUNT
    said = template["Parameters"]["ReserveConcurrency"]["Description"]
    assert f"nightly run ({night})" in said
    assert f"the {UNRESERVED} that AWS keeps free" in said


def test_the_forwarder_has_as_many_as_its_queue_may_start(functions):
    """More messages than functions may run come back to the queue unread, and count as received."""
    delivery = functions["ForwardAscp"]["Events"]["Delivery"]["Properties"]
    reserved = functions["ForwardAscp"]["ReservedConcurrentExecutions"]["Fn::If"][1]
    assert delivery["ScalingConfig"]["MaximumConcurrency"] == reserved
