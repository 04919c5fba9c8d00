"""What the learner still needs for their licenses and their certification."""

from aws_lambda_powertools.event_handler import Response
from aws_lambda_powertools.event_handler.api_gateway import Router

from claim_routes.dependencies import dependencies
from claim_routes.organizer_parts import keys_of
from claim_routes.parameters import IfMatchParam
from laurel.claims.transcript import transcript_of
from laurel.organizer.queries import credits_of
from laurel.own_credits.records import own_credits
from laurel.platform.clock import utc_now
from laurel.platform.http_answers import show, version_of
from laurel.platform.http_api import caller
from laurel.platform.http_routes import about
from laurel.platform.problems import granted
from laurel.progress.earned import Earned, earned_from
from laurel.progress.progress import progress_of
from laurel.progress.read_progress import LearnerRecords, read_learner, shown_rules
from laurel.progress.read_rules import all_rules, rules_by_id
from laurel.progress.save_choices import save_choices
from laurel.progress.views import ProgressChange, ProgressView

router: Router = Router()  # type: ignore[no-untyped-call]
TAG = "Progress"


@router.get(
    "/v1/me/progress",
    **about(
        "getProgress",
        "What you still need",
        "For each license and certification that you follow: the present cycle, the hours needed and counted, hours by"
        " topic, and each credit with the reason why it counts or does not. An estimate: the board decides.",
        tag=TAG,
        who="learner",
        gives="Your progress",
        headers=("ETag",),
    ),
)
def get_progress() -> Response[ProgressView]:
    """How far the caller is under each rule."""
    return _shown()


@router.put(
    "/v1/me/progress",
    **about(
        "changeProgress",
        "Choose what you follow",
        "The licenses and certifications whose progress you want to see, with their dates, and when you are reminded."
        " Replaces what you chose before.",
        tag=TAG,
        who="learner",
        gives="Your progress",
        headers=("ETag",),
    ),
)
def put_progress(change: ProgressChange, if_match: IfMatchParam = None) -> Response[ProgressView]:
    """Saves what the caller follows."""
    here, who = dependencies(), caller(router)
    outcome = save_choices(
        here.table,
        who.learner_id,
        change.followed_rules(),
        change.reminders,
        today=here.date_at(utc_now()),
        if_match=version_of(if_match),
    )
    granted(outcome)
    return _shown()


def _shown() -> Response[ProgressView]:
    here, who = dependencies(), caller(router)
    records = read_learner(here.table, who.learner_id)
    if records.profile.email is None:
        here.registry.recognize(who)  # the first request of a learner records their address
        records = read_learner(here.table, who.learner_id)
    earned, today = _earned(records), here.date_at(utc_now())
    rules = rules_by_id()
    found = [
        (one, progress_of(rules[one.rule_id], one.facts, earned, today))
        for one in shown_rules(records.choices, records.profile)
        if one.rule_id in rules
    ]
    mails = records.profile.notices_stopped_at is None
    view = ProgressView.of(records.choices, found, all_rules(), today=today, mails=mails)
    return show(view, version=view.version)


def _earned(records: LearnerRecords) -> list[Earned]:
    """What the caller and joined accounts claimed, what providers sent, and what they entered from elsewhere."""
    here, who = dependencies(), caller(router)
    others = [one for one in who.learner_ids if one != who.learner_id]
    claims = [*records.claims, *(claim for one in others for claim in here.claims.of_learner(one))]
    own = [*records.own, *(own_credits(here.table, others) if others else ())]
    held = keys_of([records.profile, *here.registry.joined_with(records.profile)])
    return earned_from(transcript_of(claims), here.shown(credits_of(here.ledger, held)), own)
