"""docs/deploy.md: the commands that the local AWS knows are made one after the other, as they are written there."""

import re

import pytest

from local.places import ROOT
from tests.aws_commands import answer_to, commands

TEXT = (ROOT / "docs/deploy.md").read_text(encoding="utf-8")
POLICIES = sorted(file.stem for file in (ROOT / "settings/deployer").glob("*.json") if file.stem != "trust")
# The local AWS has none of this, or other tests do it and more.
LEFT_OUT = {"list-service-quotas", "put-email-identity-mail-from-attributes", "invoke"}


@pytest.mark.filterwarnings("ignore:deprecated string literal syntax")
def test_what_the_document_says_works(local_stack):
    clients, secrets = local_stack.client, local_stack.client("secretsmanager")
    policies = [f"settings/deployer/{one}.json" for one in POLICIES]
    files = {name: (ROOT / name).read_text(encoding="utf-8") for name in [*policies, "settings/deployer/trust.json"]}
    files["trust.json"] = files["settings/deployer/trust.json"]
    # Other tests deliver with it.
    files["secret.json"] = secrets.get_secret_value(SecretId=local_stack.outputs["AscpSecretArn"])["SecretString"]
    assert [sorted(found.split()) for found in re.findall(r"for policy in (.+); do", TEXT)] == [POLICIES] * 2
    shell = {"stage": "dev", "stack": "laurel", "domain": "deploy.example.org"}
    shell["account"] = clients("sts").get_caller_identity()["Account"]
    text = re.sub(r"\$\(output (\w+)\)", lambda found: local_stack.outputs[found[1]], TEXT)
    answers = {}
    for words in commands(text):
        if words[1] in LEFT_OUT:
            continue
        for shell["policy"] in POLICIES if "$policy" in " ".join(words) else [""]:
            filled = [re.sub(r"\$(\w+)", lambda found: shell.get(found[1], found[0]), one) for one in words]
            certificate = answers.get("request-certificate", {}).get("CertificateArn")
            given = [certificate if one == "ARN" else one for one in filled]
            answers[words[1]] = answer_to(given, clients, files)
    assert {"describe-stacks", "put-secret-value", "create-open-id-connect-provider"} <= set(answers)
    assert len(answers["get-email-identity"]) == 3
    _, (record,) = answers["describe-certificate"]
    assert record["Type"] == "CNAME"
    attached = clients("iam").list_attached_role_policies(RoleName="deploy-laurel-dev")["AttachedPolicies"]
    assert sorted(one["PolicyName"] for one in attached) == [f"laurel-{one}" for one in POLICIES]
