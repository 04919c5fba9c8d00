"""Records end by the template as the configuration says, and docs/retention.md says the same."""

import re
from datetime import UTC, datetime, timedelta

import pytest

from laurel.platform.retention import (
    AUDIT,
    BACKUPS,
    EXPIRES_AT,
    KINDS,
    LOGS,
    MESSAGES,
    PROFILES,
    SOURCE_ADDRESSES,
    Remover,
)
from local import retention
from tests import stores

AT = datetime(2026, 11, 28, 12, 0, tzinfo=UTC)


def of(remover):
    return [kept for kept in KINDS if kept.remover is remover]


def test_the_document_is_what_the_configuration_says():
    assert retention.FILE.read_text(encoding="utf-8") == retention.text(), "run `make openapi`"


def test_the_tables_remove_items_by_the_attribute(resources):
    for name in ("LedgerTable", "ClaimsTable", "AuditTable"):
        settings = resources[name]["Properties"]["TimeToLiveSpecification"]
        assert settings == {"AttributeName": EXPIRES_AT, "Enabled": True}, name


def test_every_lifecycle_rule_that_ends_files_is_one_of_the_configuration(of_type):
    ruled = {
        f"{name}: {rule['Prefix']}": rule["ExpirationInDays"]
        for name, bucket in of_type("AWS::S3::Bucket").items()
        for rule in bucket["LifecycleConfiguration"]["Rules"]
        if "ExpirationInDays" in rule and rule["Status"] == "Enabled"
    }
    assert ruled == {kept.where: kept.days for kept in of(Remover.BUCKET)}


def test_no_backup_outlasts_what_an_erasure_says(resources):
    rules = resources["BackupBucket"]["Properties"]["LifecycleConfiguration"]["Rules"]
    (accounts,) = [one for one in rules if one.get("Prefix") == "accounts/"]
    longest = accounts["ExpirationInDays"] + accounts["NoncurrentVersionExpiration"]["NoncurrentDays"]
    assert longest < BACKUPS.days <= longest + 3
    for name in ("LedgerTable", "ClaimsTable", "AuditTable"):
        recovery = resources[name]["Properties"]["PointInTimeRecoverySpecification"]
        assert recovery.get("RecoveryPeriodInDays", 35) < BACKUPS.days, name


def test_logs_messages_and_the_audit_log_end_as_configured(template, resources):
    assert template["Parameters"][LOGS.where]["Default"] == LOGS.days
    assert template["Parameters"][AUDIT.where]["Default"] == AUDIT.days // 365
    assert resources[MESSAGES.where]["Properties"]["MessageRetentionPeriod"] == MESSAGES.days * 24 * 3600


def test_addresses_of_callers_are_in_the_listed_logs_alone_and_end_as_configured(of_type):
    limits = stores.template("limits.yaml")["Resources"].values()
    own = [one["Properties"] for one in limits if one["Type"] == "AWS::Logs::LogGroup"]
    groups = [*of_type("AWS::Logs::LogGroup").values(), *own]
    days = {re.sub(r"\$\{.+?}", "…", one["LogGroupName"]["Fn::Sub"]): one["RetentionInDays"] for one in groups}
    with_addresses = {name: days.pop(name) for name in SOURCE_ADDRESSES.where.split(", ")}
    assert set(with_addresses.values()) == {SOURCE_ADDRESSES.days}
    assert [name for name, kept in days.items() if kept != {"Ref": LOGS.where}] == []
    # WAF's logs and those of SFTP have addresses by themselves; the access log of the API names none.
    assert not [name for name in days if name.startswith(("aws-waf-logs", "/aws/transfer"))]


def test_records_of_credit_outlast_the_longest_rule():
    six_years = 6 * 366
    for kept in KINDS:
        if kept.where.startswith(("CREDIT#", "CERTIFICATE#", "LEARNER#, CLAIM#", "CertificateBucket")):
            assert kept.days > six_years, kept.what


def test_a_time_counts_from_the_instant_given():
    (wrong_codes,) = [kept for kept in KINDS if "ATTEMPTS#" in kept.where]
    assert wrong_codes.until(AT) == AT + timedelta(days=30)
    assert wrong_codes.expires_at(AT) == int(AT.timestamp()) + 30 * 24 * 3600


def test_what_ends_with_the_account_has_no_time():
    with pytest.raises(ValueError, match="no time is set"):
        PROFILES.until(AT)
