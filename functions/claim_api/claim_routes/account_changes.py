"""The links in the e-mail about a change of address or password: no sign-in, and following one alone does nothing."""

from typing import Annotated

from aws_lambda_powertools.event_handler import Response
from aws_lambda_powertools.event_handler.api_gateway import Router
from aws_lambda_powertools.event_handler.openapi.params import Query

from claim_routes.dependencies import dependencies
from laurel.account_changes.change_links import LONGEST_LINK_TOKEN, LinkUse
from laurel.account_changes.views import AccountChangeView, ChangeToken
from laurel.platform.http_answers import show
from laurel.platform.http_routes import about
from laurel.platform.problems import granted

router: Router = Router()  # type: ignore[no-untyped-call]
TAG = "Changes of an account"

ChangeTokenParam = Annotated[
    str, Query(alias="token", max_length=LONGEST_LINK_TOKEN, description="The token in the link of the e-mail.")
]


@router.get(
    "/v1/account-changes",
    **about(
        "getAccountChange",
        "What a link in the e-mail is about",
        "After a change of the sign-in address or the password, the former address gets an e-mail with two links, which"
        " work once and for seven days. Following a link changes nothing, because mail scanners follow it too.",
        tag=TAG,
        who="public",
        gives="The change",
    ),
)
def get_account_change(token: ChangeTokenParam) -> Response[AccountChangeView]:
    """The change that a link is about."""
    found = granted(dependencies().change_decisions.look(token))
    return show(AccountChangeView.of(found.change, found.use, done=False))


@router.post(
    "/v1/account-changes/undo",
    **about(
        "undoAccountChange",
        "It was not you: undo the change",
        "The account gets its former address back, all sessions end, and nobody knows its password any more: set a new"
        " one with a code that is mailed to that address.",
        tag=TAG,
        who="public",
        gives="The change is undone",
    ),
)
def post_undo_account_change(asked: ChangeToken) -> Response[AccountChangeView]:
    """Undoes a change."""
    here = dependencies()
    change = granted(here.change_decisions.undo(asked.token))
    finished = here.guard.restore(change)
    return show(AccountChangeView.of(change, LinkUse.UNDO, done=True, finished=finished))


@router.post(
    "/v1/account-changes/confirm",
    **about(
        "confirmAccountChange",
        "It was you: confirm the change",
        "A new address counts at once: the next nightly run moves the credits to it. The change can no longer be"
        " undone.",
        tag=TAG,
        who="public",
        gives="The change is confirmed",
    ),
)
def post_confirm_account_change(asked: ChangeToken) -> Response[AccountChangeView]:
    """Confirms a change."""
    change = granted(dependencies().change_decisions.confirm(asked.token))
    return show(AccountChangeView.of(change, LinkUse.CONFIRM, done=True))
