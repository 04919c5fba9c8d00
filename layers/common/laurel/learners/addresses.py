"""How e-mail addresses are compared (pure).

Every match between the providers, the ASCLS roster and ASCP depends on `address_key`. It must not miss an address that
differs only in its spelling, and must not merge two mailboxes: dots and +tags are kept, and `straße.de` and
`strasse.de`, which can be registered separately, stay different.
"""

import re

from laurel.learners.address_letters import fault_of_domain, fault_of_local_part, fault_of_scripts, folded

LONGEST = 254
"""The longest address, in characters as in UTF-8 bytes (RFC 5321 4.5.3.1.3, RFC 3696 erratum 1690)."""

# Nearly all addresses are of this form. For it email-validator's verdict is always "valid" and its normal form is
# the lower-cased text (a property test holds the two together), at a twentieth of the time and without its import.
_PLAIN = re.compile(
    r"[a-z0-9_+-]+(?:\.[a-z0-9_+-]+)*"
    r"@(?:[a-z0-9](?:[a-z0-9-]{0,61}[a-z0-9])?\.)+(?:com|edu|gov|mil|net|org|[a-z]{2})"
)
_AT_SIGN = re.compile("[@\uff20]")  # the full-width form is the same sign


class InvalidAddress(ValueError):
    """The text is not an e-mail address; the message tells the person who typed it why."""


def address_key(email: str) -> str:
    """The normalized form of `email`: two texts mean the same mailbox if and only if their keys are equal.

    Surrounding white space is trimmed, the local part is in one width and lower case, the domain is in its ASCII form
    (IDNA 2008 after the UTS 46 mapping, of which only width and case are used). The key of a key is itself. No network
    lookup. Raises InvalidAddress if the text is not an e-mail address or contains look-alike characters.
    """
    text = email.strip()
    if text.isascii():
        plain = text.lower()
        if len(plain) <= LONGEST and "--" not in plain and _PLAIN.fullmatch(plain):
            return plain
    return _key_of_unusual(text)


def _key_of_unusual(text: str) -> str:
    """The key of a trimmed text that is not a plain address. Raises InvalidAddress."""
    if not text:
        raise InvalidAddress("There is no e-mail address.")
    if len(text) > LONGEST:  # also limits the time that a hostile value can take
        raise InvalidAddress(f"The e-mail address is too long: {len(text)} characters, at most {LONGEST}.")
    parts = _AT_SIGN.split(text, maxsplit=1)
    if len(parts) == 1:
        raise InvalidAddress("An e-mail address must have an @-sign.")
    if fault := fault_of_local_part(parts[0]) or fault_of_domain(parts[1]):
        raise InvalidAddress(fault)

    from email_validator import EmailSyntaxError, validate_email  # takes 30 ms, and most cold starts do not need it

    try:
        # `test_environment` only allows the reserved domain .test, which sandboxes use.
        found = validate_email(f"{folded(parts[0])}@{parts[1]}", check_deliverability=False, test_environment=True)
    except EmailSyntaxError as error:
        raise InvalidAddress(str(error)) from error
    if "." not in found.ascii_domain:
        raise InvalidAddress("The part after the @-sign is not valid. It should have a period.")
    for label in found.domain.split("."):
        if fault := fault_of_scripts(label):
            raise InvalidAddress(fault)
    return f"{found.local_part}@{found.ascii_domain}"
