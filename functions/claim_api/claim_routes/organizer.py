"""Your credits: where a learner's credits are, why one is stuck, and what to do about it."""

import base64
import hashlib
from collections.abc import Collection
from typing import Annotated, Any

from aws_lambda_powertools.event_handler import Response
from aws_lambda_powertools.event_handler.api_gateway import Router
from aws_lambda_powertools.event_handler.openapi.params import Header, Query

from claim_routes.dependencies import dependencies
from claim_routes.organizer_parts import diagnosis_of, keys_of, printed_claim
from claim_routes.parameters import (
    CreditIdParam,
    CursorParam,
    FromParam,
    LimitParam,
    ProviderParam,
    StateParam,
    ToParam,
)
from laurel.audit.log import Acting
from laurel.certificates.late_credits import enter_late_credits
from laurel.claims.read_claims import list_claims
from laurel.learners.held_addresses import held_addresses
from laurel.learners.profile import Profile
from laurel.learners.views import new_email_view
from laurel.ledger.credit import Credit
from laurel.organizer import manual_entry as by_hand
from laurel.organizer.diagnosis_views import DiagnosisView
from laurel.organizer.entries import COLUMNS, Wanted, entries_of, organizer_csv, page_of
from laurel.organizer.learner_actions import report_by_hand, retry
from laurel.organizer.missed import Missed
from laurel.organizer.phases import Phase
from laurel.organizer.queries import credits_of
from laurel.organizer.unreported import Unreported, UnreportedReason, unreported_of
from laurel.organizer.views import CreditView, ManualEntryList, OrganizerView
from laurel.platform.clock import utc_now
from laurel.platform.csv_tables import MEDIA_TYPE as CSV
from laurel.platform.http_answers import PRIVATE, prefers, show
from laurel.platform.http_api import JSON, caller
from laurel.platform.http_routes import about
from laurel.platform.http_spans import in_order
from laurel.platform.problem_words import CREDIT_ID
from laurel.platform.problems import granted
from laurel.platform.refusal import Refusal

router: Router = Router()  # type: ignore[no-untyped-call]
TAG = "Your credits"
HTML = "text/html"

# The page has one inline style and nothing else: no script, no image, nothing external.
_STYLE = base64.b64encode(hashlib.sha256(by_hand.STYLE.encode()).digest()).decode()
_PAGE_HEADERS = {
    **PRIVATE,
    "Content-Security-Policy": (
        f"default-src 'none'; style-src 'sha256-{_STYLE}'; frame-ancestors 'none'; base-uri 'none'"
    ),
    "X-Content-Type-Options": "nosniff",
    "Referrer-Policy": "no-referrer",
}

AcceptCsv = Annotated[
    str | None, Header(alias="accept", description="`application/json` or `text/csv`.", examples=[CSV])
]
AcceptPage = Annotated[
    str | None,
    Header(alias="accept", description="`application/json`, `text/csv` or `text/html`.", examples=[HTML]),
]
CreditQuery = Annotated[
    str | None,
    Query(
        pattern=CREDIT_ID,
        description="Only this credit.",
        examples=["0f343b0931126a20f133d67c2b018a3b"],
    ),
]
PhaseParam = Annotated[Phase | None, Query(description="Only credits in this phase.")]


def _file(columns: Collection[str]) -> dict[str, object]:
    return {
        "schema": {"type": "string", "description": f"Columns: {', '.join(columns)}. UTF-8 with a byte order mark."}
    }


@router.get(
    "/v1/organizer",
    **about(
        "getOrganizer",
        "Your credits, and where each one is",
        "From every source, by your verified addresses; the latest completed first. After `expected_by` a credit is"
        " late and we look into it; it has not failed. With `Accept: text/csv`, all matching credits as a file.",
        tag=TAG,
        who="learner",
        gives="A page of the organizer, with totals over all pages",
        more={"x-also-content": {CSV: _file(COLUMNS)}},
    ),
)
def get_organizer(
    credit: CreditQuery = None,
    state: StateParam = None,
    phase: PhaseParam = None,
    provider: ProviderParam = None,
    starting: FromParam = None,
    ending: ToParam = None,
    cursor: CursorParam = None,
    limit: LimitParam = 50,
    accept: AcceptCsv = None,
) -> Response[OrganizerView | str]:
    """The credits of the caller."""
    in_order(starting, ending)
    wanted = Wanted(
        credit_id=credit, state=state, phase=phase, provider=_named(provider), starting=starting, ending=ending
    )
    as_csv = prefers(accept, CSV, over=JSON)
    profile = _profile()
    # Certificates without a credit have neither state nor phase.
    alone = as_csv or cursor or credit or state or phase
    credits, unreported = (_credits(profile), []) if alone else _with_unreported(profile)
    entries = entries_of(credits, wanted, utc_now())
    if as_csv:
        return _as_file("organizer.csv", organizer_csv(entries))
    cursors = dependencies().cursors
    scope = ("organizer", credit, state, phase, provider, *(str(day) if day else None for day in (starting, ending)))
    page, position = page_of(entries, limit=limit, after=cursors.read(scope, cursor) if cursor else None)
    certificates = [one for one in unreported if wanted.takes(one)]
    following = cursors.write(scope, position) if position else None
    new_email = None if cursor else new_email_view(profile)
    view = OrganizerView.of(page, entries, certificates, following, new_email)
    return show(view)  # type: ignore[return-value]  # Response is invariant, we read it


@router.get(
    "/v1/organizer/diagnosis",
    **about(
        "getDiagnosis",
        "Where is my credit?",
        "Where the credit is that most needs somebody (`subject`), and each stuck one: in one sentence, with the stops"
        " on its way and the one thing to do, and the four questions about it, answered with evidence. Say which credit"
        " you miss and read about that one: by its id, or by provider and days. What the roster says about an address"
        " is shown only to the learner who verified it.",
        tag=TAG,
        who="learner",
        gives="The answers",
    ),
)
def get_diagnosis(
    credit: CreditQuery = None,
    provider: ProviderParam = None,
    starting: FromParam = None,
    ending: ToParam = None,
    missing: Annotated[bool, Query(description="None of the candidates is the one that you miss.")] = False,
) -> Response[DiagnosisView]:
    """Why credits of the caller are missing."""
    in_order(starting, ending)
    here, who = dependencies(), caller(router)
    missed = Missed(
        credit_id=credit, provider=_shown_name(provider), starting=starting, ending=ending, is_not_there=missing
    )
    profile = here.registry.recognize(who)
    credits, unreported = _with_unreported(profile)
    held = keys_of([profile, *here.registry.joined_with(profile)])
    return show(diagnosis_of(profile, who.email, held, credits, unreported, missed))


@router.get(
    "/v1/organizer/manual-entry",
    **about(
        "getManualEntry",
        "What to enter by hand at ASCP",
        "Exactly the fields of ASCP's form, for each credit that ASCP does not have. With `Accept: text/csv` as a file,"
        " with `Accept: text/html` as a page to print.",
        tag=TAG,
        who="learner",
        gives="The credits to enter",
        more={
            "x-also-content": {
                CSV: _file(by_hand.COLUMNS),
                HTML: {"schema": {"type": "string", "description": "A page to print."}},
            }
        },
    ),
)
def get_manual_entry(
    every: Annotated[bool, Query(alias="all", description="Also those that ASCP has or that are withdrawn.")] = False,
    provider: ProviderParam = None,
    starting: FromParam = None,
    ending: ToParam = None,
    accept: AcceptPage = None,
) -> Response[ManualEntryList | str]:
    """What the caller can enter by hand."""
    in_order(starting, ending)
    profile = _profile()
    at, (credits, unreported) = utc_now(), _with_unreported(profile)
    wanted = Wanted(provider=_named(provider), starting=starting, ending=ending)
    entries = by_hand.manual_entries(entries_of(credits, wanted, at), all_of_them=every)
    if prefers(accept, CSV, over=JSON) and prefers(accept, CSV, over=HTML):
        return _as_file("manual-entry.csv", by_hand.manual_entry_csv(entries))
    certificates = [one for one in unreported if wanted.takes(one)]
    if prefers(accept, HTML, over=JSON) and not prefers(accept, CSV, over=HTML):
        page = by_hand.manual_entry_page(
            entries, certificates, on=dependencies().date_at(at), ascp_customer_id=profile.ascp_customer_id
        )
        return Response(200, f"{HTML}; charset=utf-8", page, headers=dict(_PAGE_HEADERS))
    if prefers(accept, CSV, over=JSON):
        return _as_file("manual-entry.csv", by_hand.manual_entry_csv(entries))
    has_all = by_hand.has_all(credits, unreported)
    view = ManualEntryList.of(entries, certificates, ascp_has_all=has_all, ascp_customer_id=profile.ascp_customer_id)
    return show(view)  # type: ignore[return-value]  # as above


@router.post(
    "/v1/organizer/<credit_id>/retry",
    **about(
        "retryCredit",
        "Try a credit again",
        "After a fix. It is matched again within minutes, or in the next nightly run. At most three times a day.",
        tag=TAG,
        who="learner",
        gives="The credit as it is now",
    ),
)
def post_retry(credit_id: CreditIdParam) -> Response[CreditView]:
    """Requests a retry of one of the caller's credits."""
    return _shown(retry(dependencies().ledger, _held(), utc_now, credit_id, by=_by(), acting=_acting()))


@router.post(
    "/v1/organizer/<credit_id>/self-reported",
    **about(
        "reportByHand",
        "You entered it at ASCP by hand",
        "The credit is withdrawn and never sent. Refused if ASCP has it, or may have it. Calling this again changes"
        " nothing.",
        tag=TAG,
        who="learner",
        gives="The credit as it is now",
    ),
)
def post_self_reported(credit_id: CreditIdParam) -> Response[CreditView]:
    """Records that the caller entered a credit by hand."""
    return _shown(report_by_hand(dependencies().ledger, _held(), utc_now, credit_id, by=_by(), acting=_acting()))


def _profile() -> Profile:
    return dependencies().registry.recognize(caller(router))


def _held() -> tuple[str, ...]:
    return dependencies().registry.held_by(caller(router))


def _credits(profile: Profile) -> list[Credit]:
    here = dependencies()
    return here.shown(credits_of(here.ledger, held_addresses(profile)))


def _shown_name(provider: str | None) -> str | None:
    return _named(provider.strip()) if provider else None


def _named(provider: str | None) -> str | None:
    names = dependencies().names
    return provider and names.name(names.folder(provider))


def _with_unreported(profile: Profile) -> tuple[list[Credit], list[Unreported]]:
    """The caller's credits, and their certificates that gave none. One call more than the credits alone.

    What is missing although they agree to reporting comes in now: entering it had stopped half-way, or they held no
    address until now.
    """
    here, who = dependencies(), caller(router)
    accounts = [profile, *here.registry.joined_with(profile)]
    printed = [printed_claim(one) for one in list_claims(here.claims, who) if one.is_certified]
    credits = credits_of(here.ledger, keys_of(accounts))
    agreed = profile.consent_at is not None
    unreported = unreported_of(printed, credits, agreed=agreed)
    missing = [one.printed.credit_id for one in unreported if one.reason is not UnreportedReason.NOT_REPORTABLE]
    if missing and agreed:
        for one in accounts:
            enter_late_credits(here.claims, here.certificates, here.ledger, one, at=utc_now())
        # Read by their ids: the index may not show yet what was just printed.
        found = here.ledger.get_many(missing)
        credits = [*(one for one in credits if one.credit_id not in found), *found.values()]
        unreported = unreported_of(printed, credits, agreed=agreed)
    return here.shown(credits), unreported


def _acting() -> Acting:
    return dependencies().acting_learner(caller(router))


def _by() -> str:
    return f"learner:{caller(router).learner_id}"


def _shown(outcome: Credit | Refusal) -> Response[CreditView]:
    (entry,) = entries_of(dependencies().shown([granted(outcome)]), Wanted(), utc_now())
    return show(CreditView.of(entry))


def _as_file(name: str, text: str) -> Response[Any]:
    headers = {**PRIVATE, "Content-Disposition": f'attachment; filename="{name}"'}
    return Response(200, f"{CSV}; charset=utf-8", text, headers=headers)
