"""The loop of every change that reads, decides and writes on conditions: again, if something changed since the read."""

from collections.abc import Callable

ROUNDS = 5


def retry_on_conflict[Outcome](attempt: Callable[[], Outcome | None]) -> Outcome | None:
    """The first outcome of `attempt`; None if ROUNDS attempts had none, because something changed during each.

    `attempt` reads, decides, and writes on the condition that nothing has changed since. It returns None if that
    condition failed; the next attempt reads again. It raises what is no conflict.
    """
    for _ in range(ROUNDS):
        outcome = attempt()
        if outcome is not None:
            return outcome
    return None
