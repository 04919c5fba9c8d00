"""The outputs that others build against."""

import pytest

EXPECTED = {
    "DashboardName": {"Fn::GetAtt": "Monitoring.Outputs.DashboardName"},
    "IntakeBucketName": {"Ref": "IntakeBucket"},
    "LedgerTableName": {"Ref": "LedgerTable"},
    "AuditTableName": {"Ref": "AuditTable"},
    "DeliveryQueueUrl": {"Ref": "DeliveryQueue"},
    "DeliveryDeadLetterQueueUrl": {"Ref": "DeliveryDeadLetterQueue"},
    "ReportNightlyFunctionName": {"Ref": "ReportNightly.Alias"},
    "ForwardAscpFunctionName": {"Ref": "ForwardAscp.Alias"},
    "FileArrivedRuleName": {"Ref": "FileArrived"},
    "MatchArrivalsFunctionName": {"Ref": "MatchArrivals.Alias"},
    "ReconcileAscpFunctionName": {"Ref": "ReconcileAscp.Alias"},
    "CertificatePdfFunctionName": {"Ref": "CertificatePdf.Alias"},
    "AuthorizeClientsFunctionName": {"Ref": "AuthorizeClients.Alias"},
    "GuardAccountsFunctionName": {"Ref": "GuardAccounts.Alias"},
    "ExportDataFunctionName": {"Ref": "ExportData.Alias"},
    "ExportBucketName": {"Ref": "ExportBucket"},
    "BackupBucketName": {"Ref": "BackupBucket"},
    "SigningSecretArn": {"Ref": "SigningKey"},
    "CertificateBucketName": {"Ref": "CertificateBucket"},
}


@pytest.mark.parametrize("name", EXPECTED)
def test_an_output_is_there_and_means_what_its_name_says(template, name):
    assert template["Outputs"][name]["Value"] == EXPECTED[name]


def test_every_output_says_what_it_is(template):
    assert all(output["Description"] for output in template["Outputs"].values())
