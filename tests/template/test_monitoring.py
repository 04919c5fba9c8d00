"""monitoring.yaml is a nested stack: what it needs to be deployed, and what an update must not break."""

import re

from local.build import _SOURCES
from tests.stores import ROOT


def test_each_parameter_is_passed_and_used(template, nested):
    passed = template["Resources"]["Monitoring"]["Properties"]["Parameters"]
    assert set(passed) == set(nested["Parameters"])
    used = set(re.findall(r"\w+", (ROOT / "monitoring.yaml").read_text(encoding="utf-8").partition("\nConditions:")[2]))
    # The loop over queues makes these names of a queue and an ending.
    used |= {f"{queue}DeadLetterQueueName" for queue in nested["Mappings"]["Queues"]}
    assert set(passed) - used == set()


def test_the_topic_stays_in_the_stack_where_its_subscriber_confirmed_it(template, nested):
    assert template["Resources"]["AlarmTopic"]["Type"] == "AWS::SNS::Topic"
    assert not [one for one in nested["Resources"].values() if one["Type"] == "AWS::SNS::Topic"]


def test_no_name_collides_with_one_of_the_time_before_the_nested_stack(nested):
    """An update makes new resources first and then deletes the old ones: by name, it would delete the new ones."""
    alarms = [one for one in nested["Resources"].values() if one["Type"] == "AWS::CloudWatch::Alarm"]
    assert alarms
    assert not [one for one in alarms if "AlarmName" in one["Properties"]]
    assert nested["Resources"]["Dashboard"]["Properties"]["DashboardName"] == {"Fn::Sub": "${StackName}-monitoring"}


def test_a_change_of_a_template_is_built():
    assert {path.name for path in ROOT.glob("*.yaml")} <= set(_SOURCES)
