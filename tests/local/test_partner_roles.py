"""Roles of partners' own AWS accounts: an access point each, which ends at the partner's own folder."""

import json
from types import SimpleNamespace

import boto3
import pytest
from botocore.exceptions import EndpointConnectionError
from moto import mock_aws

from laurel.audit.acts import Actor, ActorKind
from local import partner_roles
from local.troubles import TroubleError
from tests import stores

BY = Actor(ActorKind.OPERATOR, "tests")
ROLE = "arn:aws:iam::111122223333:role/nightly/labce-export"
OUTPUTS = {
    "PartnerRoles": "on",
    "IntakeBucketName": "laurel-prod-intakebucket-abc",
    "ReportNightlyFunctionName": "arn:aws:lambda:us-east-1:123456789012:function:laurel-prod-report-nightly:live",
}


@pytest.fixture
def here(monkeypatch):
    with mock_aws():
        entries = []
        control = boto3.client("s3control", region_name="us-east-1")
        stack = SimpleNamespace(outputs=dict(OUTPUTS), client=lambda name: {"s3control": control}[name])
        providers = SimpleNamespace(get=lambda owner: owner if owner == "labce" else None)
        desk = SimpleNamespace(providers=providers, audit=SimpleNamespace(note=entries.append))
        yield SimpleNamespace(stack=stack, desk=desk, control=control, entries=entries)


def let_in(here, owner="labce", role=ROLE):
    return partner_roles.let_in(here.stack, here.desk, owner, role, by=BY)


def policy_of(here, owner):
    name = partner_roles.access_point_name(OUTPUTS["IntakeBucketName"], owner)
    return json.loads(here.control.get_access_point_policy(AccountId="123456789012", Name=name)["Policy"])


@pytest.mark.parametrize(("owner", "folder"), [("labce", "feed/labce"), ("ascls", "roster/ascls")])
def test_the_role_reaches_its_own_folder_and_its_rejected_rows_alone(here, owner, folder):
    point = let_in(here, owner)
    assert point.folder == folder
    assert point.bucket.endswith("-s3alias")
    name = partner_roles.access_point_name(OUTPUTS["IntakeBucketName"], owner)
    objects = f"arn:aws:s3:us-east-1:123456789012:accesspoint/{name}/object"
    statements = policy_of(here, owner)["Statement"]
    assert [(one["Effect"], one["Principal"], one["Action"], one["Resource"]) for one in statements] == [
        ("Allow", {"AWS": ROLE}, "s3:PutObject", f"{objects}/{folder}/*"),
        ("Allow", {"AWS": ROLE}, "s3:GetObject", f"{objects}/rejected/{folder}/*"),
    ]


def test_another_role_replaces_the_first_and_an_ended_one_is_gone(here):
    first = let_in(here)
    other = "arn:aws:iam::111122223333:user/new"
    assert let_in(here, role=other) == first
    assert {one["Principal"]["AWS"] for one in policy_of(here, "labce")["Statement"]} == {other}
    name = partner_roles.end(here.stack, here.desk, "labce", by=BY)
    with pytest.raises(TroubleError, match=r"No role of labce was let in\. There is nothing to end"):
        partner_roles.end(here.stack, here.desk, "labce", by=BY)
    assert [(one.act, one.on.key, one.after) for one in here.entries] == [
        ("partner_role.let_in", "PROVIDER#labce", {"access_point": name, "role": ROLE}),
        ("partner_role.let_in", "PROVIDER#labce", {"access_point": name, "role": other}),
        ("partner_role.ended", "PROVIDER#labce", {"access_point": name}),
    ]


@pytest.mark.parametrize(
    "role", ["arn:aws:iam::111122223333:root", "111122223333", "*", "arn:aws:iam::1:role/x", f"{ROLE}\n"]
)
def test_an_account_as_a_whole_or_everybody_is_no_role(here, role):
    with pytest.raises(TroubleError, match="is no role"):
        let_in(here, role=role)
    assert here.entries == []


def test_an_unknown_provider_and_a_stack_that_lets_no_roles_in_are_refused(here):
    with pytest.raises(TroubleError, match="nobody has no record"):
        let_in(here, "nobody")
    del here.stack.outputs["PartnerRoles"]
    with pytest.raises(TroubleError, match=r"Deploy it with the parameter PartnerRoles=on"):
        let_in(here)


def test_a_role_that_aws_does_not_know_is_said(here, monkeypatch):
    def refuse(**_):
        raise here.control.exceptions.ClientError({"Error": {"Code": "MalformedPolicy"}}, "PutAccessPointPolicy")

    monkeypatch.setattr(here.control, "put_access_point_policy", refuse)
    with pytest.raises(TroubleError, match=r"AWS does not know .*role/nightly/labce-export\. The partner makes"):
        let_in(here)
    assert here.entries == []


def test_an_aws_without_access_points_is_said(here, monkeypatch):
    def nowhere(**_):
        raise EndpointConnectionError(endpoint_url="http://000000000000.127.0.0.1:1/")

    monkeypatch.setattr(here.control, "get_access_point", nowhere)
    with pytest.raises(TroubleError, match=r"cannot be read: Could not connect .* The local stack has none"):
        partner_roles.end(here.stack, here.desk, "labce", by=BY)


def test_the_bucket_lets_access_points_of_the_account_do_as_much_and_only_when_it_is_switched_on():
    assert stores.template()["Parameters"]["PartnerRoles"]["Default"] == "off"
    statements = stores.properties("IntakeBucketPolicy")["PolicyDocument"]["Statement"]
    conditional = [one["Fn::If"] for one in statements if "Fn::If" in one]
    assert [(condition, otherwise) for condition, _, otherwise in conditional] == [
        ("HasPartnerRoles", {"Ref": "AWS::NoValue"})
    ] * 2
    allowed = [one for one in statements if one.get("Effect") == "Allow"] + [one for _, one, _ in conditional]
    reached = {one["Action"]: [place["Fn::Sub"] for place in _list(one["Resource"])] for one in allowed}
    assert reached == {
        "s3:PutObject": ["${IntakeBucket.Arn}/feed/*", "${IntakeBucket.Arn}/roster/ascls/*"],
        "s3:GetObject": ["${IntakeBucket.Arn}/rejected/*"],
    }
    for one in allowed:
        assert one["Condition"]["StringEquals"] == {"s3:DataAccessPointAccount": {"Ref": "AWS::AccountId"}}
        points = [place["Fn::Sub"] for place in one["Condition"]["ArnLike"]["s3:DataAccessPointArn"]]
        # The names that `make provider` gives, with the account written out: S3 takes a policy without it for public.
        assert [place.rpartition("/")[2] for place in points] == ["feed-*", "roster-ascls-*"]
        assert all(":${AWS::AccountId}:accesspoint/" in place for place in points)


def _list(value):
    return value if isinstance(value, list) else [value]


@pytest.mark.parametrize("owner", ["a", "ascls", "x" * 32])
def test_a_name_fits_into_what_aws_takes(owner):
    assert 3 <= len(partner_roles.access_point_name("bucket", owner)) <= 50
    assert partner_roles.access_point_name("bucket", owner) != partner_roles.access_point_name("other", owner)
