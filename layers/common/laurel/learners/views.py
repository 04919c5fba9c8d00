"""Requests and responses of `/v1/me`."""

import re
import unicodedata
from collections.abc import Callable, Iterable
from datetime import UTC, datetime
from typing import Annotated, Self

from pydantic import AfterValidator, AwareDatetime, BaseModel, ConfigDict, Field, StrictBool, StringConstraints
from pydantic_core import PydanticCustomError

from laurel.learners.addresses import InvalidAddress, address_key
from laurel.learners.held_addresses import is_held, is_new_here, key_or_none
from laurel.learners.license_states import outside_name, postal_code
from laurel.learners.name_languages import NameLanguage
from laurel.learners.names import InvalidName, printed_name
from laurel.learners.profile import Language, License, Paper, Profile
from laurel.platform.customer_ids import InvalidCustomerId, customer_id_of
from laurel.platform.printable import unprintable
from laurel.platform.visible import has_piled_marks, hidden_characters, named, shows_letter

_NUMBER = re.compile(r"[A-Za-z0-9][A-Za-z0-9 ./-]{0,39}")


def _validator(check: Callable[[str], object], code: str, *errors: type[ValueError]) -> Callable[[str], str]:
    """`check` as a validator: returns its result if that is text, else the given text; its errors get `code`."""

    def validate(text: str) -> str:
        try:
            answer = check(text)
        except errors as error:
            # The message may contain braces from the input: they are text, not a template.
            raise PydanticCustomError(code, "{why}", {"why": str(error)}) from error
        return answer if isinstance(answer, str) else text

    return validate


def _state(text: str) -> str:
    code = postal_code(text)
    if code is None:
        raise ValueError('Enter "california", "florida" or the postal code of another state, such as "NY".')
    return outside_name(code)


def _license_number(text: str) -> str:
    number = text.strip()
    if not _NUMBER.fullmatch(number):
        raise ValueError(
            "Enter the license number as shown on the license: letters, digits, spaces, periods, slashes, hyphens."
        )
    return number


def _profession(text: str) -> str:
    line = " ".join(unicodedata.normalize("NFC", text).split())
    if not shows_letter(line) or len(line) > 100 or hidden_characters(line) or has_piled_marks(line):
        raise ValueError("Enter the profession in 1 to 100 visible characters, with at least one letter.")
    if lacking := unprintable(line):
        raise ValueError(f"Certificates cannot print these characters: {named(lacking)}. Write them another way.")
    return line


def _address(text: str) -> str:
    address_key(text)
    return text.strip()


def _customer_id(text: str) -> str:
    return customer_id_of(text) or ""


type Name = Annotated[
    str,
    StringConstraints(max_length=1000),
    AfterValidator(_validator(printed_name, "name", InvalidName)),
    Field(examples=["Chiamaka Nwosu, MLS(ASCP)"]),
]
type Address = Annotated[
    str, StringConstraints(max_length=1000), AfterValidator(_validator(_address, "address", InvalidAddress))
]
type CustomerIdText = Annotated[
    str,
    StringConstraints(max_length=100),
    AfterValidator(_validator(_customer_id, "ascp_customer_id", InvalidCustomerId)),
    Field(examples=["00412345"]),
]
type LicenseNumber = Annotated[str, AfterValidator(_validator(_license_number, "licence_number", ValueError))]
type Profession = Annotated[
    str, StringConstraints(max_length=1000), AfterValidator(_validator(_profession, "profession", ValueError))
]


class LicenseModel(BaseModel):
    """A license to practice."""

    model_config = ConfigDict(frozen=True, extra="forbid")

    state: Annotated[str, AfterValidator(_validator(_state, "state", ValueError))] = Field(
        description="`california`, `florida`, or the postal code of another state.", examples=["california", "NY"]
    )
    number: LicenseNumber = Field(description="As shown on the license, 1 to 40 characters.", examples=["MTA 00012345"])
    profession: Profession | None = Field(default=None, examples=["Clinical laboratory scientist"])


class ProfileChange(BaseModel):
    """What to change: fields that are not sent stay unchanged, null clears a field."""

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
        description="1 to 120 visible characters. The error names characters that certificates cannot print.",
    )
    name_language: NameLanguage | None = Field(
        default=None,
        description="The language of the name: decides how Han characters are printed, and how a screen reader"
        " pronounces it. null derives it from the letters.",
    )
    physician: StrictBool | None = Field(default=None, description="AMA PRA Category 1 Credit is for physicians only.")
    professions: tuple[Profession, ...] | None = Field(default=None, max_length=10)
    licences: tuple[LicenseModel, ...] | None = Field(default=None, max_length=20)
    ascls_email: Address | None = Field(default=None, description="The address that ASCLS has for you.")
    ascp_email: Address | None = Field(default=None, description="The address that ASCP has for you.")
    ascp_customer_id: CustomerIdText | None = Field(
        default=None,
        description="Your ASCP customer ID, 8 digits. ASCP finds you by it, whatever your e-mail address. Credits that"
        " wait take it, and those that ASCP refused without finding you are sent again. Those of joined accounts too.",
    )
    consent_to_report: StrictBool | None = Field(
        default=None,
        description="Whether the credits of your claims may be reported to ASCLS and ASCP. Credits from a provider are"
        " reported under that provider's agreement, independent of this choice.",
    )
    notices: StrictBool | None = Field(
        default=None,
        description="Whether you get e-mails: when a credit is stuck, late or accepted, before the time to finish a"
        " claim ends, and when a certificate is ready, corrected or revoked. Yes until you turn it off.",
    )
    paper: Paper | None = Field(default=None, description="The paper size of your certificates.")
    language: Language | None = Field(
        default=None,
        description="The language of your pages. null: they follow your browser.",
    )


class NewEmailView(BaseModel):
    """A new address that does not count yet: the owner of the former one can still undo the change."""

    model_config = ConfigDict(frozen=True, defer_build=True)

    email: str = Field(description="The new address.")
    matched_by: str = Field(description="The address by which your credits are matched until then.")
    counts_from: AwareDatetime = Field(
        description="From when the new address counts, unless the change is confirmed or undone before."
    )


class ProfileView(BaseModel):
    """A learner's profile. The ETag is the version; 0 is a profile that was never changed."""

    model_config = ConfigDict(frozen=True)

    email: str = Field(description="The verified address that you sign in with.")
    email_is_yours: bool = Field(
        description="False if another account verified this address before you. Then you do not see its credits and get"
        " no e-mails: write to us so that we can sort out who owns it."
    )
    email_is_usable: bool = Field(
        default=True, description="False if no credit can be matched by this address, because of a character in it."
    )
    new_email: NewEmailView | None = Field(
        default=None, description="While a change of your address waits; null otherwise."
    )
    former_emails: tuple[str, ...] = Field(
        description="Addresses that you signed in with earlier. Credits that arrive with them are yours too."
    )
    name_as_printed: str | None
    name_language: NameLanguage | None
    physician: bool | None
    professions: tuple[str, ...]
    licences: tuple[LicenseModel, ...]
    ascls_email: str | None
    ascp_email: str | None
    ascp_customer_id: str | None = None
    consent_to_report: bool
    consent_given_at: AwareDatetime | None
    notices: bool
    paper: Paper
    language: Language | None = None
    version: int
    updated_at: AwareDatetime | None

    @classmethod
    def of(cls, profile: Profile, email: str, joined: Iterable[Profile] = ()) -> Self:
        """`profile` as the API shows it to its learner, who signed in with `email`; `joined` are joined accounts."""
        return cls(
            email=email,
            email_is_yours=any(is_held(one, email) or is_new_here(one, email) for one in (profile, *joined)),
            email_is_usable=key_or_none(email) is not None,
            new_email=new_email_view(profile),
            former_emails=profile.former_emails,
            name_as_printed=profile.name_as_printed,
            name_language=profile.name_language,
            physician=profile.physician,
            professions=profile.professions,
            licences=license_views(profile.licences),
            ascls_email=profile.ascls_email,
            ascp_email=profile.ascp_email,
            ascp_customer_id=profile.ascp_customer_id,
            consent_to_report=profile.consent_at is not None,
            consent_given_at=_utc(profile.consent_at),
            notices=profile.notices_stopped_at is None,
            paper=profile.paper,
            language=profile.language,
            version=profile.version,
            updated_at=_utc(profile.updated_at),
        )


def new_email_view(profile: Profile) -> NewEmailView | None:
    """The new address of `profile` that does not count yet, as the API shows it."""
    new = profile.new_email
    if new is None or profile.email is None or not new.is_theirs:
        return None
    return NewEmailView(email=new.email, matched_by=profile.email, counts_from=new.counts_from)


def license_views(licenses: Iterable[License]) -> tuple[LicenseModel, ...]:
    """`licenses` as the API shows them."""
    return tuple(
        LicenseModel.model_construct(state=outside_name(one.state), number=one.number, profession=one.profession)
        for one in licenses
    )


def licenses_of(models: tuple[LicenseModel, ...]) -> tuple[License, ...]:
    """The licenses in a request."""
    return tuple(License(postal_code(one.state) or one.state, one.number, one.profession) for one in models)


def _utc(at: datetime | None) -> datetime | None:
    return at and at.astimezone(UTC)
