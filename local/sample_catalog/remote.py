"""The sample activities that one attends from afar: a teleconference, a webinar, an online course with a post-test."""

from datetime import date, timedelta
from typing import Any

from laurel.catalog.activity import Activity
from local.sample_catalog.parts import ZONE, activity, at, disclosure, statements, window
from local.sample_catalog.words import EVALUATION

TELECONFERENCE = "blood-culture-teleconference"
WEBINAR = "platelet-webinar"
ONLINE = "malaria-online"
WEBINAR_CODE = "BUFFY-COAT-7"


def teleconference(today: date) -> Activity:
    """A teleconference of one hour, six days before `today`; sites have Group IDs."""
    day = today - timedelta(days=6)
    return activity(
        {
            "id": TELECONFERENCE,
            "kind": "teleconference",
            "title": "Blood culture contamination: getting below one percent",
            "description": "How three hospitals brought contamination down, and what it saved.",
            "number": f"900-114-{day:%y}",
            "level": "basic",
            "objectives": ["Name the steps of collection that matter most.", "Set up a monthly measure that is used."],
            "starts_on": str(day),
            "ends_on": str(day),
            "time_zone": ZONE,
            "claim_window": window(day, today + timedelta(days=45)),
            "access": {"type": "group"},
            "statements": statements({"pace": "1", "california": "1", "florida": "1"}),
            "disclosures": [disclosure("The speaker and planners")],
            "evaluation_forms": [EVALUATION],
            "sessions": [
                _session("T1", "Blood culture contamination", at(day, 13), 60, ("pace", "california", "florida"), "1")
            ],
        }
    )


def webinar(today: date) -> Activity:
    """A webinar of 75 minutes, three days before `today`; its code was shown on a slide."""
    day = today - timedelta(days=3)
    return activity(
        {
            "id": WEBINAR,
            "kind": "webinar",
            "title": "Platelet clumps, satellites and giants: when the count is wrong",
            "description": "Recognize spurious platelet counts and report what is true.",
            "number": f"900-131-{day:%y}",
            "level": "intermediate",
            "objectives": ["Tell four causes of a spurious platelet count.", "Choose the right recollection."],
            "starts_on": str(day),
            "ends_on": str(day),
            "time_zone": ZONE,
            "claim_window": window(day, today + timedelta(days=30)),
            "access": {"type": "session_code", "codes": [{"code": WEBINAR_CODE}]},
            "statements": statements({"ama_pra_1": "1.25", "attendance": "1.25", "pace": "1.5", "florida": "1.5"}),
            "disclosures": [disclosure("The speakers and planners")],
            "evaluation_forms": [EVALUATION],
            "sessions": [
                {
                    "id": "W1",
                    "title": "Spurious platelet counts",
                    "speakers": ["Ngozi Okonkwo", "Anders Lindqvist"],
                    "starts_at": at(day, 12),
                    "ends_at": at(day, 13, 15),
                    "maximum": {"ama_pra_1": "1.25", "attendance": "1.25", "pace": "1.5", "florida": "1.5"},
                    "evaluation_form": "session-form",
                    "specialty_area": "Hematology",
                }
            ],
        }
    )


def online(today: date) -> Activity:
    """An online course of three parts with a post-test of six questions; out since half a year before `today`."""
    released = today - timedelta(days=180)
    last = today + timedelta(days=550)
    titles = ("Collecting and staining", "Species by their shapes", "Counting and reporting")
    return activity(
        {
            "id": ONLINE,
            "kind": "online",
            "title": "Malaria microscopy: species, stages and parasitemia",
            "description": "A course for everyone who reads the smear when the expert is asleep.",
            "number": f"900-207-{released:%y}",
            "level": "basic",
            "objectives": ["Tell the five species apart.", "Calculate parasitemia.", "Report a critical result."],
            "starts_on": str(released),
            "ends_on": str(last),
            "time_zone": ZONE,
            "claim_window": window(released, last),
            "access": {"type": "none"},
            "statements": statements({"pace": "3", "california": "3", "florida": "3"}),
            "disclosures": [disclosure("The authors and planners")],
            "evaluation_forms": [EVALUATION],
            "sessions": [
                _session(f"M{n}", title, at(released, 8 + n), 60, ("pace", "california", "florida"), "1")
                for n, title in enumerate(titles, 1)
            ],
            "content": [
                {"title": title, "url": f"https://learning.example.org/malaria/{n}"}
                for n, title in enumerate(titles, 1)
            ],
            "assessment": {"pass_mark": 70, "attempts": 3, "questions": [_question(n) for n in range(len(_QUESTIONS))]},
        }
    )


# The question, the right answer, the wrong ones, and where the right one stands.
_QUESTIONS: tuple[tuple[str, str, tuple[str, ...], int], ...] = (
    (
        "Crescent-shaped gametocytes are typical of which species?",
        "Plasmodium falciparum",
        ("Plasmodium vivax", "Plasmodium ovale", "Plasmodium malariae"),
        2,
    ),
    (
        "Which smear detects few parasites best?",
        "The thick smear",
        ("The thin smear", "The buffy coat smear stained by Gram", "The wet mount"),
        0,
    ),
    (
        "200 parasites are counted against 500 white cells; the patient has 5,000 white cells per µL. "
        "How many parasites per µL?",
        "2,000",
        ("200", "500", "20,000"),
        3,
    ),
    (
        "Which pH of the buffer shows Schüffner’s dots best in Giemsa stain?",
        "7.2",
        ("5.8", "6.4", "8.4"),
        1,
    ),
    (
        "The first smear of a traveler with fever is negative. What is the next step?",
        "Repeat smears every 12 to 24 hours, three in all",
        ("Report malaria as excluded", "Wait for serology", "Repeat the smear after a week"),
        2,
    ),
    (
        "Band forms in a red cell that is not enlarged suggest which species?",
        "Plasmodium malariae",
        ("Plasmodium vivax", "Plasmodium falciparum", "Plasmodium ovale"),
        0,
    ),
)


def _question(number: int) -> dict[str, Any]:
    text, right, wrong, place = _QUESTIONS[number]
    answers = [*wrong[:place], right, *wrong[place:]]
    return {
        "id": f"Q{number + 1}",
        "text": text,
        "choices": [{"id": letter, "text": answer} for letter, answer in zip("abcd", answers, strict=True)],
        "right": "abcd"[place],
    }


def _session(
    session_id: str, title: str, starts_at: Any, minutes: int, kinds: tuple[str, ...], credit: str
) -> dict[str, Any]:
    return {
        "id": session_id,
        "title": title,
        "speakers": ["Priya Ramaswamy"],
        "starts_at": starts_at,
        "ends_at": starts_at + timedelta(minutes=minutes),
        "maximum": dict.fromkeys(kinds, credit),
        "evaluation_form": "session-form",
        "specialty_area": "Microbiology",
    }
