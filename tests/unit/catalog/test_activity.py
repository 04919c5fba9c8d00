"""The parts of an activity, found by their IDs."""

from tests.unit.claims.samples import activity


def test_a_part_is_found_by_its_id_and_an_unknown_one_is_none():
    one = activity()
    for find, parts in (
        (one.session, one.sessions),
        (one.disclosure, one.disclosures),
        (one.form, one.evaluation_forms),
    ):
        assert parts
        assert [find(part.id) for part in parts] == list(parts)
        assert find("unknown") is None
