"""The routes of open badges: a learner's badge, and what everyone needs to check it."""

from collections.abc import Iterator

import pytest
from certificate_routes.dependencies import dependencies

from laurel.open_badges.issuer import SIGNED_AGAIN
from laurel.open_badges.tokens import payload_of
from tests.api_events import learner, staff
from tests.functions.certificate_pdf_desk import PrintDesk, new_key, print_desk_on_moto
from tests.functions.claim_api_desk import counted
from tests.unit.open_badges.checkers import ended, jose_says

ISSUER = "/v1/verify/issuer"


@pytest.fixture
def desk(aws: None, monkeypatch: pytest.MonkeyPatch) -> Iterator[PrintDesk]:
    with print_desk_on_moto(monkeypatch.setenv) as found:
        yield found


def badge(desk: PrintDesk, number: str) -> str:
    answer = desk.call("GET", f"/v1/certificates/{number}/badge", learner("ana"))
    assert (answer.status, answer.headers["Content-Type"]) == (200, "application/vc+jwt")
    assert answer.headers["Content-Disposition"] == f'attachment; filename="open-badge-{number}.jwt"'
    assert answer.headers["Cache-Control"] == "no-store"
    return answer.body


def forget_lists() -> None:
    """As if the time of the lists that were signed were over."""
    for address, kept in dependencies().printer.badges._lists.items():
        dependencies().printer.badges._lists[address] = type(kept)(kept.token, kept.at - SIGNED_AGAIN)


@pytest.mark.slow
@pytest.mark.parametrize(("spec", "algorithm"), [("ECC_NIST_P256", "ES256"), ("RSA_3072", "RS256")])
def test_everyone_can_check_a_badge_with_what_it_names(
    desk: PrintDesk, monkeypatch: pytest.MonkeyPatch, spec: str, algorithm: str
) -> None:
    monkeypatch.setenv("BADGE_KEY_ID", new_key(spec))
    dependencies.cache_clear()
    token = badge(desk, desk.printed()["number"])
    keys = desk.call("GET", f"{ISSUER}/keys")
    assert (keys.status, keys.headers["Content-Type"]) == (200, "application/jwk-set+json")
    found = jose_says(token, keys.json()["keys"], algorithms=[algorithm])
    said = found["payload"]
    base = said["id"].rpartition("/v1/")[0]
    key = desk.call("GET", found["header"]["kid"].removeprefix(base))
    assert (key.json(), key.headers["Content-Type"]) == (keys.json()["keys"][0], "application/jwk+json")
    profile = desk.call("GET", said["issuer"]["id"].removeprefix(base))
    assert profile.json().items() >= said["issuer"].items()
    status = desk.call("GET", said["credentialStatus"]["statusListCredential"].removeprefix(base))
    assert (status.status, status.headers["Content-Type"]) == (200, "application/vc+jwt")
    assert (
        jose_says(status.body, keys.json()["keys"])["payload"]["id"] == said["credentialStatus"]["statusListCredential"]
    )
    assert ended(status.body) == set()


@pytest.mark.slow
def test_a_revocation_is_in_the_status_list_within_a_minute(desk: PrintDesk) -> None:
    number = desk.printed_already()["number"]
    place = int(payload_of(badge(desk, number))["credentialStatus"]["statusListIndex"])
    listed = desk.call("GET", f"{ISSUER}/status/0")
    assert place not in ended(listed.body)
    seconds = int(listed.headers["Cache-Control"].partition("max-age=")[2])
    assert listed.headers["Cache-Control"].startswith("public") and seconds + SIGNED_AGAIN.total_seconds() < 60
    revoked = desk.call(
        "POST", f"/v1/staff/certificates/{number}/revoke", staff(), json_body={"reason": "Not attended"}
    )
    assert revoked.status == 200
    forget_lists()
    assert place in ended(desk.call("GET", f"{ISSUER}/status/0").body)


@pytest.mark.parametrize(
    ("path", "status", "code"),
    [
        (f"{ISSUER}/status/7", 404, "not_at_issuer"),
        (f"{ISSUER}/status/x", 404, "not_found"),
        (f"{ISSUER}/status/1000000", 404, "not_found"),
        (f"{ISSUER}/keys/{'x' * 43}", 404, "not_at_issuer"),
        (f"{ISSUER}/keys/short", 404, "not_found"),
    ],
)
def test_what_the_issuer_does_not_have_is_said(desk: PrintDesk, path: str, status: int, code: str) -> None:
    desk.printed_already()
    answer = desk.call("GET", path)
    assert (answer.status, answer.json()["code"]) == (status, code)


def test_a_badge_is_for_its_owner_and_staff(desk: PrintDesk) -> None:
    number = desk.printed_already()["number"]
    path = f"/v1/certificates/{number}/badge"
    assert desk.call("GET", path).status == 401
    assert desk.call("GET", path, learner("bo")).status == 404
    assert desk.call("GET", path, staff()).body == badge(desk, number)


def test_before_the_first_badge_there_is_an_issuer_without_keys(desk: PrintDesk) -> None:
    assert desk.call("GET", f"{ISSUER}/keys").json() == {"keys": []}
    assert desk.call("GET", f"{ISSUER}/profile").json()["type"] == ["Profile"]
    assert desk.call("GET", f"{ISSUER}/status/0").status == 404


def test_a_number_is_still_checked_below_the_same_address(desk: PrintDesk) -> None:
    number = desk.printed_already()["number"]
    assert desk.call("GET", f"/v1/verify/({number})").json()["number"] == number


def test_what_checking_a_badge_costs(desk: PrintDesk) -> None:
    token = badge(desk, desk.printed_already()["number"])
    named = payload_of(token)
    asked = {
        "badge": (named["id"].replace("verify", "certificates") + "/badge", ["GetItem", "GetItem"]),
        "keys": (f"{ISSUER}/keys", ["GetItem"]),
        "profile": (f"{ISSUER}/profile", []),
        "status list": (named["credentialStatus"]["statusListCredential"], ["BatchGetItem"]),
        "status list again": (named["credentialStatus"]["statusListCredential"], []),
    }
    made = {}
    for name, (address, _) in asked.items():
        with counted() as calls:
            answer = desk.call("GET", "/v1" + address.partition("/v1")[2], learner("ana"))
        assert answer.status == 200, (name, answer)
        made[name] = calls
    assert made == {name: cost for name, (_, cost) in asked.items()}
