"""Amounts of credit as text (pure)."""

from decimal import Decimal


def amount_text(value: Decimal) -> str:
    """`value` as text: "1.5", never "1.50" or "1E+1"."""
    return f"{value.normalize():f}"
