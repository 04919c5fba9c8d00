"""Whatever a learner earned: no credit counts twice or in two cycles, and the sum is that of the counted credits."""

from datetime import date, timedelta
from decimal import Decimal

from hypothesis import given
from hypothesis import strategies as st

from laurel.progress.cycles import LicenseFacts
from laurel.progress.earned import Earned, EarnedSource
from laurel.progress.progress import RuleProgress, progress_of
from laurel.progress.rule import Rule
from laurel.statements import Statement
from tests.examples import examples
from tests.unit.progress.samples import RULES, changed

DAYS = st.dates(date(2020, 1, 1), date(2030, 12, 31))
TITLES = st.sampled_from(["Safety", "safety", "Ethics of HIV", "CPR", "Florida laws", "Medical errors", "Smears"])
EARNED = st.builds(
    Earned,
    id=st.sampled_from("abcdef"),
    source=st.sampled_from(EarnedSource),
    title=TITLES,
    provider=st.just("ASCLS"),
    completed_on=DAYS,
    hours=st.decimals(0, 40, places=2),
    statement=st.none() | st.sampled_from(Statement),
    is_valid=st.booleans(),
)
CREDITS = st.lists(EARNED, max_size=12)
FACTS = st.builds(LicenseFacts, st.none() | DAYS, st.none() | DAYS)
RULE = st.sampled_from([*RULES.values(), changed(RULES["louisiana"], carry_over={"hours": 7})])


@given(rule=RULE, facts=FACTS, credits=CREDITS, today=DAYS)
@examples(300)
def test_the_sum_is_that_of_the_credits_that_count(
    rule: Rule, facts: LicenseFacts, credits: list[Earned], today: date
) -> None:
    found = progress_of(rule, facts, credits, today)
    if not isinstance(found, RuleProgress):
        return
    counted = [one.earned for one in found.verdicts if one.counts]
    assert found.counted == sum((one.hours for one in counted), Decimal(0))
    assert len({(one.source, one.id) for one in counted}) == len(counted)
    assert len({(one.completed_on, one.title.casefold()) for one in counted}) == len(counted)
    assert all(one.completed_on in found.cycle and one.is_valid and one.hours > 0 for one in counted)
    # Each credit has a verdict, and one alone.
    assert {(one.source, one.id) for one in credits} == {(one.earned.source, one.earned.id) for one in found.verdicts}
    assert len(found.verdicts) == len({(one.source, one.id) for one in credits})
    assert sum((one.counted for one in found.topics), Decimal(0)) <= found.counted
    assert found.missing >= max(Decimal(0), found.needed - found.counted - found.carried)
    assert found.cycle.last < today or found.days_left > 0


@given(rule=RULE, facts=FACTS, credits=CREDITS, today=DAYS, data=st.data())
@examples(200)
def test_the_order_of_the_credits_does_not_matter(
    rule: Rule, facts: LicenseFacts, credits: list[Earned], today: date, data: st.DataObject
) -> None:
    shuffled = data.draw(st.permutations(credits))
    assert progress_of(rule, facts, credits, today) == progress_of(rule, facts, shuffled, today)


@given(rule=RULE, facts=FACTS, credits=CREDITS, today=DAYS)
@examples(200)
def test_no_credit_counts_in_two_cycles(rule: Rule, facts: LicenseFacts, credits: list[Earned], today: date) -> None:
    now = progress_of(rule, facts, credits, today)
    if not isinstance(now, RuleProgress):
        return
    after = progress_of(rule, facts, credits, now.cycle.last + timedelta(days=1))
    if not isinstance(after, RuleProgress):
        return
    mine = {(one.earned.source, one.earned.id) for one in now.verdicts if one.counts}
    assert not mine & {(one.earned.source, one.earned.id) for one in after.verdicts if one.counts}
    assert after.carried <= max(Decimal(0), now.counted - now.needed)


@given(rule=RULE, facts=FACTS, credits=CREDITS, today=DAYS, more=EARNED)
@examples(200)
def test_a_further_credit_never_makes_more_hours_missing(
    rule: Rule, facts: LicenseFacts, credits: list[Earned], today: date, more: Earned
) -> None:
    fewer = [one for one in credits if (one.source, one.id) != (more.source, more.id)]
    before, after = progress_of(rule, facts, fewer, today), progress_of(rule, facts, [*fewer, more], today)
    if not isinstance(before, RuleProgress) or not isinstance(after, RuleProgress):
        return
    assert after.needed == before.needed
    assert after.counted + after.carried >= before.counted + before.carried
