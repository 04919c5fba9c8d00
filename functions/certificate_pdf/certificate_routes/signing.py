"""What an operator asks of the signing key by invoking the function: no other role may use the key."""

from typing import Annotated, Any, Literal

from pydantic import BaseModel, ConfigDict, Field, StringConstraints

from certificate_routes.dependencies import dependencies

_Name = Annotated[str, StringConstraints(strip_whitespace=True, min_length=1, max_length=64)]


class SigningWish(BaseModel):
    """A request for a certificate authority, or a certificate that the key signs for itself, valid for `days`."""

    model_config = ConfigDict(extra="forbid")

    make: Literal["request", "self_made"]
    name: _Name
    organization: _Name
    country: str = Field(pattern=r"^[A-Z]{2}$")
    days: int = Field(default=730, ge=1, le=3650)


def answer_operator(asked: Any) -> dict[str, Any]:
    """The request or the certificate, as `pem`. Raises ValidationError, AwsError."""
    from laurel.signing.chains import Subject

    wish = SigningWish.model_validate(asked)
    subject, signer = Subject(wish.name, wish.organization, wish.country), dependencies().signer
    made = signer.signing_request(subject) if wish.make == "request" else signer.self_made(subject, wish.days)
    return {"pem": made.decode()}
