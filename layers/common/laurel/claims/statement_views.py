"""The kinds of statement as the API shows them, for pages that offer and explain them (pure)."""

from typing import Self

from pydantic import BaseModel, ConfigDict, Field

from laurel.learners.license_states import outside_name
from laurel.platform.amounts import amount_text
from laurel.statements import Statement


class StatementKindView(BaseModel):
    """A kind of statement of credit."""

    model_config = ConfigDict(frozen=True, defer_build=True)

    type: Statement
    name: str = Field(examples=["P.A.C.E.® contact hours"])
    short_name: str = Field(description="For tables.", examples=["P.A.C.E."])
    about: str = Field(
        description="For whom it is, in a sentence.", examples=["For laboratory professionals. It counts at ASCP."]
    )
    awards_credit: bool = Field(description="False if it only states attendance.")
    reportable: bool = Field(description="Whether its credit is reported to ASCP.")
    physicians_only: bool = Field(description="Whether `physician` in the profile must be true to claim it.")
    license_state: str | None = Field(
        description="Whose license must be in the profile to claim it: the `state` of that license.",
        examples=["california"],
    )
    hours_a_day: str | None = Field(
        description="The most credit on one local day; null without a limit.", examples=["7"]
    )

    @classmethod
    def of(cls, statement: Statement) -> Self:
        """The kind of this statement as it is sent."""
        kind = statement.kind
        return cls(
            type=statement,
            name=kind.name,
            short_name=kind.short_name,
            about=kind.about,
            awards_credit=kind.awards_credit,
            reportable=kind.reportable,
            physicians_only=kind.physicians_only,
            license_state=outside_name(kind.license_state.code) if kind.license_state else None,
            hours_a_day=None if kind.hours_a_day is None else amount_text(kind.hours_a_day),
        )


class StatementKinds(BaseModel):
    """All kinds of statement, in the order in which pages offer them."""

    model_config = ConfigDict(frozen=True, defer_build=True)

    items: tuple[StatementKindView, ...]

    @classmethod
    def all(cls) -> Self:
        """Every kind that Laurel has."""
        return cls(items=tuple(map(StatementKindView.of, Statement)))
