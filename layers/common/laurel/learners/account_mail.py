"""The e-mails that the user pool sends about an account: one for each purpose (pure).

Each says who writes, why, what to do, and what to do if it was not the reader. It must be true whoever asked for it and
whatever state the account is in. Cognito sends it as HTML, and puts the code in itself.
"""

from collections.abc import Mapping
from dataclasses import dataclass
from html import escape

SIGN_IN_CODE_MINUTES = 15  # how long a sign-in waits for its code: `AuthSessionValidity` in template.yaml
TEMPORARY_PASSWORD_DAYS = 3  # `TemporaryPasswordValidityDays` in template.yaml

_WHO_WRITES = "Laurel sends this e-mail. Laurel keeps continuing-education credits for ASCLS and ASCP."
_KEEP_IT = "Give the code to nobody. We never ask for it."
_ON_THE_PAGE = "Enter it on the page of Laurel that asks for it."


@dataclass(frozen=True, slots=True)
class AccountMail:
    """An e-mail: its subject, and its body as HTML."""

    subject: str
    html: str


@dataclass(frozen=True, slots=True)
class _Words:
    """What one kind of e-mail says; `page` is where the reader goes next, empty if that page is open already."""

    subject: str
    why: str
    do: str
    if_not_you: str
    page: str = ""


_UNCONFIRMED = (
    "Was it not you? Then do nothing: without the code nobody can use the account, and we remove it in a day or two. "
    + _KEEP_IT
)
_OPEN = "Enter it at Laurel, in the window where you signed up if it is still open. It works for up to 24 hours."
_ADDRESS = _Words(
    "Your code to use this e-mail address at Laurel",
    "Somebody wants to use this e-mail address for an account at Laurel.",
    f"{_ON_THE_PAGE} It works for up to 24 hours.",
    f"Was it not you? Then do nothing: without the code nobody can use your address. {_KEEP_IT}",
)
_OF_SOURCE = {
    "CustomMessage_SignUp": _Words(
        "Your code to open an account at Laurel",
        "Somebody is creating an account at Laurel with this e-mail address.",
        _OPEN,
        _UNCONFIRMED,
        "/confirm",
    ),
    "CustomMessage_ResendCode": _Words(
        "Your new code to open an account at Laurel",
        "Somebody asked for another code for the new account at Laurel with this e-mail address.",
        _OPEN,
        _UNCONFIRMED,
        "/confirm",
    ),
    "CustomMessage_ForgotPassword": _Words(
        "Your code for a new password at Laurel",
        "A new password was requested for the account at Laurel with this e-mail address.",
        f"{_ON_THE_PAGE} It works for an hour. A new password logs you out everywhere.",
        f"Was it not you? Then do nothing: without the code nobody can set a password. {_KEEP_IT}",
    ),
    "CustomMessage_UpdateUserAttribute": _ADDRESS,
    "CustomMessage_VerifyUserAttribute": _ADDRESS,
    "CustomMessage_Authentication": _Words(
        "Your code to log in to Laurel",
        "Somebody is logging in to the account at Laurel with this e-mail address.",
        f"{_ON_THE_PAGE} It works for {SIGN_IN_CODE_MINUTES} minutes.",
        f"Was it not you? Then do nothing: without the code nobody gets in this way. {_KEEP_IT}",
    ),
    "CustomMessage_AdminCreateUser": _Words(
        "Your account at Laurel",
        "The staff of Laurel created an account for you.",
        f"Log in with it within {TEMPORARY_PASSWORD_DAYS} days. Then you choose a password of your own.",
        "You do not want an account? Then do nothing: the temporary password stops working. Give it to nobody.",
        "/sign-in",
    ),
}


def compose(source: str, request: Mapping[str, str], *, portal_url: str, contact: str) -> AccountMail | None:
    """The e-mail of the trigger `source`, such as `CustomMessage_SignUp`; None for one that Laurel has no words for.

    `request` has Cognito's placeholders, `codeParameter` and for a new account `usernameParameter`.
    """
    words = _OF_SOURCE.get(source)
    if words is None:
        return None
    code = request["codeParameter"]
    secret = f"<p>Your code:</p><p><strong>{code}</strong></p>"
    if source == "CustomMessage_AdminCreateUser":
        name = request["usernameParameter"]
        secret = f"<p>E-mail: <strong>{name}</strong></p><p>Temporary password: <strong>{code}</strong></p>"
    page, home = escape(portal_url + words.page), escape(portal_url)
    link = f' <a href="{page}">{page}</a>' if words.page else ""
    return AccountMail(
        words.subject,
        '<div lang="en" style="font-family: sans-serif; line-height: 1.5; max-width: 40em">'
        f"<p>Hello,</p><p>{words.why}</p>{secret}<p>{words.do}{link}</p><p>{words.if_not_you}</p>"
        f'<p>{_WHO_WRITES} <a href="{home}">{home}</a></p>'
        f'<p>Questions? Write to <a href="mailto:{escape(contact)}">{escape(contact)}</a>.</p></div>',
    )
