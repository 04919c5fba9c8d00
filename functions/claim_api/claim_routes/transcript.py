"""The transcript: completed credits and certificates, as JSON or CSV."""

from typing import Annotated

from aws_lambda_powertools.event_handler import Response
from aws_lambda_powertools.event_handler.api_gateway import Router
from aws_lambda_powertools.event_handler.openapi.params import Header

from claim_routes.dependencies import dependencies
from claim_routes.parameters import FromParam, ToParam
from laurel.platform.http_answers import PRIVATE, prefers, show
from laurel.platform.http_api import caller
from laurel.platform.http_routes import about
from laurel.platform.http_spans import in_order
from laurel.transcripts.read_whole import TranscriptSources, read_whole
from laurel.transcripts.transcript_csv import COLUMNS, transcript_csv
from laurel.transcripts.transcript_views import WholeTranscriptView

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
        "Completed credits from claims and from providers, each once, the latest first, with totals by statement type"
        " and by year; what you entered yourself, and drafts, apart. What was revoked or withdrawn is shown and counts"
        " nothing. With `Accept: text/csv` the completed credits as a file.",
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
) -> Response[WholeTranscriptView | str]:
    """What was completed between two dates."""
    in_order(starting, ending)
    here, who = dependencies(), caller(router)
    profile = here.registry.recognize(who)
    profiles = [profile, *here.registry.joined_with(profile)]
    sources = TranscriptSources(here.table, here.claims, here.ledger, here.shown)
    transcript = read_whole(sources, who, profiles, starting, ending)
    if not prefers(accept, CSV, over="application/json"):
        view = WholeTranscriptView.of_whole(transcript)
        return show(view)  # type: ignore[return-value]  # Response is invariant, we read it
    headers = {**PRIVATE, "Content-Disposition": 'attachment; filename="transcript.csv"'}
    return Response(200, f"{CSV}; charset=utf-8", transcript_csv(transcript), headers=headers)
