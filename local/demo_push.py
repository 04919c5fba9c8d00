"""The demo's push: a provider's program reports credits by the API, and ASCP has them within seconds."""

import csv
import time
from collections.abc import Collection, Mapping
from datetime import datetime
from typing import Any

from rich.console import Console
from rich.table import Table
from rich.text import Text

from laurel.audit.acts import Actor, ActorKind
from laurel.catalog.client_desk import rights_of
from laurel.platform.clock import read_instant
from laurel.platform.refusal import Refusal
from local.api import Api
from local.clients import access_token, desk_of
from local.demo_claims import done
from local.sample import Sample
from local.stack import LocalStack
from local.troubles import TroubleError

PUSHING = "labce"
_NEW = 3
_PATIENCE = 60.0  # seconds until ASCP has answered about all of them
_COLOR = {"taken": "green", "repeat": "cyan", "rejected": "red"}


def push_credits(stack: LocalStack, sample: Sample, console: Console, accepted: Collection[str]) -> dict[str, bool]:
    """Push rows and follow them; gives what must hold, by its name.

    `accepted` has the references of rows of the provider's file whose credits ASCP accepted.
    Raises TroubleError when the API refuses, or a credit stops on its way.
    """
    console.print("[bold]A provider's program pushes credits[/]")
    program = Api(stack.api_url, _token(stack))
    path = f"/v1/providers/{PUSHING}/credits"
    name = done(program.call("GET", f"/v1/providers/{PUSHING}"))["display_name"]
    rows = _rows(sample, accepted)
    without = stack.api().call("POST", path, json={"credits": rows})
    began = time.time()
    answer = done(program.call("POST", path, json={"credits": rows}))
    _show(console, name, rows, answer)
    pushed = [one["reference"] for one in answer["results"] if one["outcome"] == "taken"]
    found = [_settled(program, f"{path}/{reference}") for reference in pushed]
    seconds = max(_last(credit).timestamp() for credit in found) - began
    console.print(f"From the push to ASCP's last answer: [bold]{seconds:.1f} s[/], without a nightly run.\n")
    again = done(program.call("POST", path, json={"credits": rows}))
    receipts = stack.receipts()
    return {
        "a push needs a token of the provider's program": without.status == 401,
        "each pushed row has its own answer, and the bad one costs no good one": [
            one["outcome"] for one in answer["results"]
        ]
        == [*["taken"] * _NEW, "repeat", "rejected"],
        "ASCP accepts the pushed credits without a nightly run": len(found) == _NEW
        and all(one["state"] == "accepted" and receipts[one["credit_id"]] == [one["receipt"]] for one in found),
        "the same push again changes nothing": (again["taken"], again["repeats"]) == (0, _NEW + 1),
    }


def _token(stack: LocalStack) -> str:
    """A token of a new machine client of the provider."""
    made = desk_of(stack).create(
        PUSHING, "The demo's program", rights_of(PUSHING), actor=Actor(ActorKind.OPERATOR, "make demo")
    )
    if isinstance(made, Refusal):
        raise TroubleError(made.message, do="Read the log of the emulator.")
    return access_token(stack.outputs["TokenUrl"], made.client_id, made.secret)


def _rows(sample: Sample, accepted: Collection[str]) -> list[dict[str, str]]:
    """New credits of members whom ASCP knows, a row of the provider's file once more, and a bad row."""
    # The file has rows with faults of all kinds, and letters that are no UTF-8.
    with sample.feeds[PUSHING].open(encoding="utf-8-sig", errors="replace", newline="") as file:
        known = [row for row in csv.DictReader(file) if row["reference"] in accepted and row["email"].isascii()]
    people = list({row["email"].strip().casefold(): row for row in known}.values())[:_NEW]
    new = [
        {**row, "reference": f"PUSH-{n}", "activity_number": f"571-9{n}-26", "activity_title": "Platelet function"}
        for n, row in enumerate(people, 1)
    ]
    bad = {**new[0], "reference": "PUSH-9", "email": "ada.ng(at)example.org", "contact_hours": "1,5"}
    return [*new, known[0], bad]


def _settled(program: Api, path: str) -> dict[str, Any]:
    give_up_at = time.monotonic() + _PATIENCE
    while True:
        credit = done(program.call("GET", path))
        if credit["state"] not in ("reported", "sending"):
            return credit
        if time.monotonic() > give_up_at:
            raise TroubleError(f"A pushed credit stays {credit['state']}.", do="Read the logs of the functions.")
        time.sleep(0.5)


def _last(credit: Mapping[str, Any]) -> datetime:
    return read_instant(credit["timeline"][-1]["at"])


def _show(console: Console, name: str, rows: list[dict[str, str]], answer: Mapping[str, Any]) -> None:
    table = Table(title=f"One push of {name}", title_justify="left", title_style="bold")
    for column in ("Reference", "E-mail", "Answer", "State", "What is wrong"):
        table.add_column(column, overflow="fold")
    for row, one in zip(rows, answer["results"], strict=True):
        wrong = " ".join(error["message"] for error in one["errors"])
        outcome = Text(one["outcome"], style=_COLOR[one["outcome"]])
        table.add_row(row["reference"], row["email"], outcome, one["state"] or "", wrong)
    console.print(table)
