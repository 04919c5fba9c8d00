"""Reports that staff hand to accreditors."""

from typing import Annotated

from aws_lambda_powertools.event_handler import Response
from aws_lambda_powertools.event_handler.api_gateway import Router
from aws_lambda_powertools.event_handler.openapi.params import Header, Query

from claim_routes.dependencies import dependencies
from claim_routes.ownership import refuse_others
from laurel.catalog.refusals import PROVIDER_NOT_FOUND
from laurel.pace.report import Quarter
from laurel.pace.report_columns import report_csv
from laurel.pace.views import QuarterlyReportView
from laurel.platform.csv_tables import MEDIA_TYPE as CSV
from laurel.platform.http_answers import PRIVATE, prefers, show
from laurel.platform.http_api import caller
from laurel.platform.http_routes import about
from laurel.platform.problem_words import PROVIDER_ID
from laurel.platform.problems import RefusedRequest

router: Router = Router()  # type: ignore[no-untyped-call]
TAG = "Staff"


@router.get(
    "/v1/staff/reports/pace-quarterly",
    **about(
        "getQuarterlyReport",
        "The quarterly P.A.C.E. activity report of a provider",
        "A line for each of its programs that offers P.A.C.E. and took place in the quarter, also if nobody completed"
        " it, or that somebody completed in the quarter after its last day. Learners count by the date of completion in"
        " the program's time zone. With `Accept: text/csv` as a file. Which columns it has is a setting of the stack.",
        tag=TAG,
        who="provider_staff",
        gives="The report",
        more={"x-also-content": {CSV: {"schema": {"type": "string", "description": "UTF-8, with a mark."}}}},
    ),
)
def get_quarterly_report(
    provider: Annotated[str, Query(pattern=PROVIDER_ID, description="The ID of the provider.", examples=["asm"])],
    year: Annotated[int, Query(ge=2010, le=2100, description="The calendar year.", examples=[2026])],
    quarter: Annotated[int, Query(ge=1, le=4, description="1 to 4.", examples=[2])],
    accept: Annotated[str | None, Header(description="`application/json` or `text/csv`.", examples=[CSV])] = None,
) -> Response[QuarterlyReportView | str]:
    """A provider's report of one quarter, counted from the claims."""
    who, here = caller(router), dependencies()
    stored = here.providers.get(provider)
    if stored and not (who.is_staff or who.acts_for(provider)):
        refuse_others(router, provider, PROVIDER_NOT_FOUND.refuse())
    if stored is None:
        raise RefusedRequest(PROVIDER_NOT_FOUND.refuse())
    asked = Quarter(year, quarter)
    columns, lines = here.report_columns, here.pace.report(stored, asked)
    if not prefers(accept, CSV, over="application/json"):
        return show(QuarterlyReportView.of(stored, asked, columns, lines))  # type: ignore[return-value]  # as we read it
    name = f"pace-{provider}-{year}-q{quarter}.csv"
    headers = {**PRIVATE, "Content-Disposition": f'attachment; filename="{name}"'}
    return Response(200, f"{CSV}; charset=utf-8", report_csv(columns, lines), headers=headers)
