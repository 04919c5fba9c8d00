"""Who may use the key that signs certificates."""

from tests.template.test_permissions import as_list


def test_only_the_function_that_prints_may_sign_and_nobody_can_give_themselves_the_right(resources):
    """The key's own policy, which AWS asks first, lets the account administrate the key without signing."""
    policy = resources["CertificateSigningKey"]["Properties"]["KeyPolicy"]["Statement"]
    signing = [one for one in policy if any(action in ("kms:Sign", "kms:*") for action in as_list(one["Action"]))]
    (only,) = signing
    assert only["Principal"] == {"AWS": {"Fn::GetAtt": "CertificatePdfRole.Arn"}}
    assert set(as_list(only["Action"])) == {"kms:Sign", "kms:GetPublicKey"}
    delegating = {"kms:CreateGrant", "kms:ReplicateKey", "kms:UpdatePrimaryRegion"}
    assert not delegating & {action for one in policy for action in as_list(one["Action"])}
