"""A credit as a line of the table that staff download."""

import csv
import io
from dataclasses import replace
from datetime import UTC, date, datetime, timedelta
from decimal import Decimal

from laurel.ledger.customer_id import CustomerId, IdSource
from laurel.ledger.states import RejectedReason
from laurel.organizer.credit_table import COLUMNS, credit_rows
from tests.credits import START, a_credit

LATER = START + timedelta(days=1)
WHOLE = replace(
    a_credit("c7", file_id="f7")
    .report(member_number="M7", at=START, look_again_at=LATER)
    .lease("s1", at=START, until=LATER)
    .reject(RejectedReason.NAME_MISMATCH, detail="another name", at=datetime(2026, 11, 21, 8, 9, 10, 11, UTC)),
    customer_id=CustomerId("00412345", IdSource.PROFILE),
    attempts=3,
    receipt="R-7",
    contact_hours=Decimal("1.50"),
    completed_on=date(2026, 11, 2),
)
HEAD = (
    "credit_id,provider,reference,state,reason,what_is_wrong,since,name,email,activity_number,title,statement,"
    "contact_hours,completed_on,member_number,ascp_customer_id,attempts,receipt,source,file_id"
)


def test_a_line_has_each_fact_in_its_column() -> None:
    (line,) = csv.reader(io.StringIO(credit_rows([WHOLE], with_columns=False)))
    assert dict(zip(COLUMNS, line, strict=True)) == {
        "credit_id": "c7",
        "provider": "labce",
        "reference": "ref-c7",
        "state": "rejected",
        "reason": "name_mismatch",
        "what_is_wrong": "ASCP has a different name for this e-mail address.",
        "since": "2026-11-21T08:09:10Z",
        "name": "Ada Example",
        "email": "c7@example.org",
        "activity_number": "578-c7-26",
        "title": "Blood smears, read right",
        "statement": "pace",
        "contact_hours": "1.5",
        "completed_on": "2026-11-02",
        "member_number": "M7",
        "ascp_customer_id": "00412345",
        "attempts": "3",
        "receipt": "R-7",
        "source": "feed",
        "file_id": "f7",
    }


def test_what_a_credit_does_not_have_is_empty() -> None:
    (line,) = csv.reader(io.StringIO(credit_rows([a_credit()], with_columns=False)))
    empty = [name for name, cell in zip(COLUMNS, line, strict=True) if not cell]
    assert empty == ["reason", "what_is_wrong", "member_number", "ascp_customer_id", "receipt", "file_id"]


def test_the_first_page_alone_has_the_line_of_columns() -> None:
    page = credit_rows([WHOLE, a_credit()], with_columns=False)
    assert page == credit_rows([WHOLE], with_columns=False) + credit_rows([a_credit()], with_columns=False)
    assert credit_rows([WHOLE, a_credit()], with_columns=True) == f"\ufeff{HEAD}\r\n{page}"
    assert credit_rows([], with_columns=False) == ""


def test_a_credit_that_ascp_could_not_read_says_so() -> None:
    sent = a_credit().report(member_number="M7", at=START, look_again_at=LATER).lease("s1", at=START, until=LATER)
    refused = [sent.reject(RejectedReason.INVALID, detail=None, at=START, judged=judged) for judged in (True, False)]
    lines = csv.DictReader(io.StringIO(f"{HEAD}\r\n{credit_rows(refused, with_columns=False)}"))
    assert [one["what_is_wrong"] for one in lines] == [
        "ASCP could not accept the credit as we sent it.",
        "ASCP's system could not read this credit, so ASCP has not decided about it. We have tried more than once.",
    ]
