"""The words of each answer of the diagnosis, with its place and what happens next, as approved.

After a change that was meant: `python -m tests.unit.organizer.test_diagnosis_words`, and read the difference.
"""

from pathlib import Path

from laurel.organizer.diagnosis_texts import ASKED, HAPPENS, VERDICTS

APPROVED = Path(__file__).with_name("approved") / "diagnosis.txt"


def told() -> str:
    lines = [f"{question.value}: {text}" for question, text in ASKED.items()]
    lines += [f"{then.value}: {text}" for then, text in HAPPENS.items()]
    for (question, cause), verdict in VERDICTS.items():
        place = f"{verdict.answer.value}, at {verdict.where.value}, then {verdict.then.value}"
        lines += ["", f"{question.value}, {cause.value}: {place}", verdict.says, verdict.do]
    return "\n".join(lines) + "\n"


def test_each_answer_has_the_words_that_were_approved() -> None:
    assert told() == APPROVED.read_text(encoding="utf-8")


if __name__ == "__main__":
    APPROVED.write_text(told(), encoding="utf-8")
