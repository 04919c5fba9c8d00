"""What the demo shows on the terminal."""

import csv
import io
from collections import Counter
from collections.abc import Mapping
from typing import Any

from rich.console import Console
from rich.table import Table
from rich.text import Text

from laurel.ledger.credit import Credit
from local.sample import Sample
from local.stack import LocalStack

# What a learner could do about it, in a few words.
_MEANING = {
    ("accepted", ""): "ASCP gave a receipt",
    ("rejected", "unknown_email"): "ASCP has no one with this e-mail",
    ("rejected", "name_mismatch"): "ASCP has a different name for this e-mail",
    ("rejected", "outside_cycle"): "completed outside the learner's three-year cycle",
    ("rejected", "invalid"): "ASCP could not read it",
    ("unmatched", "not_a_member"): "no one on the ASCLS roster has this e-mail",
    ("unmatched", "membership_lapsed"): "the ASCLS membership has lapsed",
    ("unmatched", "ambiguous_email"): "two members share this e-mail: never a guess",
    ("unmatched", "likely_duplicate"): "it looks like another credit: staff decide",
    ("unmatched", "not_reportable"): "this type of statement is not reported to ASCP",
}
_COLOR = {"accepted": "green", "rejected": "red", "unmatched": "yellow"}
_MOST_ROWS = 40


def introduce(console: Console, sample: Sample) -> None:
    """What the demo does."""
    expected = sample.expected
    console.print(
        f"[bold]Laurel[/]: {expected.rows:,} rows from two providers ({', '.join(sample.feeds)}) pass the match "
        "with the ASCLS roster and reach ASCP.\nAll people in them are invented.\n"
    )


def show_counts(console: Console, counts: Counter[tuple[str, str]]) -> None:
    """The number of credits by state and reason."""
    table = Table(title="Where the credits are", title_justify="left", title_style="bold")
    table.add_column("State")
    table.add_column("Reason")
    table.add_column("Credits", justify="right")
    table.add_column("What it means")
    for (state, reason), n in sorted(counts.items()):
        meaning = _MEANING.get((state, reason), "")
        table.add_row(Text(state, style=_COLOR.get(state, "")), reason, f"{n:,}", meaning)
    table.add_section()
    table.add_row("all", "", f"{counts.total():,}", "")
    console.print(table, "")


def show_rejected_rows(console: Console, stack: LocalStack, sample: Sample, *, most: int = _MOST_ROWS) -> None:
    """The rejected rows, as the providers read them; at most so many."""
    table = Table(title="Rejected rows", title_justify="left", title_style="bold")
    for column in ("File", "Line", "Column", "Reason", "Message"):
        table.add_column(column, justify="right" if column == "Line" else "left", overflow="fold")
    rows = [
        (f"rejected/feed/{provider}/{path.name}", row)
        for provider, path in sample.feeds.items()
        for row in _rejected(stack, f"rejected/feed/{provider}/{path.name}")
    ]
    for key, row in rows[:most]:
        provider = key.split("/")[2]
        table.add_row(provider, row["line"], row["column"], row["reason"], Text(row["message"]))
    console.print(table)
    more = f" ({len(rows) - most} of them are not shown)" if len(rows) > most else ""
    console.print(f"{len(rows)} rejected rows are in the intake bucket under rejected/{more}.\n")


def _rejected(stack: LocalStack, key: str) -> list[dict[str, str]]:
    found = stack.client("s3").get_object(Bucket=stack.outputs["IntakeBucketName"], Key=key)
    return list(csv.DictReader(io.StringIO(found["Body"].read().decode("utf-8-sig"))))


def show_timelines(console: Console, sample: Sample, credits: Mapping[str, Credit]) -> None:
    """The steps of a few credits with different results."""
    console.print("[bold]The steps of five credits[/]")
    for label, credit in credits.items():
        story = sample.showcase[label]
        console.print(
            Text.assemble(
                ("\n" + story.learner, "bold"),
                f"  {credit.contact_hours} h {credit.statement}, {credit.activity_title}, {credit.completed_on}\n",
                (story.tells, "dim"),
            )
        )
        show_way(console, credit)
    console.print()


def show_way(console: Console, credit: Credit) -> None:
    """The steps of one credit."""
    for step in credit.timeline:
        line = Text(f"  {step.at:%H:%M:%S.%f}"[:-3] + "  ")
        line.append(f"{step.state.value:<10}", style=_COLOR.get(step.state.value, "cyan"))
        line.append(" ".join(filter(None, [step.reason, step.detail and f"({step.detail})"])))
        console.print(line)


def show_checks(console: Console, report: Mapping[str, Any], checks: Mapping[str, bool]) -> None:
    """Whether everything is accounted for."""
    console.print("[bold]Reconciliation[/]")
    console.print(
        f"  {report['rows']:,} rows = {report['credits']:,} credits + {report['repeats']:,} repeats"
        f" + {report['rejected']:,} rejected;  {report['credits']:,} credits = {report['reported']:,} reported"
        f" + {sum(report['unmatched'].values()):,} unmatched"
    )
    for name, holds in checks.items():
        console.print(f"  [green]✓[/] {name}" if holds else f"  [bold red]✗ {name}[/]")
    console.print()
