"""What is shown of an address or a number: enough for its owner to know it again, too little for others (pure)."""

_DOTS = "•••"
_SHOWN = 3


def masked_email(email: str) -> str:
    """`ada@example.org` as `a•••@example.org`."""
    local, _, domain = email.strip().rpartition("@")
    return f"{local[:1]}{_DOTS}@{domain}"


def masked_number(number: str) -> str:
    """`004512` as `•••512`; of a number so short that this would tell it, nothing is shown."""
    return _DOTS + number[-_SHOWN:] if len(number) > _SHOWN else _DOTS
