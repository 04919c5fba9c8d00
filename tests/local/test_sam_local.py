"""`make sam-local EVENT=…` runs the function of one event."""

import json

import pytest

from local.sam_config import FUNCTIONS
from local.sam_local import chosen
from local.sample_catalog import activities
from local.troubles import TroubleError
from tests import stores
from tests.stores import ROOT


def test_without_an_event_every_function_runs_once():
    assert chosen("") == FUNCTIONS
    functions = [
        name for name, one in stores.template()["Resources"].items() if one["Type"] == "AWS::Serverless::Function"
    ]
    assert {name for name, _, _ in FUNCTIONS} == set(functions)
    for _, output, event in FUNCTIONS:
        assert output in stores.template()["Outputs"]
        json.loads((ROOT / event).read_text(encoding="utf-8"))


@pytest.mark.parametrize("event", ["events/claim_api.json", "claim_api.json", "./events/claim_api.json"])
def test_an_event_chooses_its_function(event):
    assert [name for name, _, _ in chosen(event)] == ["ClaimApi"]


def test_an_event_that_is_not_there_is_said_with_those_that_are():
    with pytest.raises(TroubleError, match=r"events/other\.json is no event.*events/claim_api\.json"):
        chosen("events/other.json")


def test_the_event_of_the_certificate_prints_one_of_the_samples(day_one):
    event = json.loads((ROOT / "events/certificate_pdf.json").read_text(encoding="utf-8"))
    asked = event["pathParameters"]["activity_id"]
    (activity,) = [one for one in activities(day_one.today) if one.id == asked]
    assert event["queryStringParameters"]["statement"] in {one.type for one in activity.statements}
    assert event["rawPath"] == f"/v1/staff/drafts/{asked}/certificate"
