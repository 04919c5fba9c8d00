"""The page of one learner for staff. Each part is a read of its own: certificates, credits, diagnosis.

On it staff award a credit, too.
"""

from typing import Annotated

from aws_lambda_powertools.event_handler import Response
from aws_lambda_powertools.event_handler.api_gateway import Router
from aws_lambda_powertools.event_handler.openapi.params import Query

from claim_routes.dependencies import dependencies
from claim_routes.find_people import find_people
from claim_routes.organizer_parts import diagnosis_of, keys_of, printed_claim
from claim_routes.ownership import own_activities, own_provider, owns
from claim_routes.parameters import DryRunParam, LearnerIdParam
from claim_routes.refused_attempts import record_refusal
from laurel.audit.acts import AuditAct, AuditSubject
from laurel.catalog.refusals import PROVIDER_INACTIVE
from laurel.certificates.of_claims import certificates_of
from laurel.certificates.person_views import PersonCertificates
from laurel.claims.find_learner import FoundLearner
from laurel.claims.person_views import PeopleFound, PersonView
from laurel.claims.refusals import LEARNER_NOT_FOUND, PROVIDER_UNKNOWN
from laurel.intake.corrections import AwardRequest
from laurel.learners.name_index import index_name
from laurel.learners.profile import Profile
from laurel.ledger.credit import Credit
from laurel.organizer.diagnosis_views import DiagnosisView
from laurel.organizer.queries import credits_of
from laurel.organizer.refusals import AWARD_PROVIDER_NEEDED
from laurel.organizer.staff_views import AwardView, StaffCreditPage, StaffCreditView
from laurel.organizer.unreported import unreported_of
from laurel.platform.callers import Caller
from laurel.platform.clock import utc_now
from laurel.platform.http_answers import show
from laurel.platform.http_api import caller
from laurel.platform.http_routes import about
from laurel.platform.log import logger
from laurel.platform.problems import RefusedRequest, granted
from laurel.platform.refusals import INVALID

router: Router = Router()  # type: ignore[no-untyped-call]
TAG = "Staff"


@router.get(
    "/v1/staff/people",
    **about(
        "findPeople",
        "Find learners",
        "By what of theirs you have: an address that they hold, the number of a certificate, a Badge ID claimed with"
        " at one of the 200 latest activities, words of the name, and for operators the member number at ASCLS."
        " `tried` says what the text was taken for. Each word begins a word of the name, in any order; case and accents"
        " make no difference; at most 50, by the longest word. Staff of a provider find those with a claim for its"
        " activities.",
        tag=TAG,
        who="provider_staff",
        gives="The learners",
    ),
)
def get_people(
    find: Annotated[str, Query(max_length=1000, description="As anybody types it.", examples=["trang nguy"])],
) -> Response[PeopleFound]:
    """Learners by whatever staff have of them."""
    here, who = dependencies(), caller(router)
    found = find_people(who, find)
    if found.items:
        acting, ids = here.acting_staff(who), [one.learner_id for one in found.items]
        several = len(ids) > 1
        on = AuditSubject.many(acting.actor) if several else AuditSubject.learner(ids[0])
        about = {"learner_ids": " ".join(ids)} if several else None
        acting.note(AuditAct.LEARNER_SEEN, on=on, at=utc_now(), about=about)
    return show(found)


@router.get(
    "/v1/staff/people/<learner_id>",
    **about(
        "getPerson",
        "A learner, with claims and profile",
        "Each claim with its code, what is missing, and what staff did; and the wrong codes that count. Staff of a"
        " provider see a learner with a claim for its activities: those claims, the name, the addresses, and the"
        " licenses that these claims print. Joined accounts have a page each.",
        tag=TAG,
        who="provider_staff",
        gives="The learner",
    ),
)
def get_person(learner_id: LearnerIdParam) -> Response[PersonView]:
    """One learner by their ID."""
    found = _found(learner_id)
    index_name(dependencies().table, found.profile)
    _note(AuditAct.LEARNER_SEEN, learner_id)
    return show(PersonView.of_person(found, whole=caller(router).is_staff))


@router.get(
    "/v1/staff/people/<learner_id>/certificates",
    **about(
        "listPersonCertificates",
        "The certificates of a learner",
        "Also those that were replaced or revoked, the latest first. Staff of a provider see those of its activities.",
        tag=TAG,
        who="provider_staff",
        gives="The certificates",
    ),
)
def get_certificates(learner_id: LearnerIdParam) -> Response[PersonCertificates]:
    """The certificates of a learner, valid or not."""
    claims = [one.claim for one in _found(learner_id).claims]
    found = certificates_of(dependencies().certificates, claims)
    _note(AuditAct.CERTIFICATE_SEEN, learner_id)
    return show(PersonCertificates.of(found))


@router.get(
    "/v1/staff/people/<learner_id>/credits",
    **about(
        "listPersonCredits",
        "The credits of a learner, with their full history",
        "From every source, by all addresses of the learner; the latest completed first. Staff of a provider see those"
        " of the provider.",
        tag=TAG,
        who="provider_staff",
        gives="The credits, all on one page",
    ),
)
def get_credits(learner_id: LearnerIdParam) -> Response[StaffCreditPage]:
    """The credits of a learner."""
    here, who = dependencies(), caller(router)
    found = credits_of(here.ledger, keys_of([_profile(learner_id)]))
    mine = [one for one in found if who.is_staff or owns(who, one)]
    mine.sort(key=lambda one: (one.completed_on, one.credit_id), reverse=True)
    if mine:
        _note(AuditAct.CREDITS_SEEN, learner_id, mine)
    members = here.staff_credits.members_sharing(mine) if who.is_staff else {}
    return show(StaffCreditPage.of(here.shown_to_staff(who, mine), members, None, len(mine)))


@router.post(
    "/v1/staff/people/<learner_id>/credits",
    **about(
        "awardCredit",
        "Award a credit",
        "For who earned it and cannot claim it. It goes the way of a row of the provider: checked, matched to a member"
        " of ASCLS, sent to ASCP. The same award again changes nothing. With `dry_run` it says what would become of it."
        " Staff of a provider award its credits to learners with a claim for its activities.",
        tag=TAG,
        who="provider_staff",
        gives="The credit as it is now",
    ),
)
def post_award(learner_id: LearnerIdParam, request: AwardRequest, dry_run: DryRunParam = False) -> Response[AwardView]:
    """Awards a credit to a learner."""
    here, who = dependencies(), caller(router)
    learner = _found(learner_id).profile
    provider = _credit_provider(who, request.provider)
    if learner.erased_at:
        raise RefusedRequest(LEARNER_NOT_FOUND.refuse())
    acting = here.acting_staff(who, request.reason)
    award = granted(here.awards.award(learner, provider, request, acting, dry_run=dry_run))
    if not dry_run and not award.known:
        logger.info(
            "a credit was awarded by staff", extra={"credit_id": award.credit.credit_id, "staff": who.learner_id}
        )
    (shown,) = here.shown_to_staff(who, [award.credit])
    return show(AwardView(dry_run=dry_run, known=award.known, credit=StaffCreditView.of_credit(shown)))


@router.get(
    "/v1/staff/people/<learner_id>/diagnosis",
    **about(
        "getPersonDiagnosis",
        "Where are the learner's credits?",
        "What the learner reads on the page “Where is my credit?”. For operators: it says what the roster has. Of"
        " joined accounts it is that of the one that stays. A certificate whose credit is still to be entered says so;"
        " the learner's own visit enters it.",
        tag=TAG,
        who="staff",
        gives="The answers",
    ),
)
def get_diagnosis(learner_id: LearnerIdParam) -> Response[DiagnosisView]:
    """The diagnosis as the learner reads it."""
    here, profile = dependencies(), _profile(learner_id)
    if profile.joined_into:
        profile = _profile(profile.joined_into)
    accounts = [profile, *here.registry.joined_with(profile)]
    held = keys_of(accounts)
    claims = [claim for one in accounts for claim in here.claims.of_learner(one.learner_id)]
    printed = [printed_claim(one) for one in claims if one.is_certified]
    credits = credits_of(here.ledger, held)
    unreported = unreported_of(printed, credits, agreed=profile.consent_at is not None)
    _note(AuditAct.CREDITS_SEEN, learner_id, credits)
    return show(diagnosis_of(profile, profile.email or "", held, here.shown(credits), unreported))


def _found(learner_id: str) -> FoundLearner:
    """The learner with what the caller may see. Raises RefusedRequest."""
    who = caller(router)
    found = dependencies().look_up.by_id(learner_id, own_activities(who))
    if found is None:
        if not who.is_staff:
            record_refusal(who, router.current_event)
        raise RefusedRequest(LEARNER_NOT_FOUND.refuse())
    return found


def _credit_provider(who: Caller, named: str | None) -> str:
    """The ID of the active provider whose credit is awarded. Raises RefusedRequest."""
    folder = named if who.is_staff else own_provider(who, named)
    if not folder:
        raise RefusedRequest(INVALID.refuse(errors=[AWARD_PROVIDER_NEEDED.at("provider")]))
    stored = dependencies().providers.get(folder.casefold())
    if stored is None:
        raise RefusedRequest(INVALID.refuse(errors=[PROVIDER_UNKNOWN.at("provider", provider=folder)]))
    if not stored.provider.active:
        raise RefusedRequest(PROVIDER_INACTIVE.refuse("provider"))
    return stored.provider_id


def _profile(learner_id: str) -> Profile:
    """The profile of the learner, whose account was not erased. Raises RefusedRequest."""
    found = dependencies().registry.profiles_of([learner_id]).get(learner_id)
    if found is None:
        raise RefusedRequest(LEARNER_NOT_FOUND.refuse())
    return found


def _note(act: AuditAct, learner_id: str, credits: list[Credit] | None = None) -> None:
    """Records that the caller saw something of the learner."""
    about = {"credit_ids": " ".join(one.credit_id for one in credits)} if credits else {}
    dependencies().acting_staff(caller(router)).note(act, on=learner_id, at=utc_now(), about=about)
