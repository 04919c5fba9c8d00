"""Writes a learner's credits from elsewhere into an export, with their proofs."""

from collections.abc import Iterable, Iterator
from typing import Any

from laurel.exports.zip_file import CsvTable, ExportZip
from laurel.own_credits.own_credit import OwnCredit
from laurel.own_credits.proof_files import ProofFiles, file_name
from laurel.own_credits.records import own_credits
from laurel.own_credits.views import OwnCreditView
from laurel.platform.amounts import amount_text
from laurel.platform.table import Table

type _Entry = tuple[OwnCredit, str | None]

OWN_CREDIT_COLUMNS = (
    "credit_id",
    "completed_on",
    "title",
    "provider",
    "amount",
    "unit",
    "statement",
    "topic",
    "proof",
)


def write_own_credits(file: ExportZip, table: Table, proofs: ProofFiles, learner_ids: Iterable[str]) -> None:
    """Writes the credits of these accounts: the proofs first, because no other member may be open during a list."""
    entries = [(one, _write_proof(file, proofs, one)) for one in own_credits(table, learner_ids)]
    file.list("own_credits.json", entries, _shown, [CsvTable("own_credits.csv", OWN_CREDIT_COLUMNS, _rows)])


def _write_proof(file: ExportZip, proofs: ProofFiles, credit: OwnCredit) -> str | None:
    data = proofs.read(credit, credit.proof) if credit.proof else None
    if credit.proof is None or data is None:
        return None
    name = f"proofs/{file_name(credit, credit.proof)}"
    file.document(name, data)
    return name


def _shown(entry: _Entry) -> dict[str, Any]:
    credit, name = entry
    return OwnCreditView.of(credit).model_dump(mode="json") | {"file": name}


def _rows(entry: _Entry) -> Iterator[tuple[str, ...]]:
    credit, name = entry
    amount, unit = amount_text(credit.amount), credit.unit.value
    known = (credit.credit_id, credit.completed_on.isoformat(), credit.title, credit.provider, amount, unit)
    yield (*known, credit.statement or "", credit.topic or "", name or "")
