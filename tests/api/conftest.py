"""The deployed API with its real authorizer: the sample catalog, learners, staff, and tokens of all kinds."""

import base64
import json
import time
from dataclasses import dataclass
from datetime import UTC, date, datetime
from typing import Any

import pytest
from cryptography.hazmat.primitives import hashes, serialization
from cryptography.hazmat.primitives.asymmetric import padding, rsa

from laurel.audit.acts import Actor, ActorKind
from laurel.intake.bucket import IntakeFile
from laurel.intake.checkpoints import TakenFiles
from laurel.intake.feed_cards import file_id_of
from laurel.intake.file_report import FileOutcome, FileReport
from laurel.ledger.credit import Step
from laurel.ledger.states import State
from laurel.ledger.store import Change, Ledger
from laurel.notices.unsubscribe_links import UnsubscribeLinks
from laurel.platform.base64url import base64url
from laurel.platform.callers import ASCLS, Right
from laurel.platform.ids import derived_id
from laurel.platform.refusal import Refusal
from laurel.platform.table import Table
from local import users
from local.api import Api
from local.catalog import put_catalog
from local.clients import access_token, desk_of
from local.demo_claims import answers
from local.places import STACK_NAME
from local.sample_catalog import MEETING, ONLINE, WEBINAR, WEBINAR_CODE, badge_ids
from local.sample_catalog.parts import SOCIETY
from local.stack import LocalStack
from local.users import PROVIDER_STAFF, STAFF, User, new_password
from tests.credits import START, a_credit
from tests.printing import print_as_seen


@dataclass(frozen=True)
class World:
    """The API, a token of each kind, who signed in when with it, and Ana's data: claims (a draft with one session, one
    of an online course), the certificate number of a third claim, and credits by the test that uses them. `file_id` is
    a file of her provider.
    """

    stack: LocalStack
    tokens: dict[str, str | None]
    people: dict[str, User]
    signed_in: dict[str, float]
    meeting: dict[str, Any]
    session: dict[str, Any]
    claim: str
    course: str
    certificate: str
    credits: dict[str, str]
    stop_token: str
    file_id: str

    @property
    def learner_id(self) -> str:
        return str(_read(str(self.tokens["ana"]).split(".")[1])["sub"])

    def call(self, method: str, path: str, who: str, **given: Any) -> Any:
        return Api(self.stack.api_url, self.tokens[who]).call(method, path, **given)

    def sign_in_again(self, who: str) -> None:
        """Replaces the token of a person whose sign-in is too old for some routes, or soon will be."""
        if who in self.people and time.monotonic() - self.signed_in.get(who, self.signed_in[""]) > 240:
            client = self.stack.outputs["UserPoolClientId"]
            self.tokens[who] = users.sign_in(self.stack.client, client, self.people[who])
            self.signed_in[who] = time.monotonic()

    def attended(self, session: dict[str, Any]) -> dict[str, Any]:
        evaluation = answers(self.meeting, session["evaluation_form"])
        return {"credits": session["maximum"]["pace"], "evaluation": evaluation}


def _made(stack: LocalStack, email: str, *groups: str, **given: Any) -> User:
    user = User(email, new_password(), groups)
    users.create(stack.client, stack.outputs["UserPoolId"], [user], **given)
    return user


CREDITS = (Right.WRITE_CREDITS, Right.READ_CREDITS)
PROGRAMS = (
    ("client_a", SOCIETY, CREDITS),
    ("client_b", "asm", CREDITS),
    ("client_ascls", ASCLS, (Right.WRITE_ROSTER,)),
)


def _program(stack: LocalStack, owner: str, *rights: Right) -> str:
    """The access token of a new machine client."""
    made = desk_of(stack).create(owner, f"Program of {owner}", rights, actor=Actor(ActorKind.OPERATOR, "tests"))
    assert not isinstance(made, Refusal)
    return access_token(stack.endpoint_url + "/oauth2/token", made.client_id, made.secret)


def _signed(claims: dict[str, Any], header: dict[str, Any], key: Any) -> str:
    signed = ".".join(base64url(json.dumps(one).encode()) for one in (header, claims))
    signature = key.sign(signed.encode(), padding.PKCS1v15(), hashes.SHA256())
    return f"{signed}.{base64url(signature)}"


def _read(part: str) -> dict[str, Any]:
    return json.loads(base64.urlsafe_b64decode(part + "=" * (-len(part) % 4)))


def _another_pools_token(stack: LocalStack) -> str:
    cognito = stack.client("cognito-idp")
    pool = cognito.create_user_pool(PoolName="another")["UserPool"]["Id"]
    client = cognito.create_user_pool_client(
        UserPoolId=pool, ClientName="another", ExplicitAuthFlows=["ALLOW_USER_PASSWORD_AUTH"]
    )["UserPoolClient"]["ClientId"]
    user = User("ana@example.org", new_password())
    users.create(stack.client, pool, [user])
    return users.sign_in(stack.client, client, user)


def _tokens(stack: LocalStack) -> tuple[dict[str, str | None], dict[str, User]]:
    pool, client = stack.outputs["UserPoolId"], stack.outputs["UserPoolClientId"]
    own = stack.outputs["AccountClientId"]
    ana, bea = _made(stack, "ana@example.org"), _made(stack, "bea@example.org")
    unverified = _made(stack, "una@example.org", verified=False)
    (staff,) = [user for user in stack.users if user.email == STAFF]
    (staff_a,) = [user for user in stack.users if user.email == PROVIDER_STAFF]
    staff_b = users.with_authenticator(stack.client, own, _made(stack, "ben@example.org", "provider:asm"))
    people = {
        "ana": ana,
        "bea": bea,
        "unverified": unverified,
        "staff": staff,
        "staff_a": staff_a,
        "staff_b": staff_b,
    }
    signed_in = {name: users.sign_in(stack.client, client, user) for name, user in people.items()}
    header, claims, signature = signed_in["ana"].split(".")
    as_staff = {**_read(claims), "cognito:groups": ["staff"]}
    forged = base64url(json.dumps(as_staff).encode())
    pem = (stack.folder / "ministack" / "state" / "cognito-pool-keys" / f"{pool}-id.pem").read_bytes()
    past = int(time.time()) - 60
    expired = {**_read(claims), "iat": past - 3600, "auth_time": past - 3600, "exp": past}
    answer = stack.client("cognito-idp").initiate_auth(
        ClientId=client,
        AuthFlow="USER_PASSWORD_AUTH",
        AuthParameters={"USERNAME": ana.email, "PASSWORD": ana.password},
    )
    tokens = {
        **signed_in,
        **{name: _program(stack, owner, *rights) for name, owner, rights in PROGRAMS},
        "nobody": None,
        "garbage": "garbage",
        "changed": f"{header}.{forged}.{signature}",
        "unsigned": f"{base64url(b'{"alg":"none"}')}.{forged}.",
        "signed by another": _signed(as_staff, _read(header), rsa.generate_private_key(65537, 2048)),
        "of another pool": _another_pools_token(stack),
        "expired": _signed(expired, _read(header), serialization.load_pem_private_key(pem, None)),
        "access token": answer["AuthenticationResult"]["AccessToken"],
    }
    return tokens, people


def _printed(ana: Api, claim: str) -> str:
    """The number of the certificate of this claim for the webinar."""
    webinar = ana.call("GET", f"/v1/activities/{WEBINAR}").json()
    [session] = ana.call("GET", f"/v1/activities/{WEBINAR}/sessions").json()["items"]
    attended = {"credits": "1.5", "evaluation": answers(webinar, session["evaluation_form"])}
    read = {"acknowledged": [one["id"] for one in webinar["disclosures"]]}
    assert ana.call("PATCH", "/v1/me", json={"name_as_printed": "Ana Lima"}).status == 200
    assert ana.call("PUT", f"/v1/claims/{claim}/disclosures", json=read).status == 200
    assert ana.call("PUT", f"/v1/claims/{claim}/sessions/{session['id']}", json=attended).status == 200
    printed = print_as_seen(ana, claim)
    assert printed.status == 201, printed.data
    number: str = printed.json()["number"]
    return number


def _credits(stack: LocalStack) -> dict[str, str]:
    """Credits of Ana's in the ledger; none of them is due in any night of these tests."""
    never = datetime(2999, 1, 1, tzinfo=UTC)
    refused = {"reason": "name_mismatch", "member_number": "M1", "due_at": None}
    states: dict[str, dict[str, Any]] = {
        "retry": {"state": State.UNMATCHED, "reason": "not_a_member", "due_at": never},
        "self-reported": {"state": State.EARNED, "due_at": never},
        "release": {"state": State.REJECTED, **refused},
        "withdraw": {"state": State.UNMATCHED, "reason": "not_a_member", "due_at": None},
        "correct": {"state": State.UNMATCHED, "reason": "not_a_member", "due_at": None},
        "match": {"state": State.UNMATCHED, "reason": "ambiguous_email", "due_at": None},
        "undo-withdrawal": {"state": State.WITHDRAWN, "due_at": None},
    }
    email = {"email": "ana@example.org", "email_key": "ana@example.org", "provider": SOCIETY}
    made = {
        deed: a_credit(derived_id("matrix", deed), timeline=(Step(START, changes["state"]),), **email, **changes)
        for deed, changes in states.items()
    }
    ledger = Ledger(Table(stack.outputs["LedgerTableName"], stack.client("dynamodb")))
    assert None not in ledger.save([Change(None, credit) for credit in made.values()])
    return {deed: credit.credit_id for deed, credit in made.items()}


def _file(stack: LocalStack) -> str:
    """The ID of a file that a run has taken; it is no longer in the bucket."""
    file = IntakeFile(f"feed/{SOCIETY}/matrix.csv", "e1", 1, START)
    report = FileReport(key=file.key, outcome=FileOutcome.TAKEN)
    table = Table(stack.outputs["LedgerTableName"], stack.client("dynamodb"))
    TakenFiles(table).record(file, report, run_id="matrix", at=START)
    return file_id_of(file)


def _stop_token(stack: LocalStack, id_token: str | None) -> str:
    """What the link in Ana's mails carries."""
    named = {"StackName": STACK_NAME, "LogicalResourceId": "SigningKey"}
    secret = stack.client("cloudformation").describe_stack_resource(**named)["StackResourceDetail"]
    secrets = stack.client("secretsmanager")
    key = secrets.get_secret_value(SecretId=secret["PhysicalResourceId"])["SecretString"].encode()
    return UnsubscribeLinks(lambda: key).token(_read(str(id_token).split(".")[1])["sub"])


@pytest.fixture(scope="session")
def world(local_stack: LocalStack, sample_day: date) -> World:
    put_catalog(local_stack.api(STAFF), sample_day)
    began = time.monotonic()
    tokens, people = _tokens(local_stack)
    ana = Api(local_stack.api_url, tokens["ana"])

    def opened(**wanted: Any) -> str:
        answer = ana.call("POST", "/v1/claims", json={"statement": "pace", **wanted})
        assert answer.status == 201, answer.data
        return answer.json()["claim_id"]

    meeting = ana.call("GET", f"/v1/activities/{MEETING}").json()
    session = ana.call("GET", f"/v1/activities/{MEETING}/sessions?limit=1").json()["items"][0]
    badge = badge_ids()[-1]
    claim, course = opened(activity_id=MEETING, access_code=badge), opened(activity_id=ONLINE)
    certificate = _printed(ana, opened(activity_id=WEBINAR, access_code=WEBINAR_CODE))
    world = World(
        local_stack,
        tokens,
        people,
        {"": began},
        meeting,
        session,
        claim,
        course,
        certificate,
        _credits(local_stack),
        _stop_token(local_stack, tokens["ana"]),
        _file(local_stack),
    )
    read = {"acknowledged": [one["id"] for one in meeting["disclosures"]]}
    assert ana.call("PUT", f"/v1/claims/{claim}/disclosures", json=read).status == 200
    put = ana.call("PUT", f"/v1/claims/{claim}/sessions/{session['id']}", json=world.attended(session))
    assert put.status == 200, put.data
    return world
