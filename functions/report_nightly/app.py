"""The nightly run: the door."""

from typing import Any


def handler(event: dict[str, Any], context: object) -> dict[str, Any]:
    """Answer nothing yet."""
    return {}
