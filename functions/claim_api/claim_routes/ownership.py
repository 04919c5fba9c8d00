"""Whose an activity or a credit is: the staff of a provider reach their own, operators reach all."""

from functools import cache
from typing import NoReturn

from aws_lambda_powertools.event_handler.api_gateway import Router

from claim_routes.dependencies import dependencies
from claim_routes.refused_attempts import record_refusal
from laurel.audit.acts import AuditSubject
from laurel.catalog.provider import Provider
from laurel.claims.find_learner import Mine
from laurel.claims.staff_catalog import Owners
from laurel.ledger.credit import Credit
from laurel.organizer.refusals import OWN_PROVIDER_NEEDED
from laurel.platform.callers import Caller
from laurel.platform.http_api import caller
from laurel.platform.problems import RefusedRequest
from laurel.platform.refusal import Refusal, RefusalType
from laurel.platform.refusals import INVALID


def expect_own_activity(router: Router, activity_id: str, otherwise: RefusalType) -> None:
    """Raises RefusedRequest, as `otherwise`, if the activity is not the caller's. One read, none for operators."""
    who = caller(router)
    if who.is_staff:
        return
    stored = dependencies().catalog.get(activity_id)
    if stored is None or not who.acts_for(stored.activity.provider_id):
        if stored:
            record_refusal(who, router.current_event, AuditSubject.activity(activity_id))
        raise RefusedRequest(otherwise.refuse())


def expect_own_credit(router: Router, credit_id: str, otherwise: RefusalType) -> None:
    """Raises RefusedRequest, as `otherwise`, if the credit is not the caller's. One read, none for operators."""
    who = caller(router)
    if who.is_staff:
        return
    credit = dependencies().ledger.get(credit_id)
    if credit is None or not owns(who, credit):
        if credit:
            record_refusal(who, router.current_event)
        raise RefusedRequest(otherwise.refuse())


def own_activities(who: Caller) -> Mine | None:
    """Whether an activity is the caller's, for a search; None for operators: all are."""
    return None if who.is_staff else lambda activity: who.acts_for(activity.provider_id)


def refuse_others(router: Router, provider_id: str, otherwise: Refusal) -> NoReturn:
    """Raises RefusedRequest, as `otherwise`, for something of a provider that is not the caller's, and records it."""
    record_refusal(caller(router), router.current_event, AuditSubject.provider(provider_id))
    raise RefusedRequest(otherwise)


def own_providers(who: Caller, named: str | None) -> frozenset[str] | None:
    """The providers whose things `who` may list, or the one that was `named` if it is among them; None: everybody's."""
    own = None if who.is_staff else who.providers
    if named is None:
        return own
    return frozenset({named}) if own is None else own & {named}


def owners(router: Router) -> Owners:
    """Whose activities the caller may save."""
    who, providers = caller(router), dependencies().providers

    @cache  # of one request: a document may ask twice
    def record_of(named: str) -> Provider | None:
        stored = providers.get(named)
        return stored.provider if stored else None

    return Owners(None if who.is_staff else who.providers, record_of)


def own_provider(who: Caller, folder: str | None) -> str:
    """The provider whose records a member of its staff asks for: the one that was named, or the only one.

    Raises RefusedRequest if it is another's, or if none was named and there are several.
    """
    if folder is None and len(who.providers) == 1:
        return next(iter(who.providers))
    if folder is None or folder.casefold() not in who.providers:
        own = ", ".join(sorted(who.providers))
        raise RefusedRequest(INVALID.refuse(errors=[OWN_PROVIDER_NEEDED.at("provider", own=own)]))
    return folder


def owns(who: Caller, credit: Credit) -> bool:
    """Whether `who` may see and change the credit."""
    return who.acts_for(credit.provider)
