"""Copies of certificates in a second bucket: only when it is named, of documents alone, and never deleted from here."""

from tests.template.test_permissions import as_list


def test_without_a_bucket_for_copies_nothing_is_copied(template, resources):
    assert template["Parameters"]["CertificateReplicaBucketArn"]["Default"] == ""
    wanted, _, nothing = resources["CertificateBucket"]["Properties"]["ReplicationConfiguration"]["Fn::If"]
    assert (wanted, nothing) == ("ReplicateCertificates", {"Ref": "AWS::NoValue"})
    for name in ("CertificateReplicationRole", "CertificateReplicationRights"):
        assert resources[name]["Condition"] == wanted


def test_a_deletion_does_not_reach_the_copies(resources):
    _, replication, _ = resources["CertificateBucket"]["Properties"]["ReplicationConfiguration"]["Fn::If"]
    [rule] = replication["Rules"]
    assert (rule["Status"], rule["Filter"]) == ("Enabled", {"Prefix": "certificates/"})
    assert rule["DeleteMarkerReplication"] == {"Status": "Disabled"}
    rights = resources["CertificateReplicationRights"]["Properties"]["PolicyDocument"]["Statement"]
    assert "s3:ReplicateDelete" not in {action for one in rights for action in as_list(one["Action"])}


def test_s3_may_copy_documents_and_nothing_else(resources):
    rights = resources["CertificateReplicationRights"]["Properties"]
    assert rights["RoleName"] == {"Ref": "CertificateReplicationRole"}
    found = {
        one["Sid"]: (set(as_list(one["Action"])), one["Resource"]) for one in rights["PolicyDocument"]["Statement"]
    }
    read = {"s3:GetObjectVersionForReplication", "s3:GetObjectVersionAcl", "s3:GetObjectVersionTagging"}
    assert found == {
        "ReadWhatToCopy": (
            {"s3:GetReplicationConfiguration", "s3:ListBucket"},
            {"Fn::GetAtt": "CertificateBucket.Arn"},
        ),
        "ReadDocuments": (read, {"Fn::Sub": "${CertificateBucket.Arn}/certificates/*"}),
        "WriteCopies": (
            {"s3:ReplicateObject", "s3:ReplicateTags"},
            {"Fn::Sub": "${CertificateReplicaBucketArn}/certificates/*"},
        ),
    }
    trust = resources["CertificateReplicationRole"]["Properties"]["AssumeRolePolicyDocument"]["Statement"]
    assert [one["Principal"] for one in trust] == [{"Service": "s3.amazonaws.com"}]
    assert resources["CertificateReplicationRole"]["Properties"]["Policies"] == []
