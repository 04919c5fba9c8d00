"""A run, the last nights and a flow for the pictures, like the world of `pictured`."""

from typing import Any

RUN = {
    "run_id": "2026-06-10T06:00:00.000000Z-0f343b09",
    "started_at": "2026-06-10T06:00:00Z",
    "finished_at": "2026-06-10T06:01:10Z",
    **dict.fromkeys(("rows", "credits", "reported"), 1200),
    **dict.fromkeys(("repeats", "rejected", "resumed", "requeued", "queue_refused"), 7),
    "unmatched": {"not_a_member": 3},
    "file_count": 1,
    "files": [
        {
            **dict.fromkeys(("reason", "message", "members", "changed", "behind", "again_on")),
            **dict.fromkeys(("repeats", "noted", "milliseconds"), 0),
            "key": "feed/labce/2026-06-10.csv",
            "file_id": "0f343b0931126a20f133d67c2b018a3b",
            "outcome": "taken",
            "rows": 1200,
            "credits": 1193,
            "rejected": 7,
        }
    ],
    "providers_without_record": [],
    "late_sources": [],
    "arrival": False,
    "milliseconds": {},
    "reconciles": True,
    "complete": True,
    "note": "",
}


def _night(day: int, rows: int, rejected: int, days: float) -> dict[str, Any]:
    return {
        **dict.fromkeys(("resumed", "reported"), 0),
        "day": f"2026-06-{day:02d}",
        "runs": 2,
        "rows": rows,
        "credits": rows - rejected - rows // 5,
        "repeats": rows // 5,
        "rejected": rejected,
        "unmatched": 3,
        "oldest_days": days,
        "too_many_rejected": rows > 50 and 10 * rejected > rows,
        "waits_too_long": days > 3,
    }


NIGHTS = [
    _night(day, 200 + 37 * (day * day % 17), 90 if day == 20 else day % 5, 4.2 if day > 28 else day % 3)
    for day in range(30, 0, -1)
]
LIMITS = {"rejected_percent": 10, "few_rows": 50, "undelivered_days": [3, 7]}
FLOW = {
    "rows": 1207,
    "credits": 1193,
    "repeats": 7,
    "rejected": 7,
    "now": {
        "accepted": 1001,
        "on_its_way": 120,
        "earned": 0,
        "unmatched": 60,
        "rejected": 11,
        "withdrawn": 1,
        "elsewhere": 0,
    },
}
