"""A row of the ASCLS roster: one member (pure, except for checking addresses)."""

from laurel.intake.cell_validation import Cells
from laurel.platform.csv_records import Record, Rejection
from laurel.roster.member import Member, MemberStatus

ROSTER_COLUMNS = ("member_number", "email", "name", "status", "expires_on")
"""The columns a roster must have (the contract of the intake bucket)."""
MAY_BE_EMPTY = ("expires_on",)
"""The columns whose cells may be empty, and missing at the end of a row."""


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
    )
