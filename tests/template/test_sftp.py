"""SFTP is off by default; switched on, people log in with keys alone, and nobody reads or removes a file there."""

from tests import stores

PARTS = {"SftpServer": "AWS::Transfer::Server", "SftpLogs": "AWS::Logs::LogGroup", "SftpRole": "AWS::IAM::Role"}


def test_sftp_is_off_by_default_and_then_nothing_of_it_is_there(template, resources):
    assert template["Parameters"]["Sftp"]["Default"] == "off"
    assert template["Conditions"]["HasSftp"] == {"Fn::Equals": [{"Ref": "Sftp"}, "on"]}
    named = {name: one["Type"] for name, one in resources.items() if "sftp" in name.casefold()}
    assert named == PARTS
    assert all(resources[name]["Condition"] == "HasSftp" for name in PARTS)
    outputs = {name: one for name, one in template["Outputs"].items() if "Sftp" in name}
    assert set(outputs) == {"SftpServerId", "SftpAddress", "SftpRoleArn"}
    assert all(one["Condition"] == "HasSftp" for one in outputs.values())


def test_the_server_takes_keys_alone_and_speaks_sftp_alone():
    server = stores.properties("SftpServer")
    # Users of the service itself have no passwords; another kind of identity provider may.
    assert server["IdentityProviderType"] == "SERVICE_MANAGED"
    assert "IdentityProviderDetails" not in server
    assert (server["Protocols"], server["Domain"]) == (["SFTP"], "S3")
    assert server["SecurityPolicyName"] >= "TransferSecurityPolicy-2024-01"


def test_the_role_is_for_users_of_this_server_and_can_put_list_and_read_rejected_rows():
    role = stores.properties("SftpRole")
    (trust,) = role["AssumeRolePolicyDocument"]["Statement"]
    assert trust["Principal"] == {"Service": "transfer.amazonaws.com"}
    assert trust["Condition"]["StringEquals"] == {"aws:SourceAccount": {"Ref": "AWS::AccountId"}}
    assert trust["Condition"]["ArnLike"]["aws:SourceArn"]["Fn::Sub"].endswith(":user/${SftpServer.ServerId}/*")
    statements = role["Policies"][0]["PolicyDocument"]["Statement"]
    assert {one["Action"] for one in statements} == {"s3:PutObject", "s3:GetObject", "s3:ListBucket"}
    (reading,) = [one for one in statements if one["Action"] == "s3:GetObject"]
    assert reading["Resource"] == {"Fn::Sub": "${IntakeBucket.Arn}/rejected/*"}
    (listing,) = [one for one in statements if one["Action"] == "s3:ListBucket"]
    assert listing["Condition"] == {"StringLike": {"s3:prefix": ["feed/*", "roster/ascls/*", "rejected/*"]}}
