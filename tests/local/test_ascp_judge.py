"""Which credits the stand-in rejects, and why."""

from typing import Any

import pytest
from hypothesis import given
from hypothesis import strategies as st

from local.ascp.contract import Credit
from local.ascp.judge import Known, judge
from local.ascp.participants import (
    Participant,
    ParticipantsRefusedError,
    may_be_same_name,
    read_csv,
    read_json,
)
from tests.local.ascp_client import PARTICIPANTS, credit

KNOWN = Known.of(PARTICIPANTS)
TOMAS: dict[str, Any] = {"participant__email": "tomas.okafor@example.org", "participant__name": "Tomas O'Kafor-Lund"}


def reason(**changes: Any) -> str | None:
    rejection = judge(Credit.model_validate(credit(**changes)), KNOWN)
    if rejection is None:
        return None
    assert rejection.detail.endswith("."), "a sentence for the person who must fix it"
    return rejection.reason


def test_a_good_credit_is_acceptable() -> None:
    assert reason() is None


def test_addresses_are_compared_trimmed_and_in_any_case() -> None:
    assert reason(participant__email="  Ines.FERREIRA@Example.org ") is None
    assert reason(participant__email="ines.ferreira+ce@example.org") == "unknown_email"


@pytest.mark.parametrize(
    "place", ["participant__name", "participant__member_number", "activity__number", "activity__title", "statement"]
)
def test_an_empty_value_is_invalid(place: str) -> None:
    assert reason(**{place: "  "}) == "invalid"


@pytest.mark.parametrize("email", ["", "ines", "@example.org", "ines@"])
def test_an_address_that_is_none_is_invalid(email: str) -> None:
    assert reason(participant__email=email) == "invalid"


@pytest.mark.parametrize(
    "hours", ["", "0", "0.00", "-1", "1.255", "1,5", "1.", ".5", "1e1", "NaN", "12345", "1.5\n", "٣"]
)
def test_hours_that_cannot_be_used_are_invalid(hours: str) -> None:
    assert reason(contact_hours=hours) == "invalid"


@pytest.mark.parametrize("hours", ["1", "0.25", "10", "31.25", "0.5"])
def test_hours_that_can_be_used(hours: str) -> None:
    assert reason(contact_hours=hours) is None


@pytest.mark.parametrize("day", ["", "2026-02-30", "20260202", "02/11/2026", "2026-11-02T00:00:00Z", "2026-W45-1"])
def test_a_day_that_is_none_is_invalid(day: str) -> None:
    assert reason(completed_on=day) == "invalid"


@pytest.mark.parametrize(
    ("day", "expected"),
    [
        ("2024-03-31", "outside_cycle"),
        ("2024-04-01", None),
        ("2027-03-31", None),
        ("2027-04-01", "outside_cycle"),
    ],
)
def test_both_ends_of_the_cycle_belong_to_it(day: str, expected: str | None) -> None:
    assert reason(completed_on=day, **TOMAS) == expected


BY_ID: dict[str, Any] = {"participant__email": "nobody@example.org", "participant__ascp_customer_id": "00412345"}


def test_a_customer_id_finds_its_participant_whatever_the_address() -> None:
    assert reason(**BY_ID) is None
    assert reason(**BY_ID | {"participant__ascp_customer_id": " 00412345 "}) is None
    assert reason(**BY_ID, completed_on="2000-01-01") is None, "she has no cycle"


def test_a_customer_id_that_nobody_has_does_no_harm() -> None:
    assert reason(participant__ascp_customer_id="99999999") is None
    assert reason(**BY_ID | {"participant__ascp_customer_id": "99999999"}) == "unknown_email"


@given(
    name=st.sampled_from(["Inês Ferreira", "Tomas O'Kafor-Lund", "Someone Else"]),
    email=st.sampled_from(["ines.ferreira@example.org", "tomas.okafor@example.org", "nobody@example.org"]),
)
def test_a_wrong_customer_id_never_gives_a_credit_to_another_person(name: str, email: str) -> None:
    found = reason(participant__name=name, participant__email=email, participant__ascp_customer_id="00412345")
    assert found == (None if name == "Inês Ferreira" else "customer_id_mismatch")


def test_of_two_people_with_one_name_the_customer_id_and_the_address_must_name_the_same() -> None:
    namesake = Participant(email="other.ines@example.org", name="Inês Ferreira")
    known = Known.of([*PARTICIPANTS, namesake])
    sent = credit(participant__email=namesake.email, participant__ascp_customer_id="00412345")
    rejection = judge(Credit.model_validate(sent), known)
    assert rejection is not None
    assert rejection.reason == "customer_id_mismatch"


@pytest.mark.parametrize("customer_id", ["412345", "0041234A", "004123456"])
def test_a_customer_id_that_is_none_is_invalid(customer_id: str) -> None:
    assert reason(participant__ascp_customer_id=customer_id) == "invalid"


def test_the_first_thing_to_fix_is_named() -> None:
    changes: dict[str, Any] = {**TOMAS, "participant__name": "Someone Else", "completed_on": "2001-01-01"}
    assert reason(**changes) == "name_mismatch"
    assert reason(**changes | {"participant__email": "nobody@example.org"}) == "unknown_email"
    assert reason(**changes | {"participant__email": "nobody@example.org", "contact_hours": "x"}) == "invalid"


@pytest.mark.parametrize(
    ("one", "other"),
    [
        ("Inês Ferreira", "FERREIRA, Inês"),
        ("Ine\u0302s Ferreira", "In\u00eas Ferreira"),
        ("Tomas O'Kafor-Lund", "tomas o\u2019kafor lund"),
        ("Mary Ann Boyle", "Mary Boyle"),
        ("Mary A. Boyle", "Mary Ann Boyle"),
        ("A. Alan Moss", "Alan Albert Moss"),
        ("Straße Karl", "KARL STRASSE"),
        ("गीता शर्मा", "शर्मा गीता"),
        ("Sukarno", "sukarno"),
    ],
)
def test_names_that_may_be_one_persons(one: str, other: str) -> None:
    assert may_be_same_name(one, other)
    assert may_be_same_name(other, one)


@pytest.mark.parametrize(
    ("one", "other"),
    [
        ("Mary Boyle", "Mary Doyle"),
        ("Mary Boyle", "Martha Boyle"),
        ("Mary Boyle", "Mary"),
        ("Mary A. Boyle", "Mary Beth Boyle"),
        ("Mary Boyle", "---"),
        ("गीता शर्मा", "गीत शर्मा"),
    ],
)
def test_names_that_are_clearly_different(one: str, other: str) -> None:
    assert not may_be_same_name(one, other)
    assert not may_be_same_name(other, one)


@given(st.lists(st.text(alphabet="abcdefgh", min_size=1, max_size=6), min_size=1, max_size=4), st.randoms())
def test_a_name_is_itself_in_any_order_and_case(parts: list[str], chance: Any) -> None:
    shuffled = chance.sample(parts, len(parts))
    assert may_be_same_name(" ".join(parts), ", ".join(shuffled).upper())


def test_participants_from_csv() -> None:
    text = '\ufeffname,note,cycle_to,cycle_from,email\r\n"Lund, Eva",x,2027-01-01,,eva@example.org\r\n'
    (eva,) = read_csv(text)
    assert (eva.name, eva.email, eva.cycle_from, str(eva.cycle_to)) == (
        "Lund, Eva",
        "eva@example.org",
        None,
        "2027-01-01",
    )


@pytest.mark.parametrize(
    ("text", "said"),
    [
        ("email\na@example.org\n", "column name"),
        ("", "column email and no column name"),
        ("email,name\nA@example.org,A\n a@example.org,B\n", "entry 1 is in the list twice"),
        ("email,name\nnowhere,A\n", "0.email"),
        ("email,name\na@example.org\n", "0.name"),
        ("email,name,cycle_from\na@example.org,A,01/02/2026\n", "0.cycle_from"),
        ("email,name,cycle_from,cycle_to\na@example.org,A,2026-01-02,2026-01-01\n", "cycle_to is before cycle_from"),
    ],
)
def test_a_list_of_participants_that_cannot_be_used_is_refused(text: str, said: str) -> None:
    with pytest.raises(ParticipantsRefusedError, match=said):
        read_csv(text)


def test_participants_from_json_with_numbers_for_days_are_refused() -> None:
    with pytest.raises(ParticipantsRefusedError, match="cycle_from"):
        read_json(b'[{"email": "a@example.org", "name": "A", "cycle_from": 20260101}]')
