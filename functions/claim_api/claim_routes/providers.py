"""A provider as its own programs and staff see it, and the credits that they report."""

from typing import Annotated

from aws_lambda_powertools.event_handler import Response
from aws_lambda_powertools.event_handler.api_gateway import Router
from aws_lambda_powertools.event_handler.openapi.params import Query

from claim_routes.dependencies import dependencies
from claim_routes.parameters import FileBytesParam, FileTypeParam, ProviderIdParam, ReferenceParam, UploadIdParam
from claim_routes.provider_access import ProviderAccess, provider_access
from claim_routes.upload_answers import UPLOAD_NOTES, answer_form, answer_upload
from laurel.arrivals.push import MOST_ROWS
from laurel.arrivals.push_views import ChangedCredit, ChangesAnswer, PushAnswer, PushedCredit, PushRequest
from laurel.arrivals.refusals import NO_ROWS, REFERENCE_NOT_FOUND, TOO_MANY_ROWS
from laurel.arrivals.upload_views import UploadFormView, UploadView
from laurel.arrivals.uploads import uploads_folder
from laurel.catalog.provider_views import ProviderView
from laurel.intake.corrections import ChangeRequest, CreditCorrectionRequest
from laurel.ledger.changes import Place
from laurel.ledger.credit import Credit
from laurel.platform.callers import Right
from laurel.platform.http_answers import show
from laurel.platform.http_api import provider_caller
from laurel.platform.http_routes import about
from laurel.platform.log import logger
from laurel.platform.problems import RefusedRequest, granted
from laurel.platform.refusal import Refusal
from laurel.platform.refusals import INVALID

router: Router = Router()  # type: ignore[no-untyped-call]
TAG = "Providers"


@router.get(
    "/v1/providers/<provider_id>",
    **about(
        "getOwnProvider",
        "Your record as a provider",
        "A first call for a new machine client: it shows that its token works, and the name under which learners see"
        " the credits.",
        tag=TAG,
        who="provider",
        gives="The provider",
    ),
)
def get_own_provider(provider_id: ProviderIdParam) -> Response[ProviderView]:
    """The record of the caller's provider."""
    access = provider_access(router, provider_id, Right.READ_CREDITS)
    return show(ProviderView.of(access.provider))


@router.post(
    "/v1/providers/<provider_id>/credits",
    **about(
        "pushCredits",
        "Report credits",
        "Each row is taken, a repeat, or rejected with every fault at once; a bad row costs no good one. The rules are"
        " those of files: see the guide for providers. The same call may be sent again at any time.",
        tag=TAG,
        who="provider",
        gives="What became of each row, in the order of the request",
    ),
)
def push_credits(provider_id: ProviderIdParam, request: PushRequest) -> Response[PushAnswer]:
    """Takes rows of the caller's provider."""
    access = provider_access(router, provider_id, Right.WRITE_CREDITS)
    rows = request.credits
    if not rows:
        raise RefusedRequest(INVALID.refuse(errors=[NO_ROWS.at("credits")]))
    if len(rows) > MOST_ROWS:
        raise RefusedRequest(TOO_MANY_ROWS.refuse(count=len(rows), most=MOST_ROWS))
    answer = PushAnswer.of(rows, dependencies().push.push(access.provider.provider_id, rows))
    if answer.taken or answer.repeats:
        dependencies().push_notes.note(access.provider.provider_id)
    counts = {"taken": answer.taken, "repeats": answer.repeats, "rejected": answer.rejected}
    logger.info("credits were pushed", extra={"provider": provider_id, "by": access.who.name, **counts})
    return show(answer)


SinceParam = Annotated[
    str | None, Query(max_length=2000, description="`cursor` of the call before; without it, all of your credits.")
]
ChangesParam = Annotated[int, Query(ge=1, le=1000, description="How many to list at most.")]


@router.get(
    "/v1/providers/<provider_id>/credits",
    **about(
        "listChanges",
        "What has changed",
        "Your credits that got another state, reason or receipt since the call that gave this cursor; each with what it"
        " has now. No change is missed, and some are given twice: the last sixteen minutes come again. Ignore an entry"
        " whose `changed_at` is not later than the one you have of the same credit.",
        tag=TAG,
        who="provider",
        gives="Changed credits",
    ),
)
def list_changes(
    provider_id: ProviderIdParam, since: SinceParam = None, limit: ChangesParam = 200
) -> Response[ChangesAnswer]:
    """The changes of the credits that the caller's provider reported."""
    access = provider_access(router, provider_id, Right.READ_CREDITS)
    here, scope = dependencies(), ("changes", access.provider.provider_id)
    place = Place.read(here.cursors.read(scope, since, parameter="since")) if since else Place()
    found = here.changes.since(access.provider.provider_id, place, limit=limit)
    cursor = here.cursors.write(scope, found.place.written())
    return show(ChangesAnswer(items=tuple(map(ChangedCredit.of, found.items)), cursor=cursor, more=found.more))


@router.get(
    "/v1/providers/<provider_id>/credits/<reference>",
    **about(
        "getPushedCredit",
        "One of your credits",
        "By your own reference, however the credit was reported: by this API or in a file.",
        tag=TAG,
        who="provider",
        gives="The credit",
    ),
)
def get_pushed_credit(provider_id: ProviderIdParam, reference: ReferenceParam) -> Response[PushedCredit]:
    """One credit of the caller's provider."""
    access = provider_access(router, provider_id, Right.READ_CREDITS)
    credit = dependencies().push.find(access.provider.provider_id, reference)
    if credit is None:
        raise RefusedRequest(REFERENCE_NOT_FOUND.refuse())
    return show(PushedCredit.of(credit))


@router.post(
    "/v1/providers/<provider_id>/uploads",
    **about(
        "startUpload",
        "Upload a file of credits",
        UPLOAD_NOTES,
        tag=TAG,
        who="provider",
        gives="The form for one file",
        status=201,
    ),
)
def start_upload(
    provider_id: ProviderIdParam, size: FileBytesParam = None, content_type: FileTypeParam = None
) -> Response[UploadFormView]:
    """A signed form that puts one file into the folder of the caller's provider."""
    who = provider_access(router, provider_id, Right.WRITE_CREDITS).who
    return answer_form(uploads_folder(provider_id), who, size=size, content_type=content_type)


@router.get(
    "/v1/providers/<provider_id>/uploads/<upload_id>",
    **about(
        "getUpload",
        "What became of an upload",
        "Its state, its report and the rejected rows with reasons, a minute after the file was sent at most, if files"
        " are read when they arrive. Ask every few seconds until the state is `done` or `refused`.",
        tag=TAG,
        who="provider",
        gives="The upload",
    ),
)
def get_upload(provider_id: ProviderIdParam, upload_id: UploadIdParam) -> Response[UploadView]:
    """An upload of the caller's provider. It has names and addresses, so it needs the right to send them."""
    provider_caller(router, provider_id, Right.WRITE_CREDITS)
    return answer_upload(uploads_folder(provider_id), upload_id)


@router.post(
    "/v1/providers/<provider_id>/credits/<reference>/correct",
    **about(
        "correctOwnCredit",
        "Correct one of your credits",
        "Send the facts that were wrong, and why: the learner can read it. An unsent credit is changed here, and a"
        " refused one is sent again with the new facts. If ASCP has accepted it, ASCP is asked to correct it"
        " (`follow_up`). The person, the statement and the reference stay: to change those, withdraw the credit and"
        " report it under another reference. The same call may be sent again at any time.",
        tag=TAG,
        who="provider",
        gives="The credit as it is now",
    ),
)
def correct_own_credit(
    provider_id: ProviderIdParam, reference: ReferenceParam, request: CreditCorrectionRequest
) -> Response[PushedCredit]:
    """Corrects a credit of the caller's provider."""
    access = provider_access(router, provider_id, Right.WRITE_CREDITS)
    acting = dependencies().acting_provider(access.who, request.reason)
    changes, own = dependencies().provider_changes, access.provider.provider_id
    return _changed("corrected", access, changes.correct(own, reference, request.correction(), acting))


@router.post(
    "/v1/providers/<provider_id>/credits/<reference>/withdraw",
    **about(
        "withdrawOwnCredit",
        "Withdraw one of your credits",
        "Say why: the learner can read it. An unsent credit is never sent. If ASCP has accepted it, ASCP is asked to"
        " withdraw it (`follow_up`). Refused while ASCP may have it without our knowing. The same call may be sent"
        " again at any time; once the credit is withdrawn it is refused as `already_withdrawn`.",
        tag=TAG,
        who="provider",
        gives="The credit as it is now",
    ),
)
def withdraw_own_credit(
    provider_id: ProviderIdParam, reference: ReferenceParam, request: ChangeRequest
) -> Response[PushedCredit]:
    """Withdraws a credit of the caller's provider."""
    access = provider_access(router, provider_id, Right.WRITE_CREDITS)
    acting = dependencies().acting_provider(access.who, request.reason)
    changes = dependencies().provider_changes
    return _changed("withdrawn", access, changes.withdraw(access.provider.provider_id, reference, acting))


def _changed(action: str, access: ProviderAccess, outcome: Credit | Refusal) -> Response[PushedCredit]:
    credit = granted(outcome)
    logged = {"credit_id": credit.credit_id, "state": credit.state, "by": access.who.name}
    logger.info(f"a credit was {action} by its provider", extra=logged)
    return show(PushedCredit.of(credit))
