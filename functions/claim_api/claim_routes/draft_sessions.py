"""The sessions of a draft as a file: handed in as CSV or Excel, and downloaded."""

from typing import Annotated

from aws_lambda_powertools.event_handler import Response
from aws_lambda_powertools.event_handler.api_gateway import Router
from aws_lambda_powertools.event_handler.openapi.params import Header, Query

from claim_routes.draft_access import draft_desk, seen_revision
from claim_routes.parameters import ActivityIdParam, DryRunParam, IfMatchParam, column_param
from laurel.platform.http_answers import PRIVATE, prefers, show
from laurel.platform.http_api import raw_body
from laurel.platform.http_routes import about, csv_body
from laurel.platform.problems import granted
from laurel.workbench.session_columns import CREDITS, WRITTEN
from laurel.workbench.session_files import SessionFile, sessions_csv, take_sessions
from laurel.workbench.views import DraftSessionsView, SessionsTakenView

router: Router = Router()  # type: ignore[no-untyped-call]
TAG = "Staff"
CSV = "text/csv"


@router.put(
    "/v1/staff/drafts/<activity_id>/sessions",
    **about(
        "takeSessions",
        "Take sessions from a file",
        "Into the draft, or a new draft of the published document. A row is about the session with its `session_id`,"
        " or its title; other rows are new sessions. Each row is answered, with all that is wrong with it. A row with"
        " a cell that cannot be read changes nothing, and no other row. Times are in the activity's zone. `If-Match`"
        " takes the ETag of the draft; without it there must be no draft yet.",
        tag=TAG,
        who="provider_staff",
        gives="What became of each row",
        headers=("ETag",),
        more=csv_body(
            "CSV in UTF-8 or UTF-16 with commas, semicolons or tabs, or an Excel file. `date` may be a column of its"
            " own. Speakers are separated by semicolons. Without a column of credits, a new session gives the credit of"
            " its length.",
            ["title", "speakers", "track", "starts_at", "ends_at", "credits", "specialty_area", "evaluation_form"],
            "title,speakers,starts_at,ends_at,credits\n"
            'Gram stains,"Søren Lindqvist, PhD; Ana Lima",2026-06-04 09:00,2026-06-04 10:00,1\n',
        ),
    ),
)
def put_sessions(
    activity_id: ActivityIdParam,
    dry_run: DryRunParam = False,
    remove_missing: Annotated[bool, Query(description="Remove the sessions that no row is about.")] = False,
    session_id_column: Annotated[str | None, column_param("the sessions' IDs")] = None,
    title_column: Annotated[str | None, column_param("the titles")] = None,
    speakers_column: Annotated[str | None, column_param("the speakers")] = None,
    track_column: Annotated[str | None, column_param("the tracks")] = None,
    date_column: Annotated[str | None, column_param("the days, if times have a column of their own")] = None,
    starts_at_column: Annotated[str | None, column_param("the beginnings")] = None,
    ends_at_column: Annotated[str | None, column_param("the ends")] = None,
    minutes_column: Annotated[str | None, column_param("the lengths in minutes, if there are no ends")] = None,
    credits_column: Annotated[str | None, column_param("the most credit, for all statements")] = None,
    if_match: IfMatchParam = None,
) -> Response[SessionsTakenView]:
    """Puts the sessions of a file into the draft of an activity."""
    given = {
        "session_id": session_id_column,
        "title": title_column,
        "speakers": speakers_column,
        "track": track_column,
        "date": date_column,
        "starts_at": starts_at_column,
        "ends_at": ends_at_column,
        "minutes": minutes_column,
        CREDITS: credits_column,
    }
    named = {column: name for column, name in given.items() if name}
    file = SessionFile(raw_body(router.current_event), named, removes=remove_missing)
    outcome = take_sessions(draft_desk(router), activity_id, file, seen=seen_revision(if_match), dry_run=dry_run)
    taken = granted(outcome)
    view = SessionsTakenView.of(taken, removed=remove_missing, dry_run=dry_run)
    return show(view, version=taken.checked.draft.revision or None)


@router.get(
    "/v1/staff/drafts/<activity_id>/sessions",
    **about(
        "downloadSessions",
        "Download the sessions of a draft",
        "Without a draft, those of the published document. With `Accept: text/csv` as a file that can be changed and"
        " taken again: unchanged it changes nothing. Its times are in the activity's zone.",
        tag=TAG,
        who="provider_staff",
        gives="The sessions",
        more={
            "x-also-content": {
                CSV: {
                    "schema": {
                        "type": "string",
                        "description": f"Columns: {', '.join(WRITTEN)}, and `credits_` with each statement. UTF-8, with"
                        " a mark.",
                    }
                }
            }
        },
    ),
)
def get_sessions(
    activity_id: ActivityIdParam,
    accept: Annotated[str | None, Header(description="`application/json` or `text/csv`.", examples=[CSV])] = None,
) -> Response[DraftSessionsView | str]:
    """The sessions of a draft, or without one of the published document."""
    desk = draft_desk(router)
    if not prefers(accept, CSV, over="application/json"):
        present = granted(desk.present(activity_id))
        return show(DraftSessionsView.of(present))  # type: ignore[return-value]  # as we read it
    text = granted(sessions_csv(desk, activity_id))
    headers = {**PRIVATE, "Content-Disposition": 'attachment; filename="sessions.csv"'}
    return Response(200, f"{CSV}; charset=utf-8", text, headers=headers)
