"""What the nested stack makes is there after a deploy."""

import re

from ministack.services.cloudformation import language_extensions

from local.versions import function_of
from tests.stores import template


def test_the_alarms_of_the_nested_stack_are_there_too(local_stack):
    """Those on one metric; MiniStack knows no alarms on expressions."""
    found = local_stack.client("cloudwatch").get_paginator("describe_alarms").paginate().build_full_result()
    names = {re.sub(r"^laurel-Monitoring-.+-(\w+Alarm)-\w+$", r"\1", one["AlarmName"]) for one in found["MetricAlarms"]}
    nested = language_extensions.apply(template("monitoring.yaml"), {})["Resources"]
    released = {name for name in names if "release" in name.lower()}  # those of template.yaml
    assert names - released == {
        name for name, one in nested.items() if name.endswith("Alarm") and "Condition" not in one
    }
    errors = next(one for one in found["MetricAlarms"] if "-ClaimApiErrorsAlarm-" in one["AlarmName"])
    function = function_of(local_stack.outputs["ClaimApiFunctionName"])
    assert errors["Dimensions"] == [{"Name": "FunctionName", "Value": function}]
