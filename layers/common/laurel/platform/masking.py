"""What is shown of a number: enough for its owner to know it again, too little for others (pure)."""

_DOTS = "•••"
_SHOWN = 3


def masked_number(number: str) -> str:
    """`004512` as `•••512`; of a number so short that this would tell it, nothing is shown."""
    return _DOTS + number[-_SHOWN:] if len(number) > _SHOWN else _DOTS
