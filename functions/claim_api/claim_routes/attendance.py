"""Attendance: staff hand in the reports of conference systems, and learners see what these say of them."""

from typing import Annotated

from aws_lambda_powertools.event_handler import Response
from aws_lambda_powertools.event_handler.api_gateway import Router
from aws_lambda_powertools.event_handler.openapi.params import Query

from claim_routes.catalog import stored_activity
from claim_routes.dependencies import dependencies
from claim_routes.ownership import expect_own_activity
from claim_routes.parameters import ActivityIdParam, ClaimIdParam, DryRunParam, column_param
from laurel.attendance.layouts import Columns
from laurel.attendance.match_report import ReportSettings
from laurel.attendance.refusals import ZONE_UNKNOWN
from laurel.attendance.take_report import ReportFile
from laurel.attendance.views import AttendanceReportView, OwnAttendanceView
from laurel.catalog.activity import AttendanceRule
from laurel.catalog.refusals import ACTIVITY_NOT_FOUND
from laurel.claims.attended import presence_of
from laurel.claims.claim import activity_id_of
from laurel.claims.edit_claim import not_found
from laurel.claims.read_claims import owner_of
from laurel.platform.dates import zone_of
from laurel.platform.http_answers import show
from laurel.platform.http_api import caller, raw_body
from laurel.platform.http_routes import about, csv_body
from laurel.platform.problem_words import ID
from laurel.platform.problems import RefusedRequest, granted
from laurel.platform.refusals import INVALID

router: Router = Router()  # type: ignore[no-untyped-call]


@router.post(
    "/v1/staff/activities/<activity_id>/attendance",
    **about(
        "takeAttendance",
        "Take a report of attendance",
        "From Zoom, Microsoft Teams, Open edX, Blackboard Collaborate, or any CSV file whose columns are named. Stays"
        " of one e-mail address are united and clipped to each session. Each row is answered. Taking a report twice"
        " changes nothing.",
        tag="Staff",
        who="provider_staff",
        gives="The report was taken",
        more=csv_body(
            "The file as it was exported: CSV in UTF-8 or UTF-16, with commas, tabs or semicolons, or an Excel file.",
            ["e-mail address", "times or minutes"],
            "Name (Original Name),User Email,Total Duration (Minutes),Guest\nAna Lima,ana@example.org,74,No\n",
        ),
    ),
)
def post_attendance(
    activity_id: ActivityIdParam,
    session: Annotated[
        str | None,
        Query(pattern=ID, description="The session that the report is about. Needed for minutes without times."),
    ] = None,
    time_zone: Annotated[
        str | None, Query(max_length=60, description="The zone of the report's times. The activity's without it.")
    ] = None,
    file_name: Annotated[str, Query(max_length=200, description="The file's name, for the audit log.")] = "",
    email_column: Annotated[str | None, column_param("e-mail addresses")] = None,
    name_column: Annotated[str | None, column_param("names")] = None,
    join_column: Annotated[str | None, column_param("times of joining")] = None,
    leave_column: Annotated[str | None, column_param("times of leaving")] = None,
    minutes_column: Annotated[str | None, column_param("minutes")] = None,
    dry_run: DryRunParam = False,
) -> Response[AttendanceReportView]:
    """Records who attended which session for how long."""
    expect_own_activity(router, activity_id, ACTIVITY_NOT_FOUND)
    here, activity = dependencies(), stored_activity(activity_id).activity
    zone = zone_of(time_zone) if time_zone else activity.zone
    if zone is None:
        raise RefusedRequest(INVALID.refuse(errors=[ZONE_UNKNOWN.at("time_zone", zone=time_zone)]))
    share = (activity.attendance or AttendanceRule()).share
    columns = Columns(email_column, name_column, join_column, leave_column, minutes_column)
    file = ReportFile(raw_body(router.current_event), file_name, columns, ReportSettings(zone, share, session))
    taken = granted(here.take_report.take(activity, file, here.acting_staff(caller(router)), dry_run=dry_run))
    return show(AttendanceReportView.of(taken))


@router.get(
    "/v1/claims/<claim_id>/attendance",
    **about(
        "getOwnAttendance",
        "Your attendance",
        "The minutes that the organizer's reports show for you in each session, under all your addresses.",
        tag="Claims",
        who="learner",
        gives="Your attendance",
    ),
)
def get_attendance(claim_id: ClaimIdParam) -> Response[OwnAttendanceView]:
    """The caller's attendance at the activity of the claim."""
    here = dependencies()
    owner = owner_of(caller(router), claim_id)
    activity_id = activity_id_of(owner, claim_id)
    current = here.claims.read(owner, activity_id) if activity_id else None
    if current is None or current.claim is None or current.activity is None:
        raise RefusedRequest(not_found())
    found = presence_of(here.attendance, current.profile, current.activity.id)
    return show(OwnAttendanceView.of(current.activity, current.claim.statement, found))
