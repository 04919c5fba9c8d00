"""One search for learners by whatever staff have of them: what the text can be, and who is found by each."""

from collections.abc import Iterable, Iterator

from claim_routes.dependencies import dependencies
from claim_routes.ownership import own_activities
from laurel.catalog.access_codes import access_code_key
from laurel.catalog.library import LibraryFilter
from laurel.certificates.number import ALPHABET, LENGTH, InvalidNumber, parse_number
from laurel.claims.find_learner import FoundLearner
from laurel.claims.person_views import FoundBy, PeopleFound, PersonLine, TriedView
from laurel.learners.addresses import InvalidAddress, address_key
from laurel.learners.name_index import words_to_find
from laurel.learners.profile import Profile
from laurel.learners.refusals import NAME_TOO_SHORT, NOT_AN_ADDRESS
from laurel.platform.callers import Caller
from laurel.platform.clock import utc_now
from laurel.platform.problems import RefusedRequest
from laurel.platform.refusals import INVALID

_LATEST = 200  # activities whose badges are looked at
_LONGEST_NUMBER = 64
_LONGEST_NAME = 200


def find_people(who: Caller, text: str) -> PeopleFound:
    """The learners that `who` may see and who have `text` as an address, a number or a name. Raises RefusedRequest.

    Each kind that is tried costs its own few calls; a text with @ and the whole number of a certificate are that alone.
    """
    tried = list(_kinds(who, text.strip()))
    if not tried:
        raise RefusedRequest(INVALID.refuse(errors=[NAME_TOO_SHORT.at("find")]))
    found: dict[str, PersonLine] = {}
    more = False
    for one in tried:
        profiles, is_cut = ([], False) if one.says else _by(one.by, who, text.strip())
        more = more or is_cut
        for profile in profiles:
            found.setdefault(profile.learner_id, PersonLine.of(profile, one.by))
    return PeopleFound(items=tuple(found.values()), tried=tuple(tried), more=more)


def _kinds(who: Caller, text: str) -> Iterator[TriedView]:
    """What `text` can be. A number of a certificate that was mistyped says what is wrong with it."""
    if "@" in text:
        yield TriedView(by=FoundBy.EMAIL)
        return
    try:
        parse_number(text)
    except InvalidNumber as error:
        if _looks_like_a_number(text):
            yield TriedView(by=FoundBy.CERTIFICATE, says=error.problem.message)
    else:
        yield TriedView(by=FoundBy.CERTIFICATE)
        return
    if who.is_staff and _has_digit(text) and len(text) <= _LONGEST_NUMBER:
        yield TriedView(by=FoundBy.MEMBER_NUMBER)
    if _has_digit(access_code_key(text) or ""):
        yield TriedView(by=FoundBy.BADGE)
    if len(text) <= _LONGEST_NAME and words_to_find(text):
        yield TriedView(by=FoundBy.NAME)


def _looks_like_a_number(text: str) -> bool:
    """Whether it has as many letters and digits as a certificate's number, and is hardly a name."""
    symbols = [one for one in text.upper() if one.isalnum()]
    return len(symbols) == LENGTH and (_has_digit(text) or set(symbols) <= set(ALPHABET))


def _has_digit(text: str) -> bool:
    return any(one.isdigit() for one in text)


def _by(kind: FoundBy, who: Caller, text: str) -> tuple[Iterable[Profile], bool]:
    """Who is found by `text` as this kind, and whether there may be more."""
    here, mine = dependencies(), own_activities(who)
    match kind:
        case FoundBy.EMAIL:
            return _profiles(here.look_up.by_address(_address(text), mine)), False
        case FoundBy.CERTIFICATE:
            paper = here.certificates.get(parse_number(text))
            return (_of_activity(who, [(paper.learner_id, paper.activity_id)]) if paper else ()), False
        case FoundBy.MEMBER_NUMBER:
            holders = here.registry.holders_of(one.email_key for one in here.roster.members_with_number(text))
            return (here.registry.profiles_of(holders.values()).values() if holders else ()), False
        case FoundBy.BADGE:
            return _of_activity(who, here.look_up.takers_of(_activities(who), text)), False
        case FoundBy.NAME:
            found = here.look_up.by_name(words_to_find(text), mine)
            return found.profiles, found.more


def _address(text: str) -> str:
    try:
        return address_key(text)
    except InvalidAddress as error:
        raise RefusedRequest(INVALID.refuse(errors=[NOT_AN_ADDRESS.at("find", why=error)])) from error


def _activities(who: Caller) -> list[str]:
    """The latest activities with badges that are the caller's."""
    here = dependencies()
    wanted = LibraryFilter(providers=None if who.is_staff else who.providers)
    page = here.catalog.library(wanted, at=utc_now(), limit=_LATEST, cursor=None, cursors=here.cursors)
    return [one.id for one in page.items if one.access == "badge"]


def _of_activity(who: Caller, pairs: Iterable[tuple[str, str]]) -> list[Profile]:
    """The learners with their activities, and joined accounts, as far as they are the caller's."""
    here, mine = dependencies(), own_activities(who)
    return [
        profile
        for learner_id, activity_id in pairs
        for profile in _profiles(here.look_up.by_activity(learner_id, activity_id, mine))
    ]


def _profiles(found: Iterable[FoundLearner]) -> list[Profile]:
    return [one.profile for one in found]
