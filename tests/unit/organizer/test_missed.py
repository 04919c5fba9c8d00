"""Which credit a learner misses: the candidates are exactly those of the provider and of the days."""

from dataclasses import replace
from datetime import date, timedelta

from hypothesis import given
from hypothesis import strategies as st

from laurel.organizer.missed import (
    NOTHING_MISSED,
    UNKNOWN_PROVIDER,
    Missed,
    MissedProvider,
    MissedSearch,
    day_of,
    id_of,
)
from tests.examples import examples
from tests.unit.organizer.test_diagnosis import credit
from tests.unit.organizer.test_whereabouts import OF_CERTIFICATES, certificate

DAYS = st.dates(date(2025, 12, 1), date(2027, 1, 31))
PROVIDERS = st.sampled_from(["LabCE", "asm", "ASCLS"])


def test_nothing_said_is_no_search():
    assert not NOTHING_MISSED.is_said
    for said in (
        Missed(credit_id="c1"),
        Missed(provider="x"),
        Missed(starting=date(2026, 1, 1)),
        Missed(is_not_there=True),
    ):
        assert said.is_said


@given(
    known=st.lists(st.tuples(PROVIDERS, DAYS), max_size=8),
    provider=st.none() | PROVIDERS,
    starting=st.none() | DAYS,
    ending=st.none() | DAYS,
)
@examples(200)
def test_the_candidates_are_those_that_fit_and_no_other(known, provider, starting, ending):
    credits = [replace(credit(f"c{n}"), provider=who, completed_on=on) for n, (who, on) in enumerate(known)]
    missed = Missed(provider=provider.upper() if provider else None, starting=starting, ending=ending)
    found = missed.candidates(credits, ())
    fits = {
        one.credit_id
        for one in credits
        if (provider is None or one.provider == provider)
        and (starting is None or starting <= one.completed_on)
        and (ending is None or one.completed_on <= ending)
    }
    assert {id_of(one) for one in found} == fits
    assert [day_of(one) for one in found] == sorted((day_of(one) for one in found), reverse=True)
    assert MissedSearch(missed=missed, candidates=found).is_nowhere == (not fits)


def test_a_certificate_without_a_credit_is_a_candidate_too():
    one = certificate(next(iter(OF_CERTIFICATES)))
    day = one.printed.completed_on
    assert Missed(provider="ascls", starting=day, ending=day).candidates([credit()], [one]) == [one]
    assert Missed(credit_id="c9").candidates([credit()], [one]) == [one]
    assert Missed(starting=day + timedelta(days=1)).candidates([], [one]) == []


def test_whoever_says_that_none_of_them_is_it_is_believed():
    found = [credit()]
    assert MissedSearch(missed=Missed(is_not_there=True), candidates=found).is_nowhere
    assert not MissedSearch(missed=Missed(provider="labce"), candidates=found).is_nowhere


def test_a_provider_of_which_nothing_is_known_is_the_sender_unless_another_is_given():
    found = MissedSearch(missed=NOTHING_MISSED, candidates=())
    assert found.sender == UNKNOWN_PROVIDER == MissedProvider(contact=None, last_sent_at=None)
    known = MissedProvider(contact="credits@example.org")
    assert MissedSearch(missed=NOTHING_MISSED, candidates=(), sender=known).sender is known
