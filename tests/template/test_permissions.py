"""Least privilege: each role may do what is listed here, and nothing else."""

import copy
import re

import pytest

LEDGER_OF_THE_NIGHT = {
    "dynamodb:GetItem",
    "dynamodb:Query",
    "dynamodb:BatchGetItem",
    "dynamodb:PutItem",
    "dynamodb:UpdateItem",
    "dynamodb:DeleteItem",
    "dynamodb:BatchWriteItem",
}
LEDGER_OF_THE_FORWARDER = {"dynamodb:BatchGetItem", "dynamodb:PutItem"}
CLAIMS = {
    "dynamodb:GetItem",
    "dynamodb:BatchGetItem",
    "dynamodb:Query",
    "dynamodb:PutItem",
    "dynamodb:UpdateItem",
    "dynamodb:ConditionCheckItem",
}
WRITE_LOGS = {"logs:CreateLogStream", "logs:PutLogEvents"}
WRITE_EXPORTS = {"s3:PutObject", "s3:AbortMultipartUpload", "s3:DeleteObject"}
_MAIL = ("ses:identity/${MailIdentity}", "ses:configuration-set/${AWS::StackName}-notices")
SENDS = {one: {"ses:SendEmail"} for one in _MAIL}

EXPECTED = {
    "ReportNightlyRole": {
        "ReportNightlyLogs": WRITE_LOGS,
        "LedgerTable": LEDGER_OF_THE_NIGHT,
        "LedgerTable/index/due": {"dynamodb:Query"},
        "LedgerTable/index/waiting": {"dynamodb:Query"},
        "LedgerTable/index/learner": {"dynamodb:Query"},
        "LedgerTable/index/untold": {"dynamodb:Query"},
        "ClaimsTable": {
            "dynamodb:GetItem",
            "dynamodb:BatchGetItem",
            "dynamodb:Query",
            "dynamodb:PutItem",
            "dynamodb:UpdateItem",
            "dynamodb:DeleteItem",
        },
        "ClaimsTable/index/activity_claims": {"dynamodb:Query"},
        "SigningKey": {"secretsmanager:GetSecretValue"},
        **SENDS,
        "AuditTable": {"dynamodb:PutItem"},
        "IntakeBucket": {"s3:ListBucket", "s3:ListBucketVersions"},
        "IntakeBucket/roster/*": {"s3:GetObject"},
        "IntakeBucket/feed/*": {"s3:GetObject", "s3:GetObjectVersion"},
        "IntakeBucket/state/*": {"s3:GetObject", "s3:PutObject"},
        "IntakeBucket/rejected/*": {"s3:GetObject", "s3:PutObject", "s3:DeleteObject"},
        "ReportNightly.Alias": {"lambda:InvokeFunction"},
        "DeliveryQueue": {"sqs:SendMessage"},
        "RunRequestQueue": {
            "sqs:ReceiveMessage",
            "sqs:DeleteMessage",
            "sqs:GetQueueAttributes",
            "sqs:ChangeMessageVisibility",
            "sqs:SendMessage",
        },
        "ScheduleDeadLetterQueue": {"sqs:SendMessage"},
    },
    "AuthorizeClientsRole": {"AuthorizeClientsLogs": WRITE_LOGS, "ClaimsTable": {"dynamodb:GetItem"}},
    "ForwardAscpRole": {
        "ForwardAscpLogs": WRITE_LOGS,
        "LedgerTable": LEDGER_OF_THE_FORWARDER,
        "ClaimsTable": {"dynamodb:Query"},
        "DeliveryQueue": {
            "sqs:ReceiveMessage",
            "sqs:DeleteMessage",
            "sqs:GetQueueAttributes",
            "sqs:ChangeMessageVisibility",
        },
        "AscpSecret or AscpSecretArn": {"secretsmanager:GetSecretValue"},
        "AscpSecretKeyArn": {"kms:Decrypt"},
    },
    "MatchArrivalsRole": {
        "MatchArrivalsLogs": WRITE_LOGS,
        "ClaimsTable": {"dynamodb:BatchGetItem"},
        "LedgerTable": {"dynamodb:BatchGetItem", "dynamodb:PutItem"},
        "LedgerTable/stream/*": {
            "dynamodb:DescribeStream",
            "dynamodb:GetRecords",
            "dynamodb:GetShardIterator",
            "dynamodb:ListStreams",
        },
        "DeliveryQueue": {"sqs:SendMessage"},
    },
    "ReconcileAscpRole": {
        "ReconcileAscpLogs": WRITE_LOGS,
        "LedgerTable": {"dynamodb:BatchGetItem"},
        "LedgerTable/index/reported": {"dynamodb:Query"},
        "AscpSecret or AscpSecretArn": {"secretsmanager:GetSecretValue"},
        "AscpSecretKeyArn": {"kms:Decrypt"},
        "ReconcileAscp.Alias": {"lambda:InvokeFunction"},
        "ScheduleDeadLetterQueue": {"sqs:SendMessage"},
    },
    "ClaimApiRole": {
        "ClaimApiLogs": WRITE_LOGS,
        "ClaimsTable": CLAIMS | {"dynamodb:DeleteItem"},
        "LedgerTable": {"dynamodb:GetItem", "dynamodb:BatchGetItem", "dynamodb:Query", "dynamodb:PutItem"},
        "LedgerTable/index/learner": {"dynamodb:Query"},
        "LedgerTable/index/stuck": {"dynamodb:Query"},
        "LedgerTable/index/due": {"dynamodb:Query"},
        "LedgerTable/index/changes": {"dynamodb:Query"},
        "AuditTable": {"dynamodb:PutItem", "dynamodb:Query"},
        "AuditTable/index/actor": {"dynamodb:Query"},
        "DeliveryQueue": {"sqs:SendMessage"},
        "RunRequestQueue": {"sqs:SendMessage"},
        **SENDS,
        "ExportData.Alias": {"lambda:InvokeFunction"},
        "ExportBucket": {"s3:ListBucket"},
        **{f"ExportBucket/{one}/*": {"s3:GetObject"} for one in ("exports", "certificates")},
        "ExportBucket/proofs/*": {"s3:GetObject", "s3:PutObject", "s3:DeleteObject"},
        "ExportBucket/arriving/*": {"s3:GetObject", "s3:PutObject", "s3:DeleteObject"},
        "IntakeBucket": {"s3:ListBucket"},
        "IntakeBucket/feed/*": {"s3:PutObject"},
        "IntakeBucket/roster/*": {"s3:PutObject"},
        "IntakeBucket/rejected/*": {"s3:GetObject"},
        "ClaimsTable/index/library": {"dynamodb:Query"},
        "ClaimsTable/index/completions": {"dynamodb:Query"},
        "ClaimsTable/index/activity_claims": {"dynamodb:Query"},
        "SigningKey": {"secretsmanager:GetSecretValue"},
        "GuardAccounts.Alias": {"lambda:InvokeFunction"},
    },
    "SftpRole": {
        "IntakeBucket": {"s3:ListBucket"},
        "IntakeBucket/feed/*": {"s3:PutObject"},
        "IntakeBucket/roster/*": {"s3:PutObject"},
        "IntakeBucket/rejected/*": {"s3:GetObject"},
    },
    "CertificatePdfRole": {
        "CertificatePdfLogs": WRITE_LOGS,
        "ClaimsTable": CLAIMS | {"dynamodb:DeleteItem"},
        "LedgerTable": {"dynamodb:BatchGetItem", "dynamodb:PutItem"},
        "LedgerTable/index/learner": {"dynamodb:Query"},
        "AuditTable": {"dynamodb:PutItem"},
        "CertificateBucket/certificates/*": {"s3:GetObject", "s3:PutObject"},
        "CertificateBucket/logos/*": {"s3:GetObject", "s3:PutObject"},
        "CertificateBucket/signing/*": {"s3:GetObject"},
        **{resource: actions | {"ses:SendRawEmail"} for resource, actions in SENDS.items()},
    },
    "CertificateReplicationRole": {},  # tests/template/test_replica.py
    "ExportDataRole": {
        "ExportDataLogs": WRITE_LOGS,
        "ClaimsTable": {"dynamodb:GetItem", "dynamodb:BatchGetItem", "dynamodb:Query", "dynamodb:PutItem"},
        "LedgerTable/index/learner": {"dynamodb:Query"},
        "AuditTable": {"dynamodb:Query"},
        "CertificateBucket/certificates/*": {"s3:GetObject"},
        "ExportBucket": {"s3:ListBucket"},
        **{f"ExportBucket/{one}/*": WRITE_EXPORTS for one in ("exports", "certificates")},
        "ExportBucket/proofs/*": {"s3:GetObject"},
        **SENDS,
    },
    "GuardAccountsRole": {
        "GuardAccountsLogs": WRITE_LOGS,
        "ClaimsTable": {
            "dynamodb:GetItem",
            "dynamodb:BatchGetItem",
            "dynamodb:Query",
            "dynamodb:PutItem",
            "dynamodb:UpdateItem",
            "dynamodb:DeleteItem",
            "dynamodb:ConditionCheckItem",
        },
        "LedgerTable": {"dynamodb:BatchGetItem", "dynamodb:PutItem", "dynamodb:DeleteItem"},
        "AuditTable": {"dynamodb:PutItem"},
        "SigningKey": {"secretsmanager:GetSecretValue"},
        **SENDS,
        "BackupBucket/accounts/*": {"s3:PutObject"},
        "ExportBucket": {"s3:ListBucket"},
        **{f"ExportBucket/{one}/*": {"s3:DeleteObject"} for one in ("exports", "certificates")},
        "ExportBucket/proofs/*": {"s3:DeleteObject"},
        "ExportBucket/arriving/*": {"s3:DeleteObject"},
        "UserPool": {
            "cognito-idp:AdminUserGlobalSignOut",
            "cognito-idp:ListUsers",
            "cognito-idp:ListGroups",
            "cognito-idp:ListUsersInGroup",
            "cognito-idp:AdminGetUser",
            "cognito-idp:DescribeUserPoolClient",
            "cognito-idp:AdminDeleteUser",
            "cognito-idp:AdminSetUserPassword",
            "cognito-idp:AdminResetUserPassword",
            "cognito-idp:AdminUpdateUserAttributes",
            "cognito-idp:AdminSetUserMFAPreference",
            "cognito-idp:AdminListGroupsForUser",
            "cognito-idp:AdminDisableUser",
            "cognito-idp:CreateUserPoolClient",
            "cognito-idp:DeleteUserPoolClient",
            "cognito-idp:DescribeResourceServer",
            "cognito-idp:CreateResourceServer",
        },
    },
    "ScheduleRole": {
        "ReportNightly.Alias": {"lambda:InvokeFunction"},
        "GuardAccounts.Alias": {"lambda:InvokeFunction"},
        "ReconcileAscp.Alias": {"lambda:InvokeFunction"},
        "ScheduleDeadLetterQueue": {"sqs:SendMessage"},
    },
}


def as_list(value) -> list:
    return value if isinstance(value, list) else [value]


def name_of(resource) -> str:
    """A resource of a statement in words: the logical id, and the path below it."""
    match resource:
        case {"Fn::GetAtt": name} | {"Ref": name}:
            return name if name.endswith(".Alias") else name.split(".")[0]
        case {"Fn::Sub": text}:
            text = text.replace("arn:${AWS::Partition}:ses:${AWS::Region}:${AWS::AccountId}:", "ses:")
            return re.sub(r"\$\{(\w+)\.Arn\}", r"\1", text)
        case {"Fn::If": [_, first, second]}:
            return f"{name_of(first)} or {name_of(second)}"
    return str(resource)


def statements(role):
    for policy in role["Policies"]:
        yield from policy["PolicyDocument"]["Statement"]


def granted(role) -> dict[str, set[str]]:
    grants: dict[str, set[str]] = {}
    for statement in statements(role):
        assert statement["Effect"] == "Allow"
        for resource in as_list(statement["Resource"]):
            grants.setdefault(name_of(resource), set()).update(as_list(statement["Action"]))
    return grants


@pytest.fixture
def roles(of_type):
    """The roles, each with the policies that other resources attach to it."""
    found = copy.deepcopy(of_type("AWS::IAM::Role"))
    for policy in of_type("AWS::IAM::Policy").values():
        for role in policy["Roles"]:
            found[role["Ref"]]["Policies"].append(policy)
    return found


def test_each_role_may_do_exactly_what_is_listed(roles):
    found = {name: granted(role) for name, role in roles.items() if name != "ReleaseRole"}  # test_releases.py
    assert found == EXPECTED


def test_no_role_changes_or_removes_an_entry_of_the_audit_log(roles, resources):
    """A role adds entries, and the API reads them. On AWS the table's own policy refuses the rest to everybody."""
    granted_there = {
        name: {action for resource, actions in granted(role).items() if "AuditTable" in resource for action in actions}
        for name, role in roles.items()
    }
    assert {name: actions for name, actions in granted_there.items() if actions} == {
        "ReportNightlyRole": {"dynamodb:PutItem"},
        "ClaimApiRole": {"dynamodb:PutItem", "dynamodb:Query"},
        "CertificatePdfRole": {"dynamodb:PutItem"},
        "GuardAccountsRole": {"dynamodb:PutItem"},
        "ExportDataRole": {"dynamodb:Query"},
    }
    on_aws, policy, none = resources["AuditTable"]["Properties"]["ResourcePolicy"]["Fn::If"]
    assert (on_aws, none) == ("OnAws", {"Ref": "AWS::NoValue"})
    (denied,) = policy["PolicyDocument"]["Statement"]
    assert (denied["Effect"], denied["Principal"], "Condition" in denied) == ("Deny", "*", False)
    changing = {"UpdateItem", "DeleteItem", "BatchWriteItem", "PartiQLUpdate", "PartiQLDelete"}
    assert set(denied["Action"]) == {f"dynamodb:{name}" for name in changing}


def test_no_role_has_a_wildcard_action_or_resource(roles):
    for name, role in roles.items():
        assert not role.get("ManagedPolicyArns"), name
        for statement in statements(role):
            for action in as_list(statement["Action"]):
                assert "*" not in action, (name, action)
            for resource in map(name_of, as_list(statement["Resource"])):
                # The only places for a star: a key prefix inside one named bucket, and the stream of one table.
                allowed = r"(Intake|Certificate|Backup|Export)Bucket/[a-z]+/\*|LedgerTable/stream/\*"
                assert "*" not in resource or re.fullmatch(allowed, resource), (name, resource)


def test_the_night_sees_files_in_wrong_places_and_reads_none_of_them(of_type):
    night = list(statements(of_type("AWS::IAM::Role")["ReportNightlyRole"]))
    (listing,) = [s for s in night if s["Action"] == "s3:ListBucket"]
    assert "Condition" not in listing
    (reading,) = [s for s in night if "s3:GetObject" in as_list(s["Action"])]
    folders = {name_of(resource).partition("/")[2] for resource in as_list(reading["Resource"])}
    assert folders == {"roster/*", "feed/*", "rejected/*", "state/*"}


def test_the_api_touches_nothing_in_the_ledger_that_only_the_nights_keep(of_type):
    """It may write credits, who pushed, and what runs follow up; read credits, roster, runs and files."""
    left = ["CREDIT#*", "ALIAS#*", "MOVES", "CONSENT#*", "CONSENTS", "CUSTOMER#*", "CUSTOMERS", "SAME#*", "SOURCES"]
    shown = ["ROSTER#*", "MEMBER#*", "ROSTER", "RUNS#*", "FEED#*", "FEEDS", "FEEDS#*", "SOURCES"]
    keys = {
        tuple(as_list(s["Action"])): s["Condition"]["ForAllValues:StringLike"]["dynamodb:LeadingKeys"]
        for s in statements(of_type("AWS::IAM::Role")["ClaimApiRole"])
        if s["Resource"] == {"Fn::GetAtt": "LedgerTable.Arn"}
    }
    assert keys == {
        ("dynamodb:PutItem",): [*left, "FEED#*", "UNDOS"],
        ("dynamodb:GetItem", "dynamodb:BatchGetItem", "dynamodb:Query"): [
            "CREDIT#*",
            "SAME#*",
            "ALIAS#*",
            "CUSTOMER#*",
            *shown,
        ],
        ("dynamodb:BatchGetItem",): ["FILE#*", "RUN", "ROSTER"],
    }


def test_the_api_sees_the_folders_of_uploads_alone(of_type):
    listings = [s for s in statements(of_type("AWS::IAM::Role")["ClaimApiRole"]) if s["Action"] == "s3:ListBucket"]
    assert {s["Resource"]["Fn::GetAtt"]: s["Condition"]["StringLike"]["s3:prefix"] for s in listings} == {
        "IntakeBucket.Arn": ["feed/*", "roster/ascls/*"],
        "ExportBucket.Arn": "proofs/*",
    }


def test_the_night_reads_whom_to_tell_and_writes_but_when_to_remind_them(of_type):
    found = {s["Sid"]: s for s in statements(of_type("AWS::IAM::Role")["ReportNightlyRole"])}
    for sid, keys in {
        "ReadWhoHoldsAnAddressAndWhoIsReminded": ["ADDRESS#*", "LEARNER#*", "REMINDER#*"],
        "ReadWhatCountsForAReminder": ["LEARNER#*"],
        "MoveRemindersOn": ["REMINDER#*", "REMINDERS"],
    }.items():
        assert found[sid]["Condition"] == {"ForAllValues:StringLike": {"dynamodb:LeadingKeys": keys}}


def test_the_guard_of_accounts_reads_who_holds_an_address_and_reaches_a_learners_data_to_erase_it(of_type):
    claims = [s for s in statements(of_type("AWS::IAM::Role")["GuardAccountsRole"]) if "Condition" in s]
    assert {s["Sid"]: s["Condition"]["ForAllValues:StringLike"]["dynamodb:LeadingKeys"] for s in claims} == {
        "KeepPendingSignUps": ["SIGNUP#*"],
        "ReadWhoHoldsAnAddressAndWhoIsReminded": ["ADDRESS#*", "LEARNER#*", "REMINDER#*"],
        "KeepWhichLearnerAnAccountBelongsTo": ["USER#*", "ACCOUNTS#*"],
        "EraseLearners": [
            *("LEARNER#*", "ADDRESS#*", "USER#*", "ACCOUNTS#*", "EXPORT#*", "ERASURES", "CERTIFICATES", "ATTENDED#*"),
            *("REMINDER#*", "REMINDERS"),
        ],
        "TakeTheirAnswersOutOfClaimsAndFreeTheirCodes": ["LEARNER#*", "ACTIVITY#*"],
        "WithdrawTheirUnsentCredits": ["CREDIT#*"],
        "EraseTheirAddressesAndChoices": [
            *("ALIAS#*", "MOVES", "CONSENT#*", "CONSENTS", "CUSTOMER#*", "CUSTOMERS", "NOTICE#*")
        ],
        "KeepChangesOfAccounts": ["CHANGES", "LEARNER#*", "ADDRESS#*"],
        "LetCreditsFollowANewAddress": ["ALIAS#*", "MOVES", "CUSTOMER#*"],
    }
    (reading,) = [s for s in claims if s["Sid"] == "ReadWhoHoldsAnAddressAndWhoIsReminded"]
    assert reading["Action"] == "dynamodb:GetItem"


def test_an_export_changes_nothing_but_its_own_state_and_file(of_type):
    """It reads everything about its learner: no right to write a profile, a claim, a credit or a document."""
    rights = list(statements(of_type("AWS::IAM::Role")["ExportDataRole"]))
    keys = {
        s["Sid"]: (as_list(s["Action"]), s["Condition"]["ForAllValues:StringLike"]["dynamodb:LeadingKeys"])
        for s in rights
        if "Condition" in s
    }
    reading = ["dynamodb:GetItem", "dynamodb:BatchGetItem", "dynamodb:Query"]
    assert keys == {
        "NoteHowFarAnExportIs": (["dynamodb:GetItem", "dynamodb:PutItem"], ["EXPORT#*"]),
        "ReadLearnersAndTheirCertificates": (
            reading,
            ["LEARNER#*", "ADDRESS#*", "ACTIVITY#*", "CERTIFICATE#*", "ATTENDED#*"],
        ),
        "ReadWhatWasDoneToTheirData": (["dynamodb:Query"], ["WHO#*"]),
    }


def test_the_forwarder_unlocks_only_secrets_and_only_where_they_have_a_key_of_their_own(resources, template):
    (unlocking,) = resources["ForwardAscpUnlocks"]["Properties"]["PolicyDocument"]["Statement"]
    through = {"kms:ViaService": {"Fn::Sub": "secretsmanager.${AWS::Region}.amazonaws.com"}}
    assert unlocking["Condition"] == {"StringEquals": through}
    assert resources["ForwardAscpUnlocks"]["Condition"] == "HasAscpSecretKey"
    assert template["Conditions"]["HasAscpSecretKey"] == {
        "Fn::Not": [{"Fn::Equals": [{"Ref": "AscpSecretKeyArn"}, ""]}]
    }


def test_only_the_services_that_need_them_may_take_the_roles(of_type, functions):
    trusted = {
        name: [s["Principal"] for s in role["AssumeRolePolicyDocument"]["Statement"]]
        for name, role in of_type("AWS::IAM::Role").items()
    }
    services = dict.fromkeys(functions, "lambda")
    services |= {"Schedule": "scheduler", "Sftp": "transfer", "CertificateReplication": "s3", "Release": "codedeploy"}
    assert trusted == {f"{name}Role": [{"Service": f"{one}.amazonaws.com"}] for name, one in services.items()}


def test_each_function_has_its_own_role(functions):
    roles = {name: function["Role"]["Fn::GetAtt"].removesuffix(".Arn") for name, function in functions.items()}
    assert roles == {name: f"{name}Role" for name in functions}
