"""Stored data is protected: ledger, intake, queues, secret."""

from tests.stores import ROOT

TWO_WEEKS = 14 * 24 * 3600


def test_what_people_put_in_survives_the_stack(resources):
    kept = {"AWS::DynamoDB::Table", "AWS::S3::Bucket", "AWS::Cognito::UserPool"}
    for name, resource in resources.items():
        if resource["Type"] in kept:
            # What a first deploy made that failed is empty, and goes with it.
            assert resource["DeletionPolicy"] == "RetainExceptOnCreate", name
            assert resource["UpdateReplacePolicy"] == "Retain", name


def test_the_runbook_says_what_stays_when_a_stack_is_removed(resources):
    stays = {one["Type"] for one in resources.values() if one.get("DeletionPolicy", "Delete") != "Delete"}
    said = (
        (ROOT / "docs/runbook.md").read_text(encoding="utf-8").partition("## Remove a stack")[2].partition("\n## ")[0]
    )
    words = {
        "AWS::DynamoDB::Table": "tables",
        "AWS::Cognito::UserPool": "user pool",
        "AWS::S3::Bucket": "buckets",
        "AWS::KMS::Key": "keys in KMS",
    }
    assert set(words) == stays
    (row,) = [line for line in said.splitlines() if line.startswith("| tables")]
    assert all(word in row.split("|")[1] for word in words.values())


def test_every_table_is_on_demand_encrypted_recoverable_and_protected(of_type):
    for name, table in of_type("AWS::DynamoDB::Table").items():
        assert table["BillingMode"] == "PAY_PER_REQUEST", name
        assert table["PointInTimeRecoverySpecification"] == {"PointInTimeRecoveryEnabled": True}, name
        assert table["SSESpecification"] == {"SSEEnabled": True}, name
        assert table["DeletionProtectionEnabled"] == {"Fn::If": ["IsProd", True, False]}, name


def test_the_ledger_has_its_keys_and_indexes(resources):
    table = resources["LedgerTable"]["Properties"]

    def keys(schema):
        return {key["KeyType"]: key["AttributeName"] for key in schema}

    assert keys(table["KeySchema"]) == {"HASH": "pk", "RANGE": "sk"}
    indexes = {index["IndexName"]: index for index in table["GlobalSecondaryIndexes"]}
    assert {name: keys(index["KeySchema"]) for name, index in indexes.items()} == {
        "due": {"HASH": "due_shard", "RANGE": "due_at"},
        "waiting": {"HASH": "waiting_shard", "RANGE": "waiting_email"},
        "stuck": {"HASH": "stuck_shard", "RANGE": "stuck_order"},
        "reported": {"HASH": "reported_shard"},
        "untold": {"HASH": "untold_shard", "RANGE": "untold_at"},
        "changes": {"HASH": "changed_shard", "RANGE": "changed_order"},
        "learner": {"HASH": "learner_key", "RANGE": "learner_order"},
    }
    whole = {name for name, index in indexes.items() if index["Projection"] == {"ProjectionType": "ALL"}}
    assert whole == {"learner"}
    some = indexes["untold"]["Projection"]
    assert some == {"ProjectionType": "INCLUDE", "NonKeyAttributes": ["email_key", "state"]}
    # Nothing of a lease: it would be a write of the index.
    some = indexes["changes"]["Projection"]
    assert some == {"ProjectionType": "INCLUDE", "NonKeyAttributes": ["reference", "reason", "receipt"]}
    keys_only = set(indexes) - whole - {"untold", "changes"}
    assert {indexes[name]["Projection"]["ProjectionType"] for name in keys_only} == {"KEYS_ONLY"}
    assert {attribute["AttributeType"] for attribute in table["AttributeDefinitions"]} == {"S"}


def test_entries_of_the_audit_log_are_removed_when_their_years_are_over(resources, template):
    table = resources["AuditTable"]["Properties"]
    assert table["TimeToLiveSpecification"] == {"AttributeName": "expires_at", "Enabled": True}
    (index,) = table["GlobalSecondaryIndexes"]
    assert (index["IndexName"], index["Projection"]) == ("actor", {"ProjectionType": "ALL"})
    years = template["Parameters"]["AuditRetentionYears"]
    assert (years["Default"], years["MinValue"]) == (7, 1)


def test_the_intake_is_private_encrypted_versioned_and_tidy(resources):
    bucket = resources["IntakeBucket"]["Properties"]
    assert set(bucket["PublicAccessBlockConfiguration"].values()) == {True}
    assert bucket["VersioningConfiguration"] == {"Status": "Enabled"}
    (encryption,) = bucket["BucketEncryption"]["ServerSideEncryptionConfiguration"]
    assert encryption["ServerSideEncryptionByDefault"]["SSEAlgorithm"] == "AES256"
    rules = bucket["LifecycleConfiguration"]["Rules"]
    assert {"DaysAfterInitiation": 2} in [rule.get("AbortIncompleteMultipartUpload") for rule in rules]
    # Rosters and feeds are records: they end after years, by rules for their folders alone (test_retention.py).
    ended = {rule["Prefix"]: rule["ExpirationInDays"] for rule in rules if "ExpirationInDays" in rule}
    assert set(ended) == {"roster/", "feed/", "rejected/"}
    assert min(ended["roster/"], ended["feed/"]) > 6 * 366


def test_certificates_are_private_encrypted_versioned_and_removed_after_years_alone(resources):
    bucket = resources["CertificateBucket"]["Properties"]
    assert set(bucket["PublicAccessBlockConfiguration"].values()) == {True}
    assert bucket["OwnershipControls"] == {"Rules": [{"ObjectOwnership": "BucketOwnerEnforced"}]}
    assert bucket["VersioningConfiguration"] == {"Status": "Enabled"}
    (encryption,) = bucket["BucketEncryption"]["ServerSideEncryptionConfiguration"]
    assert encryption["ServerSideEncryptionByDefault"]["SSEAlgorithm"] == "AES256"
    rules = bucket["LifecycleConfiguration"]["Rules"]
    (ended,) = [rule for rule in rules if "ExpirationInDays" in rule]
    assert ended["Prefix"] == "certificates/"  # logos stay
    assert ended["ExpirationInDays"] > 6 * 366


def test_exports_of_accounts_are_private_encrypted_and_removed_after_five_weeks(resources):
    bucket = resources["BackupBucket"]["Properties"]
    assert set(bucket["PublicAccessBlockConfiguration"].values()) == {True}
    assert bucket["OwnershipControls"] == {"Rules": [{"ObjectOwnership": "BucketOwnerEnforced"}]}
    (encryption,) = bucket["BucketEncryption"]["ServerSideEncryptionConfiguration"]
    assert encryption["ServerSideEncryptionByDefault"]["SSEAlgorithm"] == "AES256"
    (forget,) = [rule for rule in bucket["LifecycleConfiguration"]["Rules"] if "ExpirationInDays" in rule]
    assert (forget["Prefix"], forget["ExpirationInDays"], forget["Status"]) == ("accounts/", 35, "Enabled")


def test_exports_of_learners_are_private_encrypted_and_really_removed_after_a_week(resources):
    bucket = resources["ExportBucket"]["Properties"]
    assert set(bucket["PublicAccessBlockConfiguration"].values()) == {True}
    assert bucket["OwnershipControls"] == {"Rules": [{"ObjectOwnership": "BucketOwnerEnforced"}]}
    (encryption,) = bucket["BucketEncryption"]["ServerSideEncryptionConfiguration"]
    assert encryption["ServerSideEncryptionByDefault"]["SSEAlgorithm"] == "AES256"
    assert "VersioningConfiguration" not in bucket  # a version would outlast the file, and the erasure
    rules = bucket["LifecycleConfiguration"]["Rules"]
    ends = {rule["Prefix"]: rule["ExpirationInDays"] for rule in rules if "ExpirationInDays" in rule}
    assert ends == {"exports/": 7, "certificates/": 7, "proofs/": 2557, "arriving/": 1}
    assert {"DaysAfterInitiation": 1} in [rule.get("AbortIncompleteMultipartUpload") for rule in rules]


def test_every_queue_keeps_messages_two_weeks_and_encrypted(of_type):
    for name, queue in of_type("AWS::SQS::Queue").items():
        assert queue["MessageRetentionPeriod"] == TWO_WEEKS, name
        assert queue["SqsManagedSseEnabled"] is True, name


def test_a_wake_up_is_given_up_after_eight_attempts_and_kept(template, resources):
    assert resources["DeliveryQueue"]["Properties"]["RedrivePolicy"] == {
        "deadLetterTargetArn": {"Fn::GetAtt": "DeliveryDeadLetterQueue.Arn"},
        "maxReceiveCount": {"Ref": "DeliveryAttempts"},
    }
    assert template["Parameters"]["DeliveryAttempts"]["Default"] == 8
    # The forwarder counts attempts too, and must come to the same number.
    variables = resources["ForwardAscp"]["Properties"]["Environment"]["Variables"]
    assert variables["DELIVERY_ATTEMPTS"] == {"Ref": "DeliveryAttempts"}


def test_bucket_and_queues_refuse_plain_http(resources, of_type):
    guarded = []
    for name, resource in resources.items():
        if resource["Type"] not in {"AWS::SQS::QueuePolicy", "AWS::S3::BucketPolicy"}:
            continue
        properties = resource["Properties"]
        (target,) = [target["Ref"] for target in properties.get("Queues", [properties.get("Bucket")])]
        # Off, as policy or as denial, only where the stack does not run on AWS: the local stack needs plain HTTP.
        allowed = ("OnAws", {"Ref": "AWS::NoValue"})
        conditional = [
            one["Fn::If"] if "Fn::If" in one else [resource.get("Condition"), one, allowed[1]]
            for one in properties["PolicyDocument"]["Statement"]
        ]
        ((condition, statement, otherwise),) = [one for one in conditional if one[1]["Effect"] == "Deny"]
        assert ((condition, otherwise), statement["Effect"]) == (allowed, "Deny"), name
        assert statement["Principal"] == "*"
        assert statement["Condition"] == {"Bool": {"aws:SecureTransport": "false"}}
        assert target in str(statement["Resource"])
        guarded.append(target)
    assert sorted(guarded) == sorted([*of_type("AWS::SQS::Queue"), *of_type("AWS::S3::Bucket")])


def test_on_aws_means_no_endpoint_of_ones_own(template):
    assert template["Conditions"]["OnAws"] == {"Fn::Equals": [{"Ref": "AwsEndpointUrl"}, ""]}
    assert template["Parameters"]["AwsEndpointUrl"]["Default"] == ""


def test_the_template_holds_no_secret_value(resources):
    secret = resources["AscpSecret"]["Properties"]
    assert "SecretString" not in secret
    assert secret["GenerateSecretString"]["GenerateStringKey"] == "client_secret"
