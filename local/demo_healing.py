"""The demo's stuck credit: a non-member asks where her credit is and joins ASCLS, and ASCP accepts the credit."""

from collections.abc import Callable, Mapping
from typing import Any

from rich.console import Console
from rich.table import Table
from rich.text import Text

from local.api import Api
from local.sample import Sample
from local.sample.cast import JOINED
from local.stack import LocalStack
from local.troubles import TroubleError

_ANSWERS = {"yes": "green", "no": "red", "not_yet": "yellow", "unknown": "dim"}


def heal(
    stack: LocalStack, sample: Sample, console: Console, credit_id: str, run_night: Callable[[str], object]
) -> dict[str, bool]:
    """Show how the credit `credit_id` of the sample's `joined` heals; gives what must hold, by its name.

    `run_night` runs a night under the title it is given and waits until no credit moves any more. Raises TroubleError
    when the API refuses.
    """
    story = sample.healing[JOINED]
    console.print(Text.assemble(("Where is my credit?", "bold"), f" asks {story.learner}. {story.tells}\n"))
    learner = stack.api(story.email)
    stuck = _credit(learner, credit_id)
    diagnosis = _done(learner.call("GET", "/v1/organizer/diagnosis"))
    _show_answers(console, stuck, diagnosis)
    console.print("The next day ASCLS sends a roster that has her.")
    stack.put(f"roster/ascls/{sample.later_roster.name}", sample.later_roster)
    run_night("The next night")
    healed = _credit(learner, credit_id)
    after = _done(learner.call("GET", "/v1/organizer/diagnosis"))
    _show_way(console, healed)
    return {
        "the organizer tells a non-member why her credit is stuck": stuck["phase"] == "needs_you"
        and stuck["reason"]["code"] == "not_a_member",
        "the diagnosis answers: no member, and waiting does not help": _answers(diagnosis)
        == {"member": "no", "time": "no", "emails": "no", "organizer": "no"},
        "once she is on the roster the next night has her credit accepted": healed["phase"] == "done"
        and healed["state"] == "accepted"
        and stack.receipts()[credit_id] == [healed["receipt"]],
        "the diagnosis says that ASCP has it: nothing to wait for, and nothing of hers is stuck": _answers(after)
        == {"member": "yes", "time": "no", "emails": "yes", "organizer": "yes"}
        and not after["stuck"],
    }


def _credit(learner: Api, credit_id: str) -> dict[str, Any]:
    items = _done(learner.call("GET", "/v1/organizer?limit=100"))["items"]
    return next(one for one in items if one["credit_id"] == credit_id)


def _done(answer: Any) -> dict[str, Any]:
    told: dict[str, Any] = answer.json()
    if answer.status >= 400:
        raise TroubleError(f"The API refused ({answer.status}): {told}", do="Read the function's log.")
    return told


def _answers(diagnosis: Mapping[str, Any]) -> dict[str, str]:
    return {one["question"]: one["answer"] for one in diagnosis["findings"]}


def _show_answers(console: Console, credit: Mapping[str, Any], diagnosis: Mapping[str, Any]) -> None:
    reason = credit["reason"]
    console.print(Text(f"  {credit['title']}: {credit['phase_says']} {reason['says']}", style="yellow"))
    (stuck,) = [one for one in diagnosis["stuck"] if one["credit_id"] == credit["credit_id"]]
    table = Table(show_lines=True)
    table.add_column("Question")
    table.add_column("Answer")
    table.add_column("Because")
    table.add_column("What to do, and what happens automatically")
    for one in stuck["findings"]:
        answer = Text(one["answer"].replace("_", " "), style=_ANSWERS[one["answer"]])
        table.add_row(one["asks"], answer, one["says"], " ".join(filter(None, (one["do"], one["next"]))))
    console.print(table)


def _show_way(console: Console, credit: Mapping[str, Any]) -> None:
    for step in credit["timeline"]:
        color = {"unmatched": "yellow", "accepted": "green"}.get(step["state"], "cyan")
        line = Text(f"  {step['at'][11:23]}  ")
        line.append(f"{step['state']:<10}", style=color)
        line.append(" ".join(filter(None, (step["reason"], step["detail"] and f"({step['detail']})"))))
        console.print(line)
    console.print()
