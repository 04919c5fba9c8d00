"""What `make up` leaves for programs: an address that answers plain requests, and people who can sign in."""

import json

import urllib3

from local.stack import LocalStack
from local.users import LEARNERS, STAFF


def test_a_program_can_use_the_stack_with_nothing_but_the_file(local_stack):
    told = json.loads(local_stack.keep().read_text(encoding="utf-8"))
    http = urllib3.PoolManager()
    assert http.request("GET", f"{told['api_url']}/v1/activities?open=true").status == 200
    assert {"ApiUrl", "UserPoolId", "UserPoolClientId", "ClaimsTableName", "ClaimApiFunctionName"} <= set(
        told["outputs"]
    )
    assert [user["email"] for user in told["users"]] == [*LEARNERS, STAFF]
    for user in told["users"]:
        answer = http.request(
            "POST",
            told["endpoint_url"],
            headers={
                "Content-Type": "application/x-amz-json-1.1",
                "X-Amz-Target": "AWSCognitoIdentityProviderService.InitiateAuth",
            },
            body=json.dumps(
                {
                    "AuthFlow": "USER_PASSWORD_AUTH",
                    "ClientId": told["outputs"]["UserPoolClientId"],
                    "AuthParameters": {"USERNAME": user["email"], "PASSWORD": user["password"]},
                }
            ),
        )
        token = answer.json()["AuthenticationResult"]["IdToken"]
        me = http.request("GET", f"{told['api_url']}/v1/me", headers={"Authorization": f"Bearer {token}"})
        assert me.json()["email"] == user["email"]
        put = http.request(
            "PUT",
            f"{told['api_url']}/v1/staff/activities/none/badges?dry_run=true",
            headers={"Authorization": f"Bearer {token}", "Content-Type": "text/csv"},
            body="badge_id\nA1\n",
        )
        # Staff read that there is no such activity, the others that it is not for them.
        assert put.status == (404 if user["groups"] == ["staff"] else 403)


def test_a_kept_stack_is_found_again_with_its_users(local_stack):
    local_stack.keep()
    found = LocalStack.kept(local_stack.folder)
    assert found.users == local_stack.users
    assert found.api(STAFF).call("GET", "/v1/me").json()["email"] == STAFF
