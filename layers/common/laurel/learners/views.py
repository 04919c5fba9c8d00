"""What `/v1/me` takes and gives."""

import re
import unicodedata
from collections.abc import Callable
from datetime import UTC, datetime
from typing import Annotated, Self

from pydantic import AfterValidator, AwareDatetime, BaseModel, ConfigDict, Field, StrictBool, StringConstraints
from pydantic_core import PydanticCustomError

from laurel.learners.addresses import InvalidAddress, address_key
from laurel.learners.held_addresses import is_held
from laurel.learners.name_languages import NameLanguage
from laurel.learners.names import InvalidName, printed_name
from laurel.learners.profile import CALIFORNIA, FLORIDA, OTHER_STATES, Licence, Paper, Profile
from laurel.platform.printable import unprintable
from laurel.platform.visible import has_piled_marks, hidden_characters, named, shows_letter

_STATES = {"CA": CALIFORNIA, "CALIFORNIA": CALIFORNIA, "FL": FLORIDA, "FLORIDA": FLORIDA}
_NUMBER = re.compile(r"[A-Za-z0-9][A-Za-z0-9 ./-]{0,39}")


def _told(check: Callable[[str], object], code: str, *errors: type[ValueError]) -> Callable[[str], str]:
    """`check` as a validator: its answer if it is text, else the text it was given; its errors under `code`."""

    def validate(text: str) -> str:
        try:
            answer = check(text)
        except errors as error:
            # The message may hold braces that somebody typed: they are text, not a template.
            raise PydanticCustomError(code, "{why}", {"why": str(error)}) from error
        return answer if isinstance(answer, str) else text

    return validate


def _state(text: str) -> str:
    code = text.strip().upper()
    if code in OTHER_STATES:
        return code
    if code not in _STATES:
        raise ValueError('Write "california", "florida" or the two letters of another state, such as "NY".')
    return _STATES[code]


def _licence_number(text: str) -> str:
    number = text.strip()
    if not _NUMBER.fullmatch(number):
        raise ValueError("Write the licence number as it stands on the licence: letters, digits, space, dot, slash, -.")
    return number


def _profession(text: str) -> str:
    line = " ".join(unicodedata.normalize("NFC", text).split())
    if not shows_letter(line) or len(line) > 100 or hidden_characters(line) or has_piled_marks(line):
        raise ValueError("Write the profession in 1 to 100 visible characters, letters among them.")
    if lacking := unprintable(line):
        raise ValueError(f"Certificates cannot print these characters: {named(lacking)}. Write them another way.")
    return line


def _address(text: str) -> str:
    address_key(text)
    return text.strip()


type Name = Annotated[
    str,
    StringConstraints(max_length=1000),
    AfterValidator(_told(printed_name, "name", InvalidName)),
    Field(examples=["Chiamaka Nwosu, MLS(ASCP)"]),
]
type Address = Annotated[
    str, StringConstraints(max_length=1000), AfterValidator(_told(_address, "address", InvalidAddress))
]
type Profession = Annotated[
    str, StringConstraints(max_length=1000), AfterValidator(_told(_profession, "profession", ValueError))
]


class LicenceModel(BaseModel):
    """A licence to practise."""

    model_config = ConfigDict(frozen=True, extra="forbid")

    state: Annotated[str, AfterValidator(_told(_state, "state", ValueError))] = Field(
        description="`california`, `florida`, or the postal code of another state.", examples=["california", "NY"]
    )
    number: Annotated[str, AfterValidator(_told(_licence_number, "licence_number", ValueError))] = Field(
        description="As it stands on the licence, 1 to 40 characters.", examples=["MTA 00012345"]
    )
    profession: Profession | None = Field(default=None, examples=["Clinical laboratory scientist"])


class ProfileChange(BaseModel):
    """What to change: fields that are not sent stay as they are, null clears one."""

    model_config = ConfigDict(
        frozen=True,
        extra="forbid",
        json_schema_extra={
            "examples": [
                {
                    "name_as_printed": "Chiamaka Nwosu",
                    "physician": False,
                    "licences": [{"state": "california", "number": "MTA 00012345"}],
                    "ascls_email": "chiamaka@example.org",
                    "consent_to_report": True,
                }
            ]
        },
    )

    name_as_printed: Name | None = Field(
        default=None,
        description="1 to 120 characters as a reader counts them. Characters that certificates cannot print are named.",
    )
    name_language: NameLanguage | None = Field(
        default=None,
        description="The language of the name: how Han characters are drawn, and how a screen reader says it. null"
        " leaves it to the letters.",
    )
    physician: StrictBool | None = Field(default=None, description="AMA PRA Category 1 Credit is for physicians only.")
    professions: tuple[Profession, ...] | None = Field(default=None, max_length=10)
    licences: tuple[LicenceModel, ...] | None = Field(default=None, max_length=20)
    ascls_email: Address | None = Field(default=None, description="The address ASCLS knows you by.")
    ascp_email: Address | None = Field(default=None, description="The address ASCP knows you by.")
    consent_to_report: StrictBool | None = Field(
        default=None,
        description="Whether the credits of your claims may be reported to ASCLS and ASCP. Credits that a provider"
        " sends are sent under that provider's agreement, whatever this says.",
    )
    notices: StrictBool | None = Field(
        default=None,
        description="Whether mail tells you when a credit is stuck, late or accepted. It does until you stop it.",
    )
    paper: Paper | None = Field(default=None, description="The paper of your certificates.")


class ProfileView(BaseModel):
    """A learner's profile. The ETag is the version; 0 is a profile that was never changed."""

    model_config = ConfigDict(frozen=True)

    email: str = Field(description="The verified address you sign in with.")
    email_is_yours: bool = Field(
        description="False if another learner proved this address before you. Then nothing under it is shown to you,"
        " and nothing is mailed to it: write to the staff, who can settle whose it is."
    )
    former_emails: tuple[str, ...] = Field(
        description="Addresses you signed in with earlier. Credits that come in under them are yours too."
    )
    name_as_printed: str | None
    name_language: NameLanguage | None
    physician: bool | None
    professions: tuple[str, ...]
    licences: tuple[LicenceModel, ...]
    ascls_email: str | None
    ascp_email: str | None
    consent_to_report: bool
    consent_given_at: AwareDatetime | None
    notices: bool
    paper: Paper
    version: int
    updated_at: AwareDatetime | None

    @classmethod
    def of(cls, profile: Profile, email: str) -> Self:
        """`profile` as it goes over the wire, to its learner who signed in with `email`."""
        return cls(
            email=email,
            email_is_yours=is_held(profile, email),
            former_emails=profile.former_emails,
            name_as_printed=profile.name_as_printed,
            name_language=profile.name_language,
            physician=profile.physician,
            professions=profile.professions,
            licences=tuple(
                LicenceModel.model_construct(state=one.state, number=one.number, profession=one.profession)
                for one in profile.licences
            ),
            ascls_email=profile.ascls_email,
            ascp_email=profile.ascp_email,
            consent_to_report=profile.consent_at is not None,
            consent_given_at=_utc(profile.consent_at),
            notices=profile.notices_stopped_at is None,
            paper=profile.paper,
            version=profile.version,
            updated_at=_utc(profile.updated_at),
        )


def licences_of(models: tuple[LicenceModel, ...]) -> tuple[Licence, ...]:
    """The licences that came over the wire."""
    return tuple(Licence(one.state, one.number, one.profession) for one in models)


def _utc(at: datetime | None) -> datetime | None:
    return at and at.astimezone(UTC)
