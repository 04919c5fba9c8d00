"""A row of the ASCLS roster: one member (pure, except for checking addresses)."""

from dataclasses import replace

from laurel.intake.cell_validation import Cells
from laurel.platform.csv_records import Record, Rejection
from laurel.roster.member import Member, MemberStatus

ROSTER_COLUMNS = ("member_number", "email", "name", "status", "expires_on")
"""The columns a roster must have (the contract of the intake bucket)."""
MAY_BE_EMPTY = ("expires_on",)
"""The columns whose cells may be empty, and missing at the end of a row."""
NOTED_COLUMN = "ascp_customer_id"
"""A member whose cell in this column is bad counts without it; no row is rejected for it."""
ROSTER_OPTIONAL = (NOTED_COLUMN,)
"""The columns a roster may have."""
ROSTER_CELLS = (*ROSTER_COLUMNS, *ROSTER_OPTIONAL)
"""All columns that are read."""


def parse_roster_row(record: Record) -> Member | Rejection:
    """Read one record of a roster; a row with several faults is rejected once, with a message that names them all."""
    cells = Cells(record)
    member_number = cells.key("member_number", 32)
    email, email_key = cells.email("email")
    name = cells.words("name", 200)
    status = cells.choice("status", MemberStatus)
    expires_on = cells.day("expires_on") if cells.raw("expires_on") else None
    return cells.rejection() or Member(
        member_number=member_number,
        email=email,
        email_key=email_key,
        name=name,
        status=status,
        expires_on=expires_on,
        ascp_customer_id=Cells(record).customer_id(NOTED_COLUMN),
    )


def bad_customer_id(record: Record) -> Rejection | None:
    """What is wrong with the ASCP customer ID of a row that is otherwise good: the member counts without it."""
    cells = Cells(record)
    cells.customer_id(NOTED_COLUMN)
    found = cells.rejection()
    return found and replace(found, message=f"{found.message} The member counts without it.", faults=())
