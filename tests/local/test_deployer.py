"""The rights of whoever deploys: enough for every resource of the templates, and no more than the stacks of Laurel."""

import fnmatch
import json
import re
import subprocess
from collections.abc import Iterator
from pathlib import Path
from typing import Any

import cfnlint
import pytest
import yaml

from tests import stores
from tests.stores import ROOT

FOLDER = ROOT / "settings" / "deployer"
POLICIES = ("stacks-and-functions", "services", "storage-and-logs")
# The calls that CloudFormation makes with the deployer's rights to make, change and delete a resource of each type.
_TABLE = """
AWS::ApiGatewayV2::Stage
    apigateway:POST apigateway:PATCH apigateway:DELETE apigateway:GET apigateway:TagResource
AWS::Budgets::Budget
    budgets:ModifyBudget budgets:ViewBudget
AWS::CloudFormation::Stack
    cloudformation:CreateStack cloudformation:UpdateStack cloudformation:DeleteStack
AWS::CloudFront::Distribution
    cloudfront:CreateDistribution cloudfront:UpdateDistribution cloudfront:DeleteDistribution
    cloudfront:GetDistribution cloudfront:TagResource
AWS::CloudFront::Function
    cloudfront:CreateFunction cloudfront:PublishFunction cloudfront:UpdateFunction cloudfront:DeleteFunction
    cloudfront:DescribeFunction
AWS::CloudFront::OriginAccessControl
    cloudfront:CreateOriginAccessControl cloudfront:DeleteOriginAccessControl
AWS::CloudFront::ResponseHeadersPolicy
    cloudfront:CreateResponseHeadersPolicy cloudfront:UpdateResponseHeadersPolicy
    cloudfront:DeleteResponseHeadersPolicy
AWS::CloudWatch::Alarm
    cloudwatch:PutMetricAlarm cloudwatch:DeleteAlarms cloudwatch:DescribeAlarms
AWS::CloudWatch::CompositeAlarm
    cloudwatch:PutCompositeAlarm cloudwatch:DeleteAlarms
AWS::CloudWatch::Dashboard
    cloudwatch:PutDashboard cloudwatch:DeleteDashboards cloudwatch:GetDashboard
AWS::CodeDeploy::Application
    codedeploy:CreateApplication codedeploy:DeleteApplication codedeploy:GetApplication
AWS::CodeDeploy::DeploymentGroup
    codedeploy:CreateDeploymentGroup codedeploy:UpdateDeploymentGroup codedeploy:DeleteDeploymentGroup
    codedeploy:GetDeploymentGroup codedeploy:CreateDeployment codedeploy:GetDeployment
    codedeploy:GetDeploymentConfig iam:PassRole
AWS::Cognito::UserPool
    cognito-idp:CreateUserPool cognito-idp:UpdateUserPool cognito-idp:DeleteUserPool
    cognito-idp:DescribeUserPool cognito-idp:SetUserPoolMfaConfig iam:CreateServiceLinkedRole
AWS::Cognito::UserPoolClient
    cognito-idp:CreateUserPoolClient cognito-idp:UpdateUserPoolClient cognito-idp:DeleteUserPoolClient
AWS::Cognito::UserPoolDomain
    cognito-idp:CreateUserPoolDomain cognito-idp:DeleteUserPoolDomain cognito-idp:DescribeUserPoolDomain
AWS::Cognito::UserPoolGroup
    cognito-idp:CreateGroup cognito-idp:DeleteGroup cognito-idp:GetGroup
AWS::DynamoDB::Table
    dynamodb:CreateTable dynamodb:UpdateTable dynamodb:DeleteTable dynamodb:DescribeTable
    dynamodb:UpdateContinuousBackups dynamodb:UpdateTimeToLive dynamodb:PutResourcePolicy dynamodb:TagResource
AWS::Events::Rule
    events:PutRule events:PutTargets events:RemoveTargets events:DeleteRule events:DescribeRule
AWS::IAM::Policy
    iam:PutRolePolicy iam:DeleteRolePolicy iam:GetRolePolicy
AWS::IAM::Role
    iam:CreateRole iam:DeleteRole iam:GetRole iam:PutRolePolicy iam:TagRole iam:UpdateAssumeRolePolicy
AWS::IAM::RolePolicy
    iam:PutRolePolicy iam:DeleteRolePolicy iam:GetRolePolicy
AWS::KMS::Key
    kms:CreateKey kms:PutKeyPolicy kms:DescribeKey kms:ScheduleKeyDeletion kms:TagResource
AWS::Lambda::Permission
    lambda:AddPermission lambda:RemovePermission lambda:GetPolicy
AWS::Logs::Delivery
    logs:CreateDelivery logs:GetDelivery logs:DeleteDelivery logs:UpdateDeliveryConfiguration
AWS::Logs::DeliveryDestination
    logs:PutDeliveryDestination logs:GetDeliveryDestination logs:DeleteDeliveryDestination
AWS::Logs::DeliverySource
    logs:PutDeliverySource logs:GetDeliverySource logs:DeleteDeliverySource
    cloudfront:AllowVendedLogDeliveryForResource
AWS::Logs::LogGroup
    logs:CreateLogGroup logs:DeleteLogGroup logs:PutRetentionPolicy logs:DescribeLogGroups
AWS::S3::Bucket
    s3:CreateBucket s3:DeleteBucket s3:PutEncryptionConfiguration s3:PutBucketVersioning
    s3:PutBucketPublicAccessBlock s3:PutBucketOwnershipControls s3:PutLifecycleConfiguration s3:PutBucketCORS
    s3:PutBucketNotification s3:PutReplicationConfiguration s3:PutBucketTagging s3:PutBucketLogging
    s3:PutObject s3:PutObjectAcl
AWS::S3::BucketPolicy
    s3:PutBucketPolicy s3:DeleteBucketPolicy s3:GetBucketPolicy
AWS::SES::ConfigurationSet
    ses:CreateConfigurationSet ses:DeleteConfigurationSet ses:GetConfigurationSet
AWS::SNS::Topic
    sns:CreateTopic sns:DeleteTopic sns:Subscribe sns:SetTopicAttributes sns:GetTopicAttributes
AWS::SQS::Queue
    sqs:CreateQueue sqs:DeleteQueue sqs:SetQueueAttributes sqs:GetQueueAttributes sqs:TagQueue
AWS::SQS::QueuePolicy
    sqs:SetQueueAttributes
AWS::SecretsManager::Secret
    secretsmanager:CreateSecret secretsmanager:DeleteSecret secretsmanager:GetRandomPassword
    secretsmanager:DescribeSecret secretsmanager:TagResource secretsmanager:UpdateSecret
AWS::Serverless::Function
    lambda:CreateFunction lambda:UpdateFunctionCode lambda:UpdateFunctionConfiguration lambda:PublishVersion
    lambda:CreateAlias lambda:UpdateAlias lambda:CreateEventSourceMapping lambda:UpdateEventSourceMapping
    lambda:PutFunctionEventInvokeConfig lambda:PutFunctionConcurrency lambda:TagResource
    scheduler:CreateSchedule scheduler:UpdateSchedule scheduler:DeleteSchedule iam:PassRole
AWS::Serverless::HttpApi
    apigateway:POST apigateway:PUT apigateway:PATCH apigateway:DELETE logs:CreateLogDelivery
AWS::Serverless::LayerVersion
    lambda:PublishLayerVersion lambda:DeleteLayerVersion lambda:GetLayerVersion
AWS::Transfer::Server
    transfer:CreateServer transfer:DeleteServer transfer:DescribeServer iam:PassRole
AWS::WAFv2::IPSet
    wafv2:CreateIPSet wafv2:UpdateIPSet wafv2:DeleteIPSet
AWS::WAFv2::LoggingConfiguration
    wafv2:PutLoggingConfiguration wafv2:DeleteLoggingConfiguration
AWS::WAFv2::WebACL
    wafv2:CreateWebACL wafv2:UpdateWebACL wafv2:DeleteWebACL
AWS::WAFv2::WebACLAssociation
    wafv2:AssociateWebACL wafv2:DisassociateWebACL cognito-idp:AssociateWebACL
"""
# CloudFormation reads these only for features that no template here uses: streams of Kinesis, tables of S3, web ACLs of
# load balancers, servers in a VPC, an own billing view.
_OTHER_SERVICES = {
    *("amplify", "apprunner", "appsync", "billing", "ds", "ec2", "elasticloadbalancing", "firehose", "kinesis"),
    *("payments", "s3tables"),
}
_NEVER_READ = {
    "secretsmanager:GetSecretValue",  # whoever deploys reads no secret
    "dynamodb:GetItem",  # and no data: only an import from a bucket does
    *("kms:ListAliases", "logs:DescribeLogStreams", "s3:GetObjectMetadata"),  # of an import too
    *("iam:GetGroupPolicy", "iam:GetUserPolicy"),  # policies of groups and of users
    "iam:DescribeOrganization",  # no such action
    "wafv2:GetPermissionPolicy",  # rule groups of another account
}
# What our own tools call after a deploy.
_TOOLS = """
    cloudformation:SetStackPolicy cloudformation:UpdateTerminationProtection cloudformation:ListChangeSets
    cloudformation:GetTemplate acm:DescribeCertificate ses:GetEmailIdentity ses:GetAccount
    lambda:GetAccountSettings lambda:GetAlias lambda:ListVersionsByFunction lambda:UpdateAlias
    lambda:ListEventSourceMappings cloudwatch:DescribeAlarms s3:PutObject s3:DeleteObject s3:ListBucket
    cognito-idp:AdminAddUserToGroup cognito-idp:AdminCreateUser
"""


def _needed() -> dict[str, set[str]]:
    found: dict[str, set[str]] = {}
    for line in _TABLE.strip().split("\n"):
        if line.startswith("AWS::"):
            found[line] = current = set()
        else:
            current.update(line.split())
    return found


def statements() -> Iterator[dict[str, Any]]:
    for name in POLICIES:
        yield from json.loads((FOLDER / f"{name}.json").read_text(encoding="utf-8"))["Statement"]


def as_list(value) -> list[str]:
    return value if isinstance(value, list) else [value]


NEEDED = _needed()
OF_TOOLS = set(_TOOLS.split())
ALLOWED = {action for one in statements() for action in as_list(one["Action"])}
TYPES = sorted(
    {one["Type"] for name in ("template.yaml", "limits.yaml") for one in stores.template(name)["Resources"].values()}
    | {"AWS::CodeDeploy::Application", "AWS::CodeDeploy::DeploymentGroup"}
    | set(re.findall(r"Type: (AWS::\w+::\w+)", (ROOT / "monitoring.yaml").read_text(encoding="utf-8")))
)


@pytest.mark.parametrize("resource_type", TYPES)
def test_whoever_deploys_may_make_every_resource_of_the_templates(resource_type):
    assert NEEDED[resource_type] <= ALLOWED


def _read_by_cloudformation(resource_type: str) -> set[str]:
    """What CloudFormation reads of a resource, as its own description of the type says; cfn-lint has them all."""
    schemas = Path(cfnlint.__file__).parent / "data/schemas"
    known = json.loads((schemas / "providers/us-east-1.json").read_text(encoding="utf-8"))
    if resource_type not in known:
        return set()  # one of SAM's own types
    described = json.loads((schemas / f"resources/{known[resource_type]}.json").read_text(encoding="utf-8"))
    handlers = [described.get("handlers", {}).get(one, {}) for one in ("create", "read", "update", "delete")]
    actions = {action for one in handlers for action in one.get("permissions", [])}
    return {one for one in actions if one.partition(":")[2].startswith(("Describe", "Get", "List"))}


@pytest.mark.parametrize("resource_type", TYPES)
def test_whoever_deploys_may_read_what_cloudformation_reads_of_it(resource_type):
    read = {one for one in _read_by_cloudformation(resource_type) if one.partition(":")[0] not in _OTHER_SERVICES}
    assert read - ALLOWED <= _NEVER_READ


def test_no_exception_is_for_what_nothing_reads():
    read = set().union(*map(_read_by_cloudformation, TYPES))
    assert read - ALLOWED >= _NEVER_READ
    assert {one.partition(":")[0] for one in read} >= _OTHER_SERVICES


def test_whoever_deploys_reads_and_writes_files_of_the_portal_and_packages_alone():
    """Rosters, certificates, exports and items of tables are for the functions."""
    items = {f"dynamodb:{one}" for one in ("GetItem", "BatchGetItem", "Query", "Scan", "PutItem", "UpdateItem")}
    assert not ALLOWED & {*items, "lambda:InvokeFunction", "secretsmanager:GetSecretValue"}
    objects = {"s3:GetObject", "s3:PutObject", "s3:DeleteObject"}
    reached = {
        place for one in statements() if objects & set(as_list(one["Action"])) for place in as_list(one["Resource"])
    }
    assert reached == {"arn:aws:s3:::laurel-*-portalbucket-*/*", "arn:aws:s3:::aws-sam-cli-managed-default-*/*"}
    assert "BucketName" not in stores.template()["Resources"]["PortalBucket"]["Properties"]


def test_our_tools_may_do_what_they_do():
    assert OF_TOOLS <= ALLOWED


def test_every_service_in_the_policies_is_one_that_something_needs():
    needed = {action.partition(":")[0] for one in NEEDED.values() for action in one}
    needed |= {action.partition(":")[0] for action in OF_TOOLS} | {"tag"}
    assert {action.partition(":")[0] for action in ALLOWED} == needed


def test_no_action_is_a_pattern_and_each_policy_fits():
    assert not [one for one in ALLOWED if "*" in one]
    for name in POLICIES:
        text = (FOLDER / f"{name}.json").read_text(encoding="utf-8")
        assert len("".join(text.split())) <= 6144, name  # of a managed policy
    assert {one["Effect"] for one in statements()} == {"Allow"}
    names = [one["Sid"] for one in statements()]
    assert len(set(names)) == len(names)


def test_what_has_a_name_of_the_stack_is_of_laurel_alone():
    """Roles above all: with the rights over any role, a deployer could become anybody."""
    for one in statements():
        services = {action.partition(":")[0] for action in as_list(one["Action"])}
        if services & {"iam", "dynamodb", "s3", "sqs", "sns", "scheduler", "events", "codedeploy"}:
            for resource in as_list(one["Resource"]):
                own = ("laurel-", "aws-sam-cli-managed-default", "aws-service-role/", ":deploymentconfig:")
                assert any(part in resource for part in own), (one["Sid"], resource)
    passing = [one for one in statements() if "iam:PassRole" in as_list(one["Action"])]
    assert [set(one["Condition"]["StringEquals"]) for one in passing] == [{"iam:PassedToService"}]
    trusted = {
        statement["Principal"]["Service"]
        for one in stores.template()["Resources"].values()
        if one["Type"] == "AWS::IAM::Role"
        for statement in one["Properties"]["AssumeRolePolicyDocument"]["Statement"]
    }
    assert trusted == set(passing[0]["Condition"]["StringEquals"]["iam:PassedToService"])


@pytest.mark.parametrize("stage", ["dev", "prod"])
def test_a_stage_has_a_name_that_the_policies_know(stage):
    text = (ROOT / "settings" / f"{stage}.toml").read_text(encoding="utf-8")
    (name,) = re.findall(r'^stack_name = "(.+)"$', text, flags=re.MULTILINE)
    assert fnmatch.fnmatch(name, "laurel-*")


def workflow() -> dict[str, Any]:
    return yaml.safe_load((ROOT / ".github/workflows/release.yml").read_text(encoding="utf-8"))


def test_only_an_environment_of_github_takes_the_role():
    (trust,) = json.loads((FOLDER / "trust.json").read_text(encoding="utf-8"))["Statement"]
    equals = trust["Condition"]["StringEquals"]
    assert equals["token.actions.githubusercontent.com:sub"].endswith(":environment:STAGE")
    assert equals["token.actions.githubusercontent.com:aud"] == "sts.amazonaws.com"
    assert {job.get("environment") for job in workflow()["jobs"].values()} == {None, "dev", "prod"}


def test_the_document_fills_in_the_trust_with_the_repository_as_tokens_of_github_name_it():
    """Those of a new repository have the IDs of owner and repository."""
    text = (ROOT / "docs/deploy.md").read_text(encoding="utf-8")
    (repository,) = re.findall(r"^repository=(\S+)$", text, flags=re.MULTILINE)
    assert re.fullmatch(r"[\w-]+@[0-9]+/[\w-]+@[0-9]+", repository)
    (filling,) = re.findall(r"^(sed .+/trust\.json) > trust\.json$", text, flags=re.MULTILINE)
    command = f"account=111122223333 stage=prod repository={repository}; {filling}"
    made = subprocess.run(["bash", "-c", command], cwd=ROOT, capture_output=True, text=True, check=True).stdout
    (trust,) = json.loads(made)["Statement"]
    assert trust["Principal"]["Federated"].startswith("arn:aws:iam::111122223333:oidc-provider/")
    subject = trust["Condition"]["StringEquals"]["token.actions.githubusercontent.com:sub"]
    assert subject == f"repo:{repository}:environment:prod"


def test_every_step_of_the_workflow_is_a_make_target_that_exists():
    targets = set(re.findall(r"^([a-z-]+):", (ROOT / "Makefile").read_text(encoding="utf-8"), flags=re.MULTILINE))
    for name, job in workflow()["jobs"].items():
        for step in job["steps"]:
            if "run" in step:
                words = step["run"].split()
                assert words[0] == "make", (name, step)
                assert words[1] in targets, (name, step)
            else:
                assert re.fullmatch(r"(actions/checkout|aws-actions/configure-aws-credentials)@v\d+", step["uses"])


def test_prod_waits_for_dev_and_dev_for_the_checks_and_only_deploys_may_sign_in():
    found = workflow()
    jobs = found["jobs"]
    assert [jobs[name].get("needs") for name in ("check", "dev", "prod")] == [None, "check", "dev"]
    assert found["permissions"] == {"contents": "read"}
    assert "permissions" not in jobs["check"]
    for name in ("dev", "prod"):
        assert jobs[name]["permissions"] == {"contents": "read", "id-token": "write"}
        runs = [step["run"] for step in jobs[name]["steps"] if "run" in step]
        assert runs == [f"make deploy STAGE={name} YES=1", f"make smoke STACK=laurel-{name}"]
    assert "pull_request" in jobs["dev"]["if"]
    assert found["concurrency"]["cancel-in-progress"] is False
