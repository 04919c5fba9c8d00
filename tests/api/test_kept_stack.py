"""What `make up` leaves for programs: an address that answers plain requests, and people who can sign in."""

import json

import urllib3

from local.authenticator import code_of
from local.stack import LocalStack
from local.users import LEARNERS, PROVIDER_STAFF, STAFF


def test_a_program_can_use_the_stack_with_nothing_but_the_file(local_stack):
    told = json.loads(local_stack.keep().read_text(encoding="utf-8"))
    http = urllib3.PoolManager()
    assert http.request("GET", f"{told['api_url']}/v1/activities?open=true").status == 200
    assert {"ApiUrl", "UserPoolId", "UserPoolClientId", "ClaimsTableName", "ClaimApiFunctionName"} <= set(
        told["outputs"]
    )
    assert [user["email"] for user in told["users"]] == [*LEARNERS, STAFF, PROVIDER_STAFF]

    def ask(action, **asked):
        headers = {
            "Content-Type": "application/x-amz-json-1.1",
            "X-Amz-Target": f"AWSCognitoIdentityProviderService.{action}",
        }
        body = json.dumps({"ClientId": told["outputs"]["UserPoolClientId"], **asked})
        return http.request("POST", told["endpoint_url"], headers=headers, body=body).json()

    for user in told["users"]:
        given = {"USERNAME": user["email"], "PASSWORD": user["password"]}
        answer = ask("InitiateAuth", AuthFlow="USER_PASSWORD_AUTH", AuthParameters=given)
        if user["authenticator"]:
            code = {"USERNAME": user["email"], "SOFTWARE_TOKEN_MFA_CODE": code_of(user["authenticator"])}
            name = answer["ChallengeName"]
            answer = ask(
                "RespondToAuthChallenge", ChallengeName=name, Session=answer["Session"], ChallengeResponses=code
            )
        token = answer["AuthenticationResult"]["IdToken"]
        me = http.request("GET", f"{told['api_url']}/v1/me", headers={"Authorization": f"Bearer {token}"})
        assert me.json()["email"] == user["email"]
        put = http.request(
            "PUT",
            f"{told['api_url']}/v1/staff/activities/none/badges?dry_run=true",
            headers={"Authorization": f"Bearer {token}", "Content-Type": "text/csv"},
            body="badge_id\nA1\n",
        )
        # Staff read that there is no such activity, the others that it is not for them.
        assert put.status == (404 if user["groups"] else 403)


def test_a_kept_stack_is_found_again_with_its_users(local_stack):
    local_stack.keep()
    found = LocalStack.kept(local_stack.folder)
    assert found.users == local_stack.users
    assert found.api(STAFF).call("GET", "/v1/me").json()["email"] == STAFF
