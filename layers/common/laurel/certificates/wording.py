"""The fixed words of each type of certificate (pure).

AMA: the phrases of the AMA PRA booklet for physicians' certificates and for those of other participants, who get no AMA
credit but may see what the activity was designated for.
"""

from dataclasses import dataclass

from laurel.statements import Statement

AMA_CREDIT = "AMA PRA Category 1 Credit(s)™"


@dataclass(frozen=True, slots=True, kw_only=True)
class Wording:
    """The words of one type. `{format}`, `{provider}`, `{maximum}` and `{credit}` are filled in.

    A detail with an empty label is omitted. `designation` is used if staff gave no wording of their own.
    """

    heading: str
    kicker: str
    deed: str
    award_lead: str
    unit: str
    units: str
    credits_label: str
    number_label: str = "Activity number"
    approval_label: str = ""
    designation: str = ""
    note: str = ""


WORDING = {
    Statement.AMA_PRA_1: Wording(
        heading="Certificate of Credit",
        kicker="Continuing medical education for physicians",
        deed="has participated in the {format} titled",
        award_lead="and is awarded",
        unit=AMA_CREDIT,
        units=AMA_CREDIT,
        credits_label="Credits claimed",
        designation=(
            "{provider} designates this {format} for a maximum of {maximum} {credit}. Physicians should claim only the"
            " credit commensurate with the extent of their participation in the activity."
        ),
    ),
    Statement.ATTENDANCE: Wording(
        heading="Certificate of Attendance",
        kicker="Statement of participation",
        deed="has participated in the {format} titled",
        award_lead="This {format} was designated for",
        unit=AMA_CREDIT,
        units=AMA_CREDIT,
        credits_label="Hours attended",
        note="This certificate states attendance; it does not award AMA PRA Category 1 Credit™.",
    ),
    Statement.PACE: Wording(
        heading="Certificate of Continuing Education",
        kicker="P.A.C.E.® contact hours",
        deed="has successfully completed the program titled",
        award_lead="and is awarded",
        unit="P.A.C.E.® contact hour",
        units="P.A.C.E.® contact hours",
        credits_label="Contact hours",
        number_label="P.A.C.E.® program number",
        approval_label="Approval number",
    ),
    Statement.CALIFORNIA: Wording(
        heading="Certificate of Continuing Education",
        kicker="California clinical laboratory personnel",
        deed="has successfully completed the course titled",
        award_lead="and is awarded",
        unit="contact hour of continuing education",
        units="contact hours of continuing education",
        credits_label="Contact hours",
        number_label="Course number",
        approval_label="Accrediting agency number",
        note=(
            "The licensee keeps this certificate for four years and shows it to the California Department of Public"
            " Health on request."
        ),
    ),
    Statement.FLORIDA: Wording(
        heading="Certificate of Continuing Education",
        kicker="Florida clinical laboratory personnel",
        deed="has successfully completed the program titled",
        award_lead="and is awarded",
        unit="contact hour of continuing education",
        units="contact hours of continuing education",
        credits_label="Contact hours",
        number_label="Program number",
        approval_label="Approval number",
    ),
}
