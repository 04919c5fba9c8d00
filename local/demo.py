"""`make demo`: the main job end to end on the local stack, with its results on the terminal; nothing keeps running.

Two providers' feeds and a roster go in, the night runs twice, and the demo follows every credit to ASCP's receipt. Then
two ways that wait for no night: a provider's program pushes credits, and a learner claims five sessions of a meeting
over the API and prints the certificate; ASCP has the credits within seconds. At the end a non-member asks where her
credit is and joins ASCLS; after the next night ASCP has accepted it. Exits with 1 when anything does not reconcile.
"""

import shutil
import sys
import tempfile
import time
from collections import Counter
from collections.abc import Callable, Iterator, Mapping
from concurrent.futures import ThreadPoolExecutor
from contextlib import contextmanager
from dataclasses import dataclass
from datetime import UTC, datetime
from pathlib import Path
from typing import Any

from rich.console import Console
from rich.progress import BarColumn, MofNCompleteColumn, Progress, SpinnerColumn, TextColumn, TimeElapsedColumn

from laurel.ledger.credit import Credit
from laurel.ledger.states import State
from laurel.ledger.store import Ledger
from laurel.platform.clock import instant_in_seconds, read_instant, utc_now
from laurel.platform.ids import derived_id
from laurel.platform.table import Table
from local import demo_pages as pages
from local.catalog import put_catalog
from local.demo_certificate import print_certificate
from local.demo_claims import claim_sessions
from local.demo_healing import heal
from local.demo_push import PUSHING, push_credits
from local.places import local_folder
from local.progress import shown_steps
from local.sample import Sample, generate
from local.sample.cast import JOINED
from local.stack import LocalStack
from local.troubles import TroubleError, told
from local.up import put_first_day
from local.users import STAFF

_OPEN = frozenset({State.EARNED, State.REPORTED, State.SENDING})
_PATIENCE = 120.0  # seconds without any credit moving


@dataclass(frozen=True)
class Night:
    """The result of a night: its report, every credit by id, and ASCP's books (receipts by credit id)."""

    report: Mapping[str, Any]
    credits: Mapping[str, Credit]
    receipts: Mapping[str, list[str]]


class Demo:
    """The demo on one running stack."""

    def __init__(self, stack: LocalStack, sample: Sample, console: Console) -> None:
        self._stack = stack
        self._sample = sample
        self._console = console
        self._ledger = Ledger(Table(stack.outputs["LedgerTableName"], stack.client("dynamodb")))
        self._ids = [_id(provider, reference) for provider, reference in sample.credits]

    def run_night(self, title: str) -> Night:
        """Runs the nightly function and follows the credits until none of them moves any more."""
        now = instant_in_seconds(utc_now())
        columns = (SpinnerColumn(), TextColumn("{task.description}"), BarColumn(), MofNCompleteColumn())
        with Progress(*columns, TimeElapsedColumn(), console=self._console) as progress, ThreadPoolExecutor(1) as pool:
            task = progress.add_task(title, total=len(self._ids))
            running = pool.submit(self._stack.night, now)
            credits = self._follow(running.done, lambda settled: progress.update(task, completed=settled))
            booked = self._stack.receipts()  # of others too
            return Night(running.result(), credits, {one: booked[one] for one in self._ids if one in booked})

    def _follow(self, is_over: Callable[[], bool], show: Callable[[int], None]) -> dict[str, Credit]:
        seen: object = None
        patience = time.monotonic() + _PATIENCE
        while True:
            over = is_over()
            credits = self._ledger.get_many(self._ids)
            settled = sum(credit.state not in _OPEN for credit in credits.values())
            show(settled)
            if over and settled == len(credits):
                return credits
            now = (settled, sum(credit.version for credit in credits.values()))
            if now != seen:
                seen, patience = now, time.monotonic() + _PATIENCE
            if time.monotonic() > patience:
                raise TroubleError(
                    f"{len(credits) - settled} credits have stopped on their way.", do="Read the logs of the functions."
                )
            time.sleep(0.5)

    def story_id(self, label: str) -> str:
        """The id of the credit that the sample calls `label`."""
        one = {**self._sample.showcase, **self._sample.healing}[label]
        return _id(one.provider, one.reference)

    def story(self, night: Night, label: str) -> Credit:
        """The credit that the sample calls `label`, as `night` left it."""
        return night.credits[self.story_id(label)]

    def accepted(self, night: Night, provider: str) -> frozenset[str]:
        """The references of this provider's credits that ASCP had accepted when `night` was over."""
        states = {one: night.credits[_id(*one)].state for one in self._sample.credits}
        return frozenset(one[1] for one, state in states.items() if one[0] == provider and state is State.ACCEPTED)

    def check(self, first: Night, second: Night) -> dict[str, bool]:
        """What must hold after both nights, by its name."""
        expected = self._sample.expected
        fates = expected.first_night
        counted = count(first.credits.values())
        wanted = Counter({("accepted", ""): fates.accepted})
        wanted.update({("rejected", reason): n for reason, n in fates.rejected.items()})
        wanted.update({("unmatched", reason): n for reason, n in fates.unmatched.items()})
        report = first.report
        sent = {credit.credit_id: credit.receipt for credit in first.credits.values() if credit.receipt}
        return {
            "rows = credits + repeats + rejected": report["rows"]
            == report["credits"] + report["repeats"] + report["rejected"]
            == expected.rows,
            "credits = reported + unmatched": report["credits"]
            == report["reported"] + sum(report["unmatched"].values())
            == expected.credits,
            "reported = accepted + rejected by ASCP": report["reported"]
            == sum(n for (state, _), n in counted.items() if state in ("accepted", "rejected")),
            "every credit has the result that the sample expects": counted == wanted,
            "ASCP's books hold each accepted credit once, under the ledger's receipt": first.receipts
            == {credit_id: [receipt] for credit_id, receipt in sent.items()},
            "the second night changed nothing": first.credits == second.credits
            and first.receipts == second.receipts
            and not (second.report["rows"] or second.report["reported"]),
            "both run reports say that they reconcile": report["reconciles"] and second.report["reconciles"],
        }


def count(credits: Any) -> Counter[tuple[str, str]]:
    """How many credits there are in each state and, where stuck, for each reason."""
    return Counter((credit.state.value, credit.reason or "") for credit in credits)


def seconds_to_last_receipt(night: Night) -> float:
    """From the start of the nightly run to the last answer of ASCP, in seconds."""
    answered = [
        credit.timeline[-1].at for credit in night.credits.values() if credit.state in (State.ACCEPTED, State.REJECTED)
    ]
    return (max(answered) - read_instant(night.report["started_at"])).total_seconds()


def _id(provider: str, reference: str) -> str:
    return derived_id("feed", provider, reference.lower())


def run(stack: LocalStack, sample: Sample, console: Console) -> tuple[Night, dict[str, bool]]:
    """The demo on a running stack; gives its first night, and what must hold, by its name."""
    demo = Demo(stack, sample, console)
    put_catalog(stack.api(STAFF), datetime.now(UTC).date())
    put_first_day(stack, sample)
    first = demo.run_night("The first night: credits on their way")
    second = demo.run_night("The same night again")
    pages.show_counts(console, count(first.credits.values()))
    pages.show_rejected_rows(console, stack, sample)
    pages.show_timelines(console, sample, {label: demo.story(first, label) for label in sample.showcase})
    checks = demo.check(first, second) | push_credits(stack, sample, console, demo.accepted(first, PUSHING))
    checks |= claim_sessions(stack, console) | print_certificate(stack, console)
    checks |= heal(stack, sample, console, demo.story_id(JOINED), demo.run_night)
    pages.show_checks(console, first.report, checks)
    return first, checks


def main() -> None:
    """Run the demo. Raises TroubleError when something cannot start or does not reconcile."""
    console = Console(width=None if sys.stdout.isatty() else 110)
    began = time.monotonic()
    with scratch_folder(local_folder()) as folder:
        sample = generate(folder / "sample", today=datetime.now(UTC).date())
        pages.introduce(console, sample)
        with shown_steps(console) as step:
            stack = LocalStack.start(folder=folder / "stack", participants=sample.participants, step=step)
        with stack:
            console.print(f"The stack is up after {time.monotonic() - began:.0f} s.\n")
            first, checks = run(stack, sample, console)
        if not all(checks.values()):
            raise TroubleError("The demo does not reconcile.", do="The lines marked ✗ say where.")
    console.print(
        f"From the start of the nightly run to ASCP's last answer: [bold]{seconds_to_last_receipt(first):.1f} s[/]. "
        f"The whole demo took {time.monotonic() - began:.0f} s; nothing is left running.\n"
        "To try the pages yourself, run `make up` and open the portal's address that it prints."
    )


@contextmanager
def scratch_folder(base: Path) -> Iterator[Path]:
    """A folder in `base` for one demo, gone at the end. When the demo fails, its logs stay as `demo-logs` in `base`."""
    base.mkdir(parents=True, exist_ok=True)
    folder = Path(tempfile.mkdtemp(prefix="demo-", dir=base))
    logs, kept = folder / "stack" / "logs", base / "demo-logs"
    try:
        yield folder
    except Exception as error:
        if not logs.exists():
            raise
        shutil.rmtree(kept, ignore_errors=True)
        shutil.move(logs, kept)
        if isinstance(error, TroubleError):
            log = kept / error.log.relative_to(logs) if error.log and error.log.is_relative_to(logs) else kept
            raise TroubleError(error.what, do=error.do, log=log) from error
        error.add_note(f"The logs of this demo are in {kept}.")
        raise
    finally:
        shutil.rmtree(folder, ignore_errors=True)


if __name__ == "__main__":
    sys.exit(told(main))
