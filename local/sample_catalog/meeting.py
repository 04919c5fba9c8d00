"""The sample live meetings: one of 300 sessions that ended last week, and one of 2009."""

from collections.abc import Iterator
from datetime import date, timedelta
from random import Random
from typing import Any

from laurel.catalog.activity import Activity
from laurel.statements import Statement
from local.sample_catalog.parts import ZONE, activity, at, disclosure, statements, window
from local.sample_catalog.words import ANGLES, EVALUATION, FAMILY_NAMES, GIVEN_NAMES, SPECIALTY_AREAS, TOPICS

MEETING = "microbiology-week"
OLD_MEETING = "microbiology-week-2009"
DAYS = 5
_ENDED = timedelta(days=8)
_SEED = 20260604

# Start and length (minutes) of each track's sessions on each day: 60 sessions a day in six tracks.
_SLOTS = (
    (8, 0, 60), (9, 15, 45), (10, 15, 45), (11, 15, 60), (12, 30, 30),
    (13, 15, 60), (14, 30, 45), (15, 30, 45), (16, 30, 60), (17, 45, 45),
)  # fmt: skip
# What a session of so many minutes gives: quarters of 60 minutes for AMA, halves of 50 for the others.
_CREDIT = {60: ("1", "1"), 45: ("0.75", "0.5"), 30: ("0.5", "0.5")}
_MAXIMA = {"ama_pra_1": "31.25", "attendance": "31.25", "pace": "32.5", "california": "32.5", "florida": "32.5"}


def meeting(today: date) -> Activity:
    """A live meeting of five days and 300 sessions in six parallel tracks; it ended eight days before `today`."""
    last = today - _ENDED
    first = last - timedelta(days=DAYS - 1)
    return activity(
        {
            "id": MEETING,
            "kind": "live_meeting",
            "title": f"Clinical Microbiology Week {first.year}",
            "description": "Five days on what the clinical microbiology laboratory can do, and should.",
            "number": f"900-001-{first:%y}",
            "level": "intermediate",
            "objectives": [
                "Choose and interpret rapid tests for bloodstream infection.",
                "Apply current breakpoints and report resistance so that it is acted on.",
                "Plan validation, quality control and competency for new methods.",
            ],
            "starts_on": str(first),
            "ends_on": str(last),
            "time_zone": ZONE,
            "location": "Harbor Convention Center, Baltimore, Maryland",
            "claim_window": window(first, today + timedelta(days=90)),
            "access": {"type": "badge"},
            "statements": statements(_MAXIMA),
            "disclosures": [
                disclosure("All speakers and planners"),
                {
                    "id": "unlabeled-use",
                    "version": 2,
                    "title": "Unlabeled use",
                    "text": "Some sessions discuss uses of products that the FDA has not cleared. Speakers say so.",
                },
            ],
            "evaluation_forms": [EVALUATION],
            "sessions": list(_sessions(first)),
        }
    )


def _sessions(first: date) -> Iterator[dict[str, Any]]:
    random = Random(_SEED)  # noqa: S311 - sample data, not secrets
    for letter, (track, topics) in zip("ABCDEF", TOPICS.items(), strict=True):
        titles = [angle.format(topic) for topic in topics for angle in ANGLES]
        chosen = iter(random.sample(titles, DAYS * len(_SLOTS)))
        for day in range(DAYS):
            for slot, (hour, minute, minutes) in enumerate(_SLOTS, 1):
                starts_at = at(first + timedelta(days=day), hour, minute)
                quarters, halves = _CREDIT[minutes]
                yield {
                    "id": f"{letter}{day + 1}{slot:02d}",
                    "title": next(chosen),
                    "speakers": _speakers(random),
                    "track": track,
                    "starts_at": starts_at,
                    "ends_at": starts_at + timedelta(minutes=minutes),
                    "maximum": {kind: quarters if Statement(kind).kind.step else halves for kind in _MAXIMA},
                    "evaluation_form": "session-form",
                    "specialty_area": SPECIALTY_AREAS[track],
                }


def _speakers(random: Random) -> list[str]:
    count = random.choice((1, 1, 2))
    return [f"{random.choice(GIVEN_NAMES)} {random.choice(FAMILY_NAMES)}" for _ in range(count)]


def old_meeting() -> Activity:
    """A live meeting of 2009: in the library, but too old to be claimed here."""
    first = date(2009, 5, 17)
    titles = ("Pandemic influenza: the first month", "Reading the Gram stain again", "MRSA screening: who and how")
    return activity(
        {
            "id": OLD_MEETING,
            "kind": "live_meeting",
            "title": "Clinical Microbiology Week 2009",
            "number": "900-001-09",
            "level": "intermediate",
            "starts_on": str(first),
            "ends_on": str(first + timedelta(days=2)),
            "time_zone": ZONE,
            "location": "Liberty Hall, Philadelphia, Pennsylvania",
            "claim_window": window(first, date(2009, 12, 31)),
            "access": {"type": "badge"},
            "statements": statements({"pace": "3"}),
            "disclosures": [disclosure("All speakers and planners")],
            "evaluation_forms": [EVALUATION],
            "sessions": [
                {
                    "id": f"S{day + 1}",
                    "title": title,
                    "starts_at": at(first + timedelta(days=day), 9),
                    "ends_at": at(first + timedelta(days=day), 10),
                    "maximum": {"pace": "1"},
                    "evaluation_form": "session-form",
                }
                for day, title in enumerate(titles)
            ],
        }
    )
