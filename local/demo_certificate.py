"""The demo's certificate: the learner prints it, anyone checks it, and ASCP has the credit within seconds."""

import hashlib
import time
from collections.abc import Mapping
from typing import Any

import urllib3
from rich.console import Console
from rich.table import Table as Page
from rich.text import Text

from laurel.ledger.credit import Credit
from laurel.ledger.states import State
from laurel.ledger.store import Ledger
from laurel.platform.table import Table
from local import demo_pages as pages
from local.demo_claims import done
from local.places import ROOT, local_folder
from local.stack import LocalStack
from local.troubles import TroubleError
from local.users import LEARNERS

_HTML = {"Accept": "text/html"}
_PATIENCE = 60.0  # seconds without the credit moving
_UNDER_WAY = frozenset({State.EARNED, State.REPORTED, State.SENDING})


def print_certificate(stack: LocalStack, console: Console) -> dict[str, bool]:
    """Print the certificate of the learner's claim and follow its credit; gives what must hold, by its name.

    Raises TroubleError when the API refuses, or the credit stops on its way.
    """
    console.print("[bold]The learner prints the certificate[/]")
    learner, anyone = stack.api(LEARNERS[0]), stack.api()
    [claim] = done(learner.call("GET", "/v1/claims"))["items"]
    path = f"/v1/claims/{claim['claim_id']}"
    summary = learner.call("GET", f"{path}/summary")
    attested = {"attested": True, "total": done(summary)["total"]}
    unseen = learner.call("POST", f"{path}/certificate", json=attested)
    seen = {"If-Match": summary.headers["ETag"]}
    printed = done(learner.call("POST", f"{path}/certificate", json=attested, headers=seen))
    again = done(learner.call("POST", f"{path}/certificate", json=attested, headers=seen))
    changed = learner.call("PATCH", path, json={"statement": "attendance"})
    pdf = urllib3.PoolManager(timeout=30).request("GET", printed["pdf_url"]).data
    checked = done(anyone.call("GET", f"/v1/verify/{printed['number']}"))
    page = anyone.call("GET", f"/v1/verify/{printed['number']}", headers=_HTML)
    _show(stack, console, printed, pdf)
    credit = _carried(stack, printed["credit_id"])
    console.print(Text.assemble(("The steps of this credit", "bold"), f": {credit.contact_hours} h {credit.statement}"))
    pages.show_way(console, credit)
    console.print(f"From the print to ASCP's answer: [bold]{_seconds(credit):.1f} s[/], without a nightly run.\n")
    return {
        "printing needs the version of the summary that the learner saw": unseen.status == 428,
        "the certificate is printed once: a second call returns the same one": again["sha256"] == printed["sha256"],
        "the document is the one on record": pdf.startswith(b"%PDF-")
        and hashlib.sha256(pdf).hexdigest() == printed["sha256"],
        "the claim is final": changed.json().get("code") == "claim_final",
        "anyone can check the number, program or phone": checked["status"] == "valid"
        and checked["learner"] == printed["learner"]
        and b"This certificate is valid." in page.data,
        "ASCP accepts the claim's credit without a nightly run": credit.state is State.ACCEPTED
        and stack.receipts()[credit.credit_id] == [credit.receipt],
    }


def _carried(stack: LocalStack, credit_id: str) -> Credit:
    """The credit once it no longer changes; no nightly run is started."""
    ledger = Ledger(Table(stack.outputs["LedgerTableName"], stack.client("dynamodb")))
    seen, patience = -1, 0.0
    while True:
        credit = ledger.get_many([credit_id])[credit_id]
        if credit.state not in _UNDER_WAY:
            return credit
        if credit.version != seen:
            seen, patience = credit.version, time.monotonic() + _PATIENCE
        if time.monotonic() > patience:
            raise TroubleError(f"The claim's credit stays {credit.state}.", do="Read the logs of the functions.")
        time.sleep(0.5)


def _seconds(credit: Credit) -> float:
    """From the first step of the credit to its last, in seconds."""
    return (credit.timeline[-1].at - credit.timeline[0].at).total_seconds()


def _show(stack: LocalStack, console: Console, printed: Mapping[str, Any], pdf: bytes) -> None:
    file = local_folder() / "demo-certificate.pdf"
    file.parent.mkdir(parents=True, exist_ok=True)
    file.write_bytes(pdf)
    shown = file.relative_to(ROOT) if file.is_relative_to(ROOT) else file
    key = f"certificates/{printed['number']}/{printed['sha256']}.pdf"
    table = Page(show_header=False, box=None, padding=(0, 2, 0, 0))
    for label, value in (
        ("Number", printed["number"]),
        ("Issued to", printed["learner"]),
        ("Awards", printed["award"]),
        ("Completed on", printed["completed_on"]),
        ("Check it at", printed["verification_url"]),
        ("In the archive", f"s3://{stack.outputs['CertificateBucketName']}/{key}"),
        ("Copy", f"{shown} ({len(pdf) / 1000:.0f} kB)"),
    ):
        table.add_row(label, Text(value, overflow="fold"))
    console.print(table, "")
