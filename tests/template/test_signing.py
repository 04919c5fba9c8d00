"""Who may use the keys that sign certificates and open badges."""

import pytest

from tests.template.test_permissions import as_list


@pytest.mark.parametrize("key", ["CertificateSigningKey", "BadgeSigningKey"])
def test_only_the_function_that_prints_may_sign_and_nobody_can_give_themselves_the_right(resources, key):
    """The key's own policy, which AWS asks first, lets the account administrate the key without signing."""
    policy = resources[key]["Properties"]["KeyPolicy"]["Statement"]
    signing = [one for one in policy if any(action in ("kms:Sign", "kms:*") for action in as_list(one["Action"]))]
    (only,) = signing
    assert only["Principal"] == {"AWS": {"Fn::GetAtt": "CertificatePdfRole.Arn"}}
    assert set(as_list(only["Action"])) == {"kms:Sign", "kms:GetPublicKey"}
    delegating = {"kms:CreateGrant", "kms:ReplicateKey", "kms:UpdatePrimaryRegion"}
    assert not delegating & {action for one in policy for action in as_list(one["Action"])}


@pytest.mark.parametrize("key", ["CertificateSigningKey", "BadgeSigningKey"])
def test_a_key_outlives_its_stack_and_a_change_of_its_kind(resources, key):
    """What it signed is checked for years."""
    assert resources[key]["DeletionPolicy"] in ("Retain", "RetainExceptOnCreate")
    assert resources[key]["UpdateReplacePolicy"] == "Retain"
