"""The rules across parameters, which CloudFormation checks before it changes anything."""

from collections.abc import Mapping
from typing import Any

import pytest

from tests import stores

GOOD = {"Stage": "prod", "VerifyBaseUrl": "https://verify.lab.test/v1/verify"}


def value(node: Any, given: Mapping[str, str]) -> Any:
    """A rule's expression as CloudFormation reads it. Raises KeyError for a function that rules do not have."""
    if not isinstance(node, dict):
        return node
    ((function, inside),) = node.items()
    if function == "Ref":
        return given[inside]
    values = [value(one, given) for one in inside]
    functions = {"Fn::Equals": lambda: values[0] == values[1], "Fn::Not": lambda: not values[0]}
    return functions[function]()


def refusals(given: Mapping[str, str]) -> list[str]:
    template = stores.template()
    all_given = {name: str(one.get("Default", "x")) for name, one in template["Parameters"].items()} | dict(given)
    return [
        one["AssertDescription"]
        for rule in template["Rules"].values()
        if value(rule["RuleCondition"], all_given)
        for one in rule["Assertions"]
        if not value(one["Assert"], all_given)
    ]


@pytest.mark.parametrize("given", [{}, GOOD, {"Stage": "local", "AwsEndpointUrl": "http://127.0.0.1:4566"}])
def test_what_fits_together_is_deployed(given: dict[str, str]) -> None:
    assert refusals(given) == []


@pytest.mark.parametrize(
    ("given", "said"),
    [
        ({"Stage": "prod"}, "Set VerifyBaseUrl"),
        ({**GOOD, "AwsEndpointUrl": "http://127.0.0.1:4566"}, "AwsEndpointUrl is for the local stack alone"),
        ({"Stage": "dev", "AwsEndpointUrl": "http://127.0.0.1:4566"}, "AwsEndpointUrl is for the local stack alone"),
        ({"MailFrom": "ce@lab.test"}, "MailFrom needs MailIdentity"),
    ],
)
def test_what_does_not_fit_together_is_refused(given: dict[str, str], said: str) -> None:
    (refused,) = refusals(given)
    assert refused.startswith(said)
