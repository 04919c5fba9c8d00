"""Where a learner is logged in: each sign-in is listed, and one that is ended gets no new tokens."""

from datetime import timedelta

import pytest
from guard_tokens import SessionEndedError

from laurel.learners import sign_ins
from laurel.learners.browsers import browser_of
from laurel.platform.callers import session_id_of
from laurel.platform.table import Table
from tests import stores
from tests.functions.account_desk import NEW, OLD, POOL, accounts_on_moto

FIREFOX = "Mozilla/5.0 (Windows NT 10.0; Win64; x64; rv:145.0) Gecko/20100101 Firefox/145.0"


@pytest.fixture
def desk(aws, monkeypatch):
    with accounts_on_moto(monkeypatch) as found:
        yield found


def signs_in(desk, name="ana"):
    """The ID token of a new session."""
    return desk.token(name)


def renews(desk, claims):
    desk.tickets[claims["sub"]] = claims["session"]
    try:
        return desk.token(claims["sub"], "RefreshTokens")
    except SessionEndedError:
        return None


def sessions(desk, claims, method="GET", path="", **given):
    answer = desk.claims.call(method, f"/v1/me/sessions{path}", claims, **given)
    assert answer.status == 200, answer
    return answer.json()["items"]


def test_each_sign_in_is_listed_with_its_browser_and_when_it_was_last_seen(desk):
    first = signs_in(desk)
    named = sessions(desk, first, "PUT", "/this", headers={"User-Agent": FIREFOX})
    assert [(one["browser"], one["this"], one["open"]) for one in named if one["this"]] == [
        ("Firefox, Windows", True, True)
    ]
    desk.later += timedelta(minutes=20)
    renewed = renews(desk, first)
    assert renewed["session"] == first["session"]
    second = signs_in(desk)
    shown, mine, *_ = sessions(desk, second)
    assert (shown["this"], shown["browser"]) == (True, None)
    assert mine["session_id"] == session_id_of(first["session"])
    assert mine["seen_at"] > mine["started_at"]
    assert first["session"] not in str(sessions(desk, second))
    # The name stays: who copied the session cannot give it another.
    sessions(desk, first, "PUT", "/this", headers={"User-Agent": "curl/8"})
    assert sessions(desk, first)[1]["browser"] == "Firefox, Windows"


def test_an_ended_session_gets_no_new_tokens_and_the_others_go_on(desk):
    thief, owner = signs_in(desk), signs_in(desk)
    for _ in range(2):
        left = sessions(desk, owner, "DELETE", f"/{session_id_of(thief['session'])}")
    assert [one["open"] for one in left][:2] == [True, False]
    assert renews(desk, thief) is None
    assert renews(desk, owner)
    assert desk.acts()[:2] == ["session.ended", "session.ended"]


def test_to_log_out_ends_this_session_and_is_no_entry(desk):
    claims = signs_in(desk)
    sessions(desk, claims, "DELETE", "/this")
    assert renews(desk, claims) is None
    assert "session.ended" not in desk.acts()


def test_all_sessions_end_at_once_and_a_new_sign_in_is_a_new_one(desk):
    held = [signs_in(desk) for _ in range(3)]
    assert not any(one["open"] for one in sessions(desk, held[0], "DELETE"))
    assert [renews(desk, one) for one in held] == [None, None, None]
    assert desk.acts()[0] == "sessions.ended"
    again = signs_in(desk)
    assert renews(desk, again)


def test_more_sessions_than_one_transaction_takes_all_end(desk, monkeypatch):
    monkeypatch.setattr(sign_ins, "_ENDED_AT_ONCE", 2)
    held = [signs_in(desk) for _ in range(5)]
    sessions(desk, held[0], "DELETE")
    assert not any(renews(desk, one) for one in held)
    assert desk.acts().count("sessions.ended") == 1


@pytest.mark.parametrize("session", ["", "made-up", "of-bea"])
def test_a_renewal_that_does_not_name_its_own_session_is_refused(desk, session):
    """Whoever copied the refresh token of a session that was ended cannot name another one."""
    desk.pool.add("bea", "bea@example.org")
    of_bea = signs_in(desk, "bea")["session"]
    claims = signs_in(desk)
    assert renews(desk, {**claims, "session": of_bea if session == "of-bea" else session}) is None
    # Nor does the ID do that the list shows.
    assert renews(desk, {**claims, "session": session_id_of(claims["session"])}) is None
    assert renews(desk, claims)


def test_nobody_sees_or_ends_the_sessions_of_another(desk):
    desk.pool.add("bea", "bea@example.org")
    ana, bea = signs_in(desk), signs_in(desk, "bea")
    of_ana = session_id_of(ana["session"])
    assert of_ana not in str(sessions(desk, bea))
    refused = desk.claims.call("DELETE", f"/v1/me/sessions/{of_ana}", bea)
    assert (refused.status, refused.code) == (404, "session_not_found")
    sessions(desk, bea, "DELETE")
    assert renews(desk, ana)


def test_a_new_password_and_the_undoing_of_a_change_end_them_too(desk):
    claims = signs_in(desk)
    event = {"userPoolId": POOL, "userName": "ana", "request": {"userAttributes": {"email": OLD}}, "response": {}}
    desk.guard({**event, "triggerSource": "PostConfirmation_ConfirmForgotPassword"})
    assert renews(desk, claims) is None
    other = signs_in(desk)
    assert desk.follow("undo", desk.links(OLD)["undo"]).status == 200
    assert renews(desk, other) is None


def reported(desk, call, at):
    """What EventBridge says of a call that nobody made in the portal, or whose portal was closed right after it."""
    event = {"task": "call", "user_pool_id": POOL, "user_name": "ana", "call": call}
    assert desk.guard({**event, "at": at.isoformat()}) == {"followed": True}


def test_a_new_password_ends_the_sessions_from_before_it_although_the_portal_was_closed(desk):
    before, at = signs_in(desk), desk.now
    after = signs_in(desk)
    for _ in range(2):
        reported(desk, "ChangePassword", at)
    assert [renews(desk, one) is None for one in (before, after)] == [True, False]


@pytest.mark.parametrize(
    ("noticed", "go_on"),
    [("report", [False, False]), ("sign-in", [False, False, True]), ("renewal", [True, False]), ("night", [False] * 2)],
)
def test_a_new_address_ends_the_sessions_from_before_it_however_it_is_noticed(desk, monkeypatch, noticed, go_on):
    monkeypatch.setenv("BACKUP_BUCKET_NAME", stores.make_bucket("BackupBucket"))
    held = [signs_in(desk) for _ in range(2)]
    desk.pool.users["ana"]["email"] = NEW
    match noticed:
        case "report":
            reported(desk, "VerifyUserAttribute", desk.now)
        case "sign-in":
            held.append(signs_in(desk))
        case "renewal":
            assert renews(desk, held[0])
        case "night":
            desk.guard({"user_pool_id": POOL, "task": "export"})
    assert [renews(desk, one) is not None for one in held] == go_on
    # Once is enough: the same address again is no change.
    held.append(signs_in(desk))
    reported(desk, "VerifyUserAttribute", desk.now)
    assert renews(desk, held[-1])


def test_more_sessions_than_one_transaction_takes_end_with_a_change_too(desk, monkeypatch):
    monkeypatch.setattr(sign_ins, "_ENDED_AT_ONCE", 2)
    held = [signs_in(desk) for _ in range(5)]
    reported(desk, "ChangePassword", desk.now)
    assert not any(renews(desk, one) for one in held)


def test_a_token_from_before_there_was_a_list_sees_it_and_can_end_all(desk):
    claims = {name: value for name, value in signs_in(desk).items() if name != "session"}
    assert not any(one["this"] for one in sessions(desk, claims))
    assert desk.claims.call("DELETE", "/v1/me/sessions/this", claims).status == 404
    sessions(desk, claims, "PUT", "/this")
    assert not any(one["open"] for one in sessions(desk, claims, "DELETE"))


def test_a_sign_in_is_kept_for_thirty_days_and_its_session_ends_after_eight_hours(desk):
    claims = signs_in(desk)
    [item] = [
        one
        for one in Table("ClaimsTable").query(None, "pk = :pk", pk="LEARNER#ana")
        if one["sk"] == f"SIGNIN#{session_id_of(claims['session'])}"
    ]
    assert abs(float(item["expires_at"]) - (desk.now + timedelta(days=30)).timestamp()) < 5
    [one] = [one for one in sign_ins.sign_ins_of(Table("ClaimsTable"), ["ana"]) if one.session_id in item["sk"]]
    assert one.is_open(desk.now)
    assert not one.is_open(desk.now + sign_ins.LASTS)


@pytest.mark.parametrize(
    ("agent", "browser"),
    [
        (FIREFOX, "Firefox, Windows"),
        ("Mozilla/5.0 (Windows NT 10.0) AppleWebKit/537.36 Chrome/142.0 Safari/537.36 Edg/142.0", "Edge, Windows"),
        (
            "Mozilla/5.0 (Linux; Android 14; Pixel 8) AppleWebKit/537.36 Chrome/142.0 Mobile Safari/537.36",
            "Chrome, Android",
        ),
        (
            "Mozilla/5.0 (iPhone; CPU iPhone OS 18_0 like Mac OS X) Version/18.0 Mobile/15E148 Safari/604.1",
            "Safari, iPhone",
        ),
        ("Mozilla/5.0 (Macintosh; Intel Mac OS X 10_15_7) Version/14.1 Safari/605.1.15", "Safari, Mac"),
        ("Mozilla/5.0 (X11; CrOS x86_64 14541.0.0) AppleWebKit/537.36 Chrome/142.0 Safari/537.36", "Chrome, ChromeOS"),
        ("curl/8.5.0", "Unknown browser"),
        ("<script>" * 1000, "Unknown browser"),
        ("", "Unknown browser"),
    ],
)
def test_a_browser_is_named_by_family_and_system_alone(agent, browser):
    assert browser_of(agent) == browser
