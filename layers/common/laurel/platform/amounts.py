"""Amounts of credit as they are written everywhere (pure)."""

from decimal import Decimal


def amount_text(value: Decimal) -> str:
    """`value` as it goes over the wire: "1.5", never "1.50" or "1E+1"."""
    return f"{value.normalize():f}"
