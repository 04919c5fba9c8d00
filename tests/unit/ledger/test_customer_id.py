"""Which ASCP customer ID goes with a credit, and that the ledger keeps it."""

from itertools import product

from hypothesis import given
from hypothesis import strategies as st

from laurel.ledger.customer_id import CustomerId, IdSource, choose_customer_id
from laurel.ledger.records import from_item, to_item
from tests.credits import a_credit
from tests.examples import examples

IDS = st.none() | st.just("") | st.text("0123456789", min_size=8, max_size=8)


@examples(100)
@given(profile=IDS, roster=IDS, provider=IDS)
def test_the_learner_counts_first_then_ascls_then_the_provider(profile, roster, provider):
    found = choose_customer_id(profile=profile, roster=roster, provider=provider)
    given_ids = {"profile": profile, "roster": roster, "provider": provider}
    if found is None:
        assert not any(given_ids.values())
        return
    assert found.value == given_ids[found.source]
    ahead = list(IdSource)[: list(IdSource).index(found.source)]
    assert not any(given_ids[source] for source in ahead), "a source that counts more has one"


def test_every_disagreement_of_three_sources():
    for profile, roster, provider in product(("1" * 8, None), ("2" * 8, None), ("3" * 8, None)):
        found = choose_customer_id(profile=profile, roster=roster, provider=provider)
        assert (found and found.value) == (profile or roster or provider)


@given(st.sampled_from(IdSource))
def test_the_ledger_keeps_the_id_and_who_gave_it(source):
    credit = a_credit(customer_id=CustomerId("00412345", source), provider_customer_id="00999999")
    item = {name: value for name, value in to_item(credit).items() if value is not None}
    found = from_item(item)
    assert (found.customer_id, found.provider_customer_id) == (credit.customer_id, "00999999")
