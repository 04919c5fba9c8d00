"""The transcript: completed credits and certificates, as JSON or CSV."""

from typing import Annotated

from aws_lambda_powertools.event_handler import Response
from aws_lambda_powertools.event_handler.api_gateway import Router
from aws_lambda_powertools.event_handler.openapi.params import Header

from claim_routes.dependencies import dependencies
from claim_routes.parameters import FromParam, ToParam, in_order
from laurel.claims.read_claims import read_transcript
from laurel.claims.transcript import COLUMNS, transcript_csv
from laurel.claims.views import TranscriptView
from laurel.learners.records import expect_account
from laurel.platform.http_answers import PRIVATE, prefers, show
from laurel.platform.http_api import caller
from laurel.platform.http_routes import about

router: Router = Router()  # type: ignore[no-untyped-call]
TAG = "Transcript"
CSV = "text/csv"

_AS_CSV = {
    "x-also-content": {
        CSV: {
            "schema": {"type": "string", "description": f"Columns: {', '.join(COLUMNS)}. UTF-8 with a byte order mark."}
        }
    }
}


@router.get(
    "/v1/transcript",
    **about(
        "getTranscript",
        "Your transcript",
        "Completed credits, the latest first, totals by statement type, drafts apart. With `Accept: text/csv` the"
        " completed credits as a file.",
        tag=TAG,
        who="learner",
        gives="The transcript",
        more=_AS_CSV,
    ),
)
def get_transcript(
    starting: FromParam = None,
    ending: ToParam = None,
    accept: Annotated[str | None, Header(description="`application/json` or `text/csv`.", examples=[CSV])] = None,
) -> Response[TranscriptView | str]:
    """What was completed between two dates."""
    in_order(starting, ending)
    here, who = dependencies(), caller(router)
    expect_account(here.table, who.learner_id)
    transcript = read_transcript(here.claims, who, starting, ending)
    if not prefers(accept, CSV, over="application/json"):
        return show(TranscriptView.of(transcript))  # type: ignore[return-value]  # Response is invariant, we read it
    headers = {**PRIVATE, "Content-Disposition": 'attachment; filename="transcript.csv"'}
    return Response(200, f"{CSV}; charset=utf-8", transcript_csv(transcript), headers=headers)
