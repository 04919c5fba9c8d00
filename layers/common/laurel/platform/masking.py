"""Masked numbers: enough for the owner to recognize, too little for others (pure)."""

_DOTS = "•••"
_SHOWN = 3


def masked_number(number: str) -> str:
    """`004512` as `•••512`; a number of three characters or fewer is masked fully."""
    return _DOTS + number[-_SHOWN:] if len(number) > _SHOWN else _DOTS
