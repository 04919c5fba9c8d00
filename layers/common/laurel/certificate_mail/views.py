"""A certificate by e-mail as the API shows it."""

from typing import Literal, Self

from pydantic import AwareDatetime, BaseModel, ConfigDict, Field

from laurel.certificate_mail.mailed import MailedCertificate


class MailedCertificateView(BaseModel):
    """A certificate that was sent by e-mail."""

    model_config = ConfigDict(frozen=True)

    number: str = Field(examples=["7XKDA-9GQMT-C4WHE"])
    sent_to: str = Field(description="The address of the account.", examples=["ana@example.org"])
    sent_at: AwareDatetime = Field(description="When it was sent: a moment ago, or in the last five minutes.")
    state: Literal["sent", "unclear"] = Field(
        description="`sent`: Amazon SES took it. `unclear`: SES did not answer, so it may have been sent."
    )

    @classmethod
    def of(cls, mailed: MailedCertificate) -> Self:
        """`mailed` as it is sent."""
        state: Literal["sent", "unclear"] = "sent" if mailed.is_sure else "unclear"
        return cls(number=mailed.number, sent_to=mailed.sent_to, sent_at=mailed.sent_at, state=state)
