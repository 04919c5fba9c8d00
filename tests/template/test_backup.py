"""settings/backup.yaml: copies of the tables that outlive the stack, and that can be locked."""

import pytest

from local.template import read_template


@pytest.fixture(scope="module")
def backup():
    return read_template("settings/backup.yaml")


def test_copies_are_made_every_day_and_end_when_learners_are_told_that_backups_end(backup):
    [rule] = backup["Resources"]["Plan"]["Properties"]["BackupPlan"]["BackupPlanRule"]
    assert rule["ScheduleExpression"] == "cron(0 10 * * ? *)"
    assert rule["Lifecycle"] == {"DeleteAfterDays": "Days"}
    days = backup["Parameters"]["Days"]
    assert days["Default"] == days["MaxValue"] == 35


def test_each_copy_goes_to_another_region_if_a_vault_there_is_named_and_ends_there_too(backup):
    assert backup["Parameters"]["CopyVaultArn"]["Default"] == ""
    [rule] = backup["Resources"]["Plan"]["Properties"]["BackupPlan"]["BackupPlanRule"]
    condition, [copied], otherwise = rule["CopyActions"]
    assert (condition, otherwise) == ("CopiesElsewhere", "AWS::NoValue")
    assert copied == {"DestinationBackupVaultArn": "CopyVaultArn", "Lifecycle": {"DeleteAfterDays": "Days"}}


def test_the_vault_stays_and_is_locked_for_good_only_when_somebody_says_so(backup):
    vault = backup["Resources"]["Vault"]
    assert vault["DeletionPolicy"] == "RetainExceptOnCreate"
    condition, for_good, otherwise = vault["Properties"]["LockConfiguration"]
    assert condition == "LocksForGood"
    assert for_good == {"MinRetentionDays": "Days", "ChangeableForDays": "LockAfterDays"}
    assert otherwise == {"MinRetentionDays": "Days"}
    assert backup["Parameters"]["LockAfterDays"]["Default"] == 0
    assert backup["Conditions"]["LocksForGood"] == [["LockAfterDays", 0]]


def test_only_aws_backup_of_this_account_takes_the_role(backup):
    [trust] = backup["Resources"]["Role"]["Properties"]["AssumeRolePolicyDocument"]["Statement"]
    assert trust["Principal"] == {"Service": "backup.amazonaws.com"}
    assert "aws:SourceAccount" in trust["Condition"]["StringEquals"]
