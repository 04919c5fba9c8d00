"""The words of each place where a credit can be, with its remedy, as approved, and the order of the places.

After a change that was meant: `python -m tests.unit.organizer.test_whereabouts_words`, and read the difference.
"""

from pathlib import Path

from laurel.organizer.whereabouts_texts import WHEREABOUTS, Halt

APPROVED = Path(__file__).with_name("approved") / "whereabouts.txt"


def told() -> str:
    lines: list[str] = []
    # In the order of urgency, by which one of them speaks for an account.
    for halt in Halt:
        one = WHEREABOUTS[halt]
        remedy = f"{one.remedy.value}, at {one.where.value}{', then another try' if one.again is True else ''}"
        lines += [f"{halt.value}: {one.course.value} at {one.stop.value}, {one.there}", one.says]
        lines += [f"{one.do} ({remedy})" if one.do else f"({remedy})", ""]
    return "\n".join(lines)


def test_each_place_has_the_words_that_were_approved() -> None:
    assert told() == APPROVED.read_text(encoding="utf-8")


def test_each_halt_has_its_words_and_no_word_is_without_a_halt() -> None:
    assert set(WHEREABOUTS) == set(Halt)
    assert {type(one.again) for one in WHEREABOUTS.values()} == {bool}


if __name__ == "__main__":
    APPROVED.write_text(told(), encoding="utf-8")
