"""The revision that printing checks: changed by every save, and right where an earlier release saved the activity."""

import pytest

from laurel.catalog.activity import Activity
from laurel.catalog.revisions import REVISION_SHARDS, revision_writes, unchanged
from laurel.catalog.store import Catalog
from laurel.platform.table import Table
from tests.unit.catalog.documents import meeting, parsed

CLAIMS = [f"claim {number}" for number in range(4 * REVISION_SHARDS)]


@pytest.fixture
def activity() -> Activity:
    return parsed(meeting())


def holds(table: Table, activity_id: str, revision: int) -> set[bool]:
    """What the check of this revision says, for many claims."""
    return {table.write_all([unchanged(activity_id, revision, claim_id)])[0] for claim_id in CLAIMS}


def test_after_a_save_no_claim_is_printed_from_what_was_read_before(claims_table: Table, activity: Activity) -> None:
    catalog = Catalog(claims_table)
    catalog.save(activity, seen=None)
    assert holds(claims_table, activity.id, 1) == {True}
    catalog.save(activity, seen=1)
    assert holds(claims_table, activity.id, 1) == {False}
    assert holds(claims_table, activity.id, 2) == {True}


def test_a_save_that_somebody_overtook_changes_no_revision(claims_table: Table, activity: Activity) -> None:
    catalog = Catalog(claims_table)
    catalog.save(activity, seen=None)
    assert catalog.save(activity, seen=None) is None
    assert catalog.save(activity, seen=7) is None
    assert holds(claims_table, activity.id, 1) == {True}


def test_what_an_earlier_release_saved_is_printed(claims_table: Table, activity: Activity) -> None:
    assert holds(claims_table, activity.id, 3) == {True}  # it has no such items
    claims_table.write_all(revision_writes(activity.id, 4))
    assert holds(claims_table, activity.id, 5) == {True}  # an earlier release saved it once more
    assert holds(claims_table, activity.id, 3) == {False}
