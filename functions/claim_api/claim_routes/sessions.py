"""Where a learner is logged in: a list, and ending one session or all."""

from collections.abc import Callable

from aws_lambda_powertools.event_handler import Response
from aws_lambda_powertools.event_handler.api_gateway import Router

from claim_routes.dependencies import dependencies
from claim_routes.parameters import SessionIdOfMineParam
from laurel.audit.acts import Actor, AuditAct
from laurel.learners import sign_ins
from laurel.learners.browsers import browser_of
from laurel.learners.records import expect_account
from laurel.learners.refusals import SESSION_NOT_FOUND
from laurel.learners.sign_in_views import MySessionsView
from laurel.learners.sign_ins import LearnerSession
from laurel.platform.callers import Caller
from laurel.platform.clock import utc_now
from laurel.platform.http_answers import show
from laurel.platform.http_api import caller
from laurel.platform.http_routes import about
from laurel.platform.problems import RefusedRequest

router: Router = Router()  # type: ignore[no-untyped-call]
TAG = "Learner"
THIS = "this"


@router.get(
    "/v1/me/sessions",
    **about(
        "listMySessions",
        "Where you are logged in",
        "The sign-ins of the last 30 days: when, with which browser, and when each was last seen. No network address.",
        tag=TAG,
        who="learner",
        gives="The sessions",
    ),
)
def get_my_sessions() -> Response[MySessionsView]:
    """The caller's sessions."""
    return _shown(_known_caller())


@router.put(
    "/v1/me/sessions/this",
    **about(
        "nameMySession",
        "Name the browser of this session",
        "Notes browser and system from the header `User-Agent`, once: `Firefox, Windows`. The portal does it after each"
        " sign-in.",
        tag=TAG,
        who="learner",
        gives="The sessions",
    ),
)
def put_my_session() -> Response[MySessionsView]:
    """Names the browser of the caller's session."""
    who = caller(router)
    expect_account(dependencies().table, who.learner_id)
    browser = browser_of(router.current_event.headers.get("user-agent") or "")
    sign_ins.name(dependencies().table, who.learner_ids, who.session_id, browser)
    return _shown(who)


@router.delete(
    "/v1/me/sessions",
    **about(
        "endMySessions",
        "Log out everywhere",
        "Ends all sessions, this one too. None of them gets new tokens. A page that is open elsewhere can show its data"
        " for up to 15 minutes.",
        tag=TAG,
        who="learner",
        gives="The sessions",
    ),
)
def delete_my_sessions() -> Response[MySessionsView]:
    """Ends all sessions of the caller."""
    return _end(_known_caller(), lambda _: True, AuditAct.SESSIONS_ENDED)


@router.delete(
    "/v1/me/sessions/<session_id>",
    **about(
        "endMySession",
        "End one session",
        "It gets no new tokens. A page that is open there can show its data for up to 15 minutes. `this` is the session"
        " of this request.",
        tag=TAG,
        who="learner",
        gives="The sessions",
    ),
)
def delete_my_session(session_id: SessionIdOfMineParam) -> Response[MySessionsView]:
    """Ends one session of the caller."""
    who = _known_caller()
    wanted = who.session_id if session_id == THIS else session_id
    # To log out is no news; to end the session of another browser is.
    act = None if wanted == who.session_id else AuditAct.SESSION_ENDED
    return _end(who, lambda one: one.session_id == wanted, act, expected=True)


def _known_caller() -> Caller:
    """The caller, whose account was not erased. Raises RefusedRequest."""
    who = caller(router)
    dependencies().registry.recognize(who)
    return who


def _end(
    who: Caller, wanted: Callable[[LearnerSession], bool], act: AuditAct | None, *, expected: bool = False
) -> Response[MySessionsView]:
    here, at = dependencies(), utc_now()
    found = sign_ins.sign_ins_of(here.table, who.learner_ids)
    ended = [one for one in found if wanted(one)]
    if expected and not ended:
        raise RefusedRequest(SESSION_NOT_FOUND.refuse())
    ended = [one for one in ended if one.is_open(at)]
    actor, about_it = Actor.learner(who.learner_id), {"sessions": str(len(ended))}
    entries = [here.audit.record(actor=actor, act=act, on=who.learner_id, at=at, after=about_it)] if act else []
    if ended or entries:
        sign_ins.end(here.table, ended, at, entries)
    return _shown(who)


def _shown(who: Caller) -> Response[MySessionsView]:
    found = sign_ins.sign_ins_of(dependencies().table, who.learner_ids)
    return show(MySessionsView.of(found, who.session_id, utc_now()))
