"""The transcript of everything as PDF, printed when it is asked for and never stored."""

import base64
from datetime import date
from typing import Annotated

from aws_lambda_powertools.event_handler import Response
from aws_lambda_powertools.event_handler.api_gateway import Router
from aws_lambda_powertools.event_handler.openapi.params import Query

from certificate_routes.dependencies import Dependencies, dependencies
from laurel.catalog.field_types import Day
from laurel.learners.profile import Profile
from laurel.learners.records import expect_not_erased
from laurel.learners.records import from_item as profile_from_item
from laurel.learners.records import key_of as profile_key
from laurel.platform.callers import Caller
from laurel.platform.clock import utc_now
from laurel.platform.http_answers import PRIVATE
from laurel.platform.http_api import caller
from laurel.platform.http_routes import about
from laurel.platform.http_spans import in_order

router: Router = Router()  # type: ignore[no-untyped-call]
PDF = "application/pdf"

FromParam = Annotated[Day | None, Query(alias="from", description="A calendar date.", examples=["2026-06-04"])]
ToParam = Annotated[Day | None, Query(alias="to", description="A calendar date, included.", examples=["2026-06-08"])]


@router.get(
    "/v1/transcript/pdf",
    **about(
        "getTranscriptPdf",
        "Your transcript as PDF",
        "What `GET /v1/transcript` shows, with your name, the day of printing and page numbers. It is no certificate,"
        " and says so. Tagged for screen readers (PDF/UA-1).",
        tag="Transcript",
        who="learner",
        gives="The document",
        more={"x-only-content": {PDF: {"schema": {"type": "string", "format": "binary"}}}},
    ),
)
def get_transcript_pdf(starting: FromParam = None, ending: ToParam = None) -> Response[str]:
    """The caller's transcript between two dates, as a document."""
    in_order(starting, ending)
    pdf = _printed(dependencies(), caller(router), starting, ending)
    headers = {
        **PRIVATE,
        "Content-Disposition": 'attachment; filename="transcript.pdf"',
        "X-Content-Type-Options": "nosniff",
    }
    # Powertools would read bytes as text: they go as Lambda wants them.
    answer = Response(200, PDF, base64.b64encode(pdf).decode(), headers=headers)
    answer.base64_encoded = True
    return answer


def _printed(here: Dependencies, who: Caller, starting: date | None, ending: date | None) -> bytes:
    from laurel.transcripts.read_whole import TranscriptSources, read_whole  # here: who prints does not wait for it
    from laurel.transcripts.transcript_document import LAYOUT, transcript_document

    first, *others = _profiles(here, who)
    sources = TranscriptSources(here.table, here.printer.claims, here.printer.ledger, here.named)
    whole = read_whole(sources, who, [first, *others], starting, ending)
    on = utc_now().astimezone(here.zone).date()
    return here.printer.renderer.render_document(LAYOUT, transcript_document(whole, first, on, starting, ending), on)


def _profiles(here: Dependencies, who: Caller) -> list[Profile]:
    """The profiles of the caller and of joined accounts. One call. Raises RefusedRequest if the account was erased."""
    keys = {one: profile_key(one) for one in who.learner_ids}
    items = here.table.get_many(keys.values())
    mine, *others = (profile_from_item(one, items.get(key)) for one, key in keys.items())
    return [expect_not_erased(mine), *(one for one in others if not one.erased_at)]
