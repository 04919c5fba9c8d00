"""What the organizer of a learner is made of: for the learner, and for the staff who help."""

from collections.abc import Iterable, Sequence
from dataclasses import replace
from datetime import date

from claim_routes.dependencies import dependencies
from laurel.certificates.claim_credit import claim_credit_id
from laurel.claims.claim import Claim
from laurel.intake.freshness import NEVER
from laurel.learners.held_addresses import held_addresses
from laurel.learners.profile import Profile
from laurel.learners.views import new_email_view
from laurel.ledger.credit import Credit
from laurel.organizer.diagnosis import diagnose
from laurel.organizer.diagnosis_views import DiagnosisView
from laurel.organizer.missed import NOTHING_MISSED, Missed, MissedProvider, MissedSearch
from laurel.organizer.queries import situation_of
from laurel.organizer.refusals import CREDIT_NOT_FOUND
from laurel.organizer.unreported import PrintedClaim, Unreported
from laurel.platform.clock import utc_now
from laurel.platform.problems import RefusedRequest


def keys_of(accounts: Iterable[Profile]) -> list[str]:
    """The keys of all addresses of these accounts."""
    return list(dict.fromkeys(key for one in accounts for key in held_addresses(one)))


def printed_claim(claim: Claim) -> PrintedClaim:
    """A claim with a certificate, as the organizer compares it with the credits."""
    return PrintedClaim(
        claim_id=claim.claim_id,
        credit_id=claim_credit_id(claim.claim_id),
        certificate_number=claim.certificate_number or "",
        title=claim.activity.title,
        provider=dependencies().names.name(claim.activity.credit_provider),
        statement=claim.statement,
        statement_name=claim.statement.kind.name,
        credits=claim.total,
        completed_on=claim.completed_on or date.min,
    )


def diagnosis_of(
    profile: Profile,
    sign_in: str,
    held: Sequence[str],
    credits: Sequence[Credit],
    unreported: Sequence[Unreported],
    missed: Missed = NOTHING_MISSED,
) -> DiagnosisView:
    """The diagnosis of a learner who signs in with `sign_in`: one call, for what the roster says of `held`.

    If nothing came that could be what is `missed`, two more: whom to ask, and when its provider last sent something.
    """
    here, at = dependencies(), utc_now()
    situation = situation_of(
        profile,
        sign_in,
        here.roster,
        held=held,
        at=at,
        on=here.date_at(at),
        next_night=here.next_night(at),
        unreported=unreported,
    )
    search = _search(missed, credits, unreported) if missed.is_said else None
    names = {*here.names.names.values(), *(one.provider for one in credits)}
    told = diagnose(situation, credits, search)
    return DiagnosisView.of(told, new_email_view(profile), sorted(names, key=str.casefold))


def _search(missed: Missed, credits: Sequence[Credit], unreported: Sequence[Unreported]) -> MissedSearch:
    search = MissedSearch(missed=missed, candidates=missed.candidates(credits, unreported))
    if missed.credit_id and not search.candidates:
        raise RefusedRequest(CREDIT_NOT_FOUND.refuse())
    if not (search.is_nowhere and missed.provider):
        return search
    here = dependencies()
    folder = here.names.folder(missed.provider)
    stored, sent = here.providers.get(folder), here.sources.all().get(folder, NEVER)
    contact = stored.provider.contact_email if stored else None
    return replace(search, sender=MissedProvider(contact=contact, last_sent_at=sent.sent_at))
