"""Each limit and time that others rely on: pages and guides name them, and records are made within them.

A limit that changes here changes what somebody was promised: look at docs/ and the portal's words too.
"""

import ast
import importlib
from collections.abc import Iterator
from datetime import date, timedelta
from decimal import Decimal
from pathlib import Path
from typing import Any

import pytest

from tests.architecture.pure_contract import is_pure

LAYER = Path(__file__).parents[2] / "layers" / "common"
LIMITS: dict[str, int | Decimal | date | timedelta] = {
    "laurel.account_changes.changes.UNDO_WITHIN": timedelta(days=7),
    "laurel.catalog.access_codes.LONGEST": 40,
    "laurel.catalog.activity.MOST_CODES": 200,
    "laurel.catalog.field_types.LONGEST_LINE": 300,
    "laurel.catalog.field_types.LONGEST_PROSE": 20_000,
    "laurel.catalog.library.LONGEST_SEARCH_TEXT": 2000,
    "laurel.certificates.logo.LARGEST": 204_800,
    "laurel.certificates.number.LENGTH": 15,
    "laurel.certificates.number.GROUP": 5,
    "laurel.certificates.number.POSSIBLE": 11_592_836_324_538_749_809,
    "laurel.certificates.png.LARGEST_SIDE": 2000,
    "laurel.claims.access_attempts.MOST": 5,
    "laurel.claims.access_attempts.WINDOW": timedelta(hours=1),
    "laurel.claims.claim.MOST_ACTS": 20,
    "laurel.claims.evaluation.LONGEST_TEXT": 1000,
    "laurel.claims.rules.FIRST_DAY": date(2010, 1, 1),
    "laurel.delivery.ascp.contract.MOST_CREDITS": 100,
    "laurel.delivery.ascp.contract.DETAIL_LENGTH": 200,
    "laurel.delivery.ascp.contract.RECEIPT_LENGTH": 128,
    "laurel.delivery.batching.TIME_BETWEEN_REFUSALS": timedelta(hours=4),
    "laurel.delivery.batching.TRIED": 3,
    "laurel.delivery.circuit_breaker.LAST_CALLS": 8,
    "laurel.delivery.circuit_breaker.LEAST_CALLS": 4,
    "laurel.delivery.partner.PARALLEL_CALLS": 8,
    "laurel.delivery.retry.LONGEST_RETRY_AFTER": 3600,
    "laurel.delivery.submit.MOST_REFUSED_ALONE": 3,
    "laurel.delivery.submit.MOST_FAILURES": 2,
    "laurel.evaluations.results.MOST_COMMENTS": 500,
    "laurel.exports.export.LEASE": timedelta(seconds=50),
    "laurel.exports.export.STALLED_AFTER": timedelta(minutes=15),
    "laurel.exports.export.PAUSE": timedelta(hours=1),
    "laurel.exports.export.DAY": timedelta(days=1),
    "laurel.exports.export.MOST_A_DAY": 5,
    "laurel.feed_files.undo.CLOCKS_DIFFER": timedelta(minutes=1),
    "laurel.intake.feed_rows.EARLIEST": date(1990, 1, 1),
    "laurel.intake.feed_rows.MOST_HOURS": Decimal(100),
    "laurel.intake.feed_rows.GRACE": timedelta(days=1),
    "laurel.learners.account_mail.SIGN_IN_CODE_MINUTES": 15,
    "laurel.learners.account_mail.TEMPORARY_PASSWORD_DAYS": 3,
    "laurel.learners.addresses.LONGEST": 254,
    "laurel.learners.names.LONGEST": 120,
    "laurel.ledger.deadline.EXPECTED_WITHIN": timedelta(days=7),
    "laurel.ledger.deadline.LOST_AFTER": timedelta(hours=6),
    "laurel.ledger.notifications.REMEMBERED": 20,
    "laurel.ledger.timeline.MOST_STEPS": 100,
    "laurel.ledger.timeline.FIRST_STEPS": 20,
    "laurel.ledger.timeline.LAST_STEPS": 40,
    "laurel.nightly.nights.MOST_REJECTED_PERCENT": 10,
    "laurel.nightly.nights.FEW_ROWS": 50,
    "laurel.notices.email_layout.MOST_LISTED": 25,
    "laurel.open_badges.statuses.LENGTH": 131_072,
    "laurel.open_badges.statuses.GIVEN": 25_000,
    "laurel.own_credits.own_credit.MOST_CREDITS": 200,
    "laurel.own_credits.own_credit.LARGEST_PROOF": 10_000_000,
    "laurel.platform.csv_lines.LONGEST_LINE": 65_536,
    "laurel.platform.csv_lines.MOST_LINES": 100,
    "laurel.platform.customer_ids.DIGITS": 8,
    "laurel.platform.key_ring.LEAST_BYTES": 16,
    "laurel.platform.problems.MOST_ERRORS": 200,
    "laurel.platform.table_heads.MOST_COLUMNS": 200,
    "laurel.platform.table_heads.LONGEST_NAME": 200,
    "laurel.platform.visible.MOST_MARKS": 5,
    "laurel.platform.visible.MOST_TIBETAN_MARKS": 8,
}


def limit_named(name: str) -> Any:
    module, _, own = name.rpartition(".")
    return getattr(importlib.import_module(module), own)


@pytest.mark.parametrize("name", LIMITS)
def test_each_limit_is_as_it_was(name: str) -> None:
    assert limit_named(name) == LIMITS[name]
    assert type(limit_named(name)) is type(LIMITS[name])


def public_names(source: str) -> Iterator[str]:
    """The constants of a module that others may use."""
    for one in ast.parse(source).body:
        if isinstance(one, ast.Assign):
            yield from (name.id for name in one.targets if isinstance(name, ast.Name) and name.id.isupper())
        elif isinstance(one, ast.AnnAssign) and isinstance(one.target, ast.Name):
            yield one.target.id


def test_every_limit_of_a_pure_module_is_listed() -> None:
    found = set()
    for path in sorted((LAYER / "laurel").rglob("*.py")):
        source = path.read_text(encoding="utf-8")
        if is_pure(source):
            module = ".".join(path.relative_to(LAYER).with_suffix("").parts)
            names = (f"{module}.{name}" for name in public_names(source) if not name.startswith("_"))
            found |= {name for name in names if type(limit_named(name)) in (int, Decimal, date, timedelta)}
    of_others = {name for name in LIMITS if name.startswith(("laurel.claims.access_attempts", "laurel.delivery."))}
    assert found | of_others == set(LIMITS), "write a new limit into LIMITS"
