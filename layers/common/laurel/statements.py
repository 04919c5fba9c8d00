"""The kinds of statement of credit, each described by one record: the vocabulary that every package shares (pure).

Sources: AMA PRA booklet (60 minutes are 1 credit, rounded to the nearest quarter, for physicians); ASCLS P.A.C.E. (50
minutes are 1 contact hour, no program under 50 minutes, at most 7 hours a day, an evaluation before credit, an approved
provider); Florida 64B3-11.002 (50 minutes are 1 hour, approval number, license number, hours by specialty area);
California 17 CCR 1038.3 (the accrediting agency's number; minutes per hour not confirmed).
"""

from dataclasses import dataclass
from decimal import Decimal
from enum import StrEnum
from typing import Self


@dataclass(frozen=True, slots=True)
class LicenseState:
    """A state whose license number a certificate prints: its postal code, and its name."""

    code: str
    name: str


@dataclass(frozen=True, slots=True, kw_only=True)
class StatementKind:
    """A kind of statement of credit. Every field is required, so that a new kind decides each of them.

    The first five are texts: the `value` in requests, files and tables; the `name` on pages; a `short_name` for tables;
    the name `in_sentence` of messages; and `about`, for whom it is.
    """

    value: str
    name: str
    short_name: str
    in_sentence: str
    about: str

    minutes: int | None
    """Minutes for one credit; None where no rule is known."""
    step: Decimal | None
    """Credit is a multiple of it, and lengths are rounded to it; None leaves the step to the activity."""
    hours_a_day: Decimal | None
    """The most hours on one local day; None without a limit."""
    shortest_program: int | None
    """The fewest minutes of a program; None without a limit."""

    awards_credit: bool
    """False if the certificate only states attendance and names the credit that the activity was designated for."""
    reportable: bool
    """Whether ASCP's Credential Maintenance Program takes contact hours from it."""
    physicians_only: bool
    for_laboratory: bool
    """Whether the certificate prints the level, the provider's approval and the approval number."""
    approved_by: str | None
    """Who approves providers, if the certificate must print the sentence that names the provider as approved."""
    needs_evaluation: bool
    """Whether the evaluation form must require an answer before credit is given."""
    needs_approval_number: bool
    hours_by_area: bool
    """Whether the certificate lists hours by specialty area."""
    license_state: LicenseState | None
    """The state whose license a learner must have to claim, and whose number is printed."""
    needs_license_number: bool
    """Whether nothing may be printed without the number of that license."""


class DescribedStatement(StrEnum):
    """Base of `Statement`: a member is defined by its record, and equals the record's value."""

    _value_: str
    kind: StatementKind

    def __new__(cls, kind: StatementKind | str) -> Self:
        """The member for this record. To look a member up by its value (`Statement("pace")`) does not come here."""
        if isinstance(kind, str):
            raise TypeError(f"the statement {kind} has no record")
        member = str.__new__(cls, kind.value)
        member._value_ = kind.value
        member.kind = kind
        return member


class Statement(DescribedStatement):
    """A type of statement of credit. Hours are per type and never converted into another."""

    AMA_PRA_1 = StatementKind(
        value="ama_pra_1",
        name="AMA PRA Category 1 Credit™",
        short_name="AMA PRA",
        in_sentence="AMA PRA Category 1 Credit™",
        about="For physicians.",
        minutes=60,
        step=Decimal("0.25"),
        hours_a_day=None,
        shortest_program=None,
        awards_credit=True,
        reportable=False,
        physicians_only=True,
        for_laboratory=False,
        approved_by=None,
        needs_evaluation=False,
        needs_approval_number=False,
        hours_by_area=False,
        license_state=None,
        needs_license_number=False,
    )
    ATTENDANCE = StatementKind(
        value="attendance",
        name="Statement of attendance",
        short_name="Attendance",
        in_sentence="the statement of attendance",
        about="For everyone else at an AMA activity. It states that you attended.",
        minutes=60,
        step=Decimal("0.25"),
        hours_a_day=None,
        shortest_program=None,
        awards_credit=False,
        reportable=False,
        physicians_only=False,
        for_laboratory=False,
        approved_by=None,
        needs_evaluation=False,
        needs_approval_number=False,
        hours_by_area=False,
        license_state=None,
        needs_license_number=False,
    )
    PACE = StatementKind(
        value="pace",
        name="P.A.C.E.® contact hours",
        short_name="P.A.C.E.",
        in_sentence="P.A.C.E.®",
        about="For laboratory professionals. It counts at ASCP.",
        minutes=50,
        step=None,
        hours_a_day=Decimal(7),
        shortest_program=50,
        awards_credit=True,
        reportable=True,
        physicians_only=False,
        for_laboratory=True,
        approved_by="the ASCLS P.A.C.E.® Program",
        needs_evaluation=True,
        needs_approval_number=False,
        hours_by_area=False,
        license_state=None,
        needs_license_number=False,
    )
    CALIFORNIA = StatementKind(
        value="california",
        name="California credit",
        short_name="California",
        in_sentence="California credit",
        about="If you are licensed in California. Your license number is printed on it.",
        minutes=None,
        step=None,
        hours_a_day=None,
        shortest_program=None,
        awards_credit=True,
        reportable=True,
        physicians_only=False,
        for_laboratory=True,
        approved_by=None,
        needs_evaluation=False,
        needs_approval_number=True,
        hours_by_area=False,
        license_state=LicenseState("CA", "California"),
        needs_license_number=False,
    )
    FLORIDA = StatementKind(
        value="florida",
        name="Florida credit",
        short_name="Florida",
        in_sentence="Florida credit",
        about="If you are licensed in Florida. Your license number is printed on it.",
        minutes=50,
        step=None,
        hours_a_day=None,
        shortest_program=None,
        awards_credit=True,
        reportable=True,
        physicians_only=False,
        for_laboratory=True,
        approved_by=None,
        needs_evaluation=False,
        needs_approval_number=True,
        hours_by_area=True,
        license_state=LicenseState("FL", "Florida"),
        needs_license_number=True,
    )


REPORTABLE = frozenset(statement for statement in Statement if statement.kind.reportable)
"""What ASCP takes contact hours from; the others are not reported."""
