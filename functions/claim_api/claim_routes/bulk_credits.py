"""One act of staff on many credits, with a dry run."""

from aws_lambda_powertools.event_handler import Response
from aws_lambda_powertools.event_handler.api_gateway import Router

from claim_routes.dependencies import dependencies
from claim_routes.ownership import owns
from laurel.organizer.bulk_views import BulkRequest, BulkResult
from laurel.platform.http_answers import show
from laurel.platform.http_api import caller
from laurel.platform.http_routes import about
from laurel.platform.log import logger

router: Router = Router()  # type: ignore[no-untyped-call]


@router.post(
    "/v1/staff/credits/bulk",
    **about(
        "actOnCredits",
        "Do the same to many credits",
        "Sends up to a hundred credits again, withdraws them, marks them as entered at ASCP by hand, or undoes their"
        " withdrawal. Each is done, skipped because nothing is to be done or its rules forbid it, or failed; the answer"
        " says why. The same request again skips the credits that it changed. With `dry_run` it says what"
        " would become of each, and changes nothing.",
        tag="Staff",
        who="provider_staff",
        gives="What became of each credit, in the order of the request",
    ),
)
def post_bulk(request: BulkRequest) -> Response[BulkResult]:
    """Acts on many credits."""
    who, here = caller(router), dependencies()
    rows = here.bulk_acts.do(
        request.act,
        request.credit_ids,
        here.acting_staff(who, request.reason),
        mine=lambda credit: owns(who, credit),
        dry_run=request.dry_run,
        not_at_ascp=request.not_at_ascp,
    )
    result = BulkResult.of(rows, dry_run=request.dry_run)
    counts = {"done": result.done, "skipped": result.skipped, "failed": result.failed, "dry_run": result.dry_run}
    logger.info("staff acted on credits", extra={"act": request.act, "staff": who.learner_id, **counts})
    return show(result)
