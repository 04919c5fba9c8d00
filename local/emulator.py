"""MiniStack with what it leaves out of Cognito, Lambda and CloudFormation.

- It runs the trigger `CustomMessage` for e-mails with a code. Alone, it does so for new accounts of staff only.
- No two accounts have one address (`AliasExistsException`), also where one of them is not confirmed.
- It takes the key of `sam local invoke` for its own.
- A renewed token keeps the time of its sign-in (`auth_time`). Alone, it writes the time of the renewal.
- What `local.emulator_tokens` names about the trigger before tokens, `local.emulator_aliases` and
  `local.emulator_packages` about Lambda, and `local.emulator_transform` about CloudFormation.

Start it with `python -m local.emulator`.
"""

from collections.abc import Callable
from contextvars import ContextVar
from typing import Any

from ministack.app import main  # type: ignore[import-untyped]
from ministack.core import iam_evaluator  # type: ignore[import-untyped]
from ministack.services import cognito  # type: ignore[import-untyped]

from local import emulator_aliases, emulator_packages, emulator_tokens, emulator_transform

# The call that is being answered: a sign-up, unless it is one of the others.
_source: ContextVar[str] = ContextVar("_source", default="CustomMessage_SignUp")
_CALLS = {
    "_sign_up": "CustomMessage_SignUp",
    "_resend_confirmation_code": "CustomMessage_ResendCode",
    "_forgot_password": "CustomMessage_ForgotPassword",
    "_admin_reset_user_password": "CustomMessage_ForgotPassword",
}

_KEY_OF_SAM = "defaultkey"
_is_root = iam_evaluator.is_root_access_key
_send = cognito._send_verification_email
_sign = cognito._signed_jwt
_update = cognito._admin_update_user_attributes
_signed_in: dict[str, int] = {}  # `auth_time` by the sign-in, `origin_jti`
_Call = Callable[[dict[str, Any]], Any]


def _send_with_own_words(
    pool: dict[str, Any], username: str, attributes: dict[str, Any], code: str, attribute_name: str = "email"
) -> Any:
    """As MiniStack sends it, with the words of the trigger where it has some."""
    own = cognito._apply_custom_message_trigger(pool, _source.get(), username, attributes)
    message = own.get("emailMessage") or ""
    if message and "{####}" not in message:
        raise cognito._CustomMessageInvalid("The e-mail has no {####}.")
    words = {"EmailSubject": own.get("emailSubject"), "EmailMessage": message}
    template = pool.get("VerificationMessageTemplate", {}) | {name: said for name, said in words.items() if said}
    return _send(pool | {"VerificationMessageTemplate": template}, username, attributes, code, attribute_name)


def _saying(source: str, call: _Call) -> _Call:
    def answer(asked: dict[str, Any]) -> Any:
        token = _source.set(source)
        try:
            return call(asked)
        except (cognito._CustomMessageRejected, cognito._CustomMessageInvalid) as error:
            return cognito._custom_message_error(error)
        finally:
            _source.reset(token)

    return answer


def _attributes(given: list[dict[str, str]]) -> dict[str, str]:
    """Attributes by name, in lower case."""
    return {one["Name"]: one.get("Value", "").lower() for one in given}


def _update_unless_taken(asked: dict[str, Any]) -> Any:
    """As MiniStack changes an account, unless another one has the address."""
    pool, wanted = cognito._user_pools.get(asked["UserPoolId"]) or {}, _attributes(asked["UserAttributes"])
    own, _ = cognito._resolve_user(pool, asked["Username"])
    for user in (pool.get("_users") or {}).values():
        if user is not own and _attributes(user["Attributes"]).get("email") == wanted.get("email", ""):
            return cognito.error_response_json("AliasExistsException", "Another account has this e-mail.", 400)
    return _update(asked)


def _sign_with_time_of_sign_in(claims: dict[str, Any], *more: Any) -> Any:
    """As MiniStack signs a token; those of one sign-in have one `auth_time`."""
    if "auth_time" in claims:
        claims["auth_time"] = _signed_in.setdefault(claims["origin_jti"], claims["auth_time"])
    return _sign(claims, *more)


def _is_root_or_sam(access_key_id: str) -> bool:
    """As MiniStack knows its own key, and the one that `sam local invoke` gives a function where nobody signed in."""
    return access_key_id == _KEY_OF_SAM or bool(_is_root(access_key_id))


def prepare() -> None:
    """Puts all of it into MiniStack's calls."""
    iam_evaluator.is_root_access_key = _is_root_or_sam
    emulator_aliases.prepare()
    emulator_packages.prepare()
    emulator_tokens.prepare()
    emulator_transform.prepare()
    cognito._signed_jwt = _sign_with_time_of_sign_in
    cognito._send_verification_email = _send_with_own_words
    cognito._admin_update_user_attributes = _update_unless_taken
    for name, source in _CALLS.items():
        setattr(cognito, name, _saying(source, getattr(cognito, name)))


if __name__ == "__main__":
    prepare()
    main()
