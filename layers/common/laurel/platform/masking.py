"""Masked numbers and addresses: enough for the owner to recognize, too little for others (pure)."""

_DOTS = "•••"
_SHOWN = 3


def masked_number(number: str) -> str:
    """`004512` as `•••512`; a number of three characters or fewer is masked fully."""
    return _DOTS + number[-_SHOWN:] if len(number) > _SHOWN else _DOTS


def masked_email(email: str) -> str:
    """`ana.lima@example.org` as `a•••@example.org`."""
    local, at, domain = email.strip().rpartition("@")
    return f"{local[:1]}{_DOTS}{at}{domain}"
