"""What the person at the terminal sees while something takes time."""

import time
from collections.abc import Callable, Iterator
from contextlib import contextmanager

from rich.console import Console

# Says what begins now, in a few words.
Step = Callable[[str], None]


def silent(_what: str) -> None:
    """A step that nobody watches."""


@contextmanager
def shown_count(console: Console, *, seconds: float = 10) -> Iterator[Step]:
    """Show how far something is: with a spinner at a terminal, else as a line every `seconds`."""
    last = time.monotonic()
    with console.status("Starting ...") as status:

        def count(how_far: str) -> None:
            nonlocal last
            if console.is_terminal:
                status.update(how_far)
            elif time.monotonic() - last >= seconds:
                last = time.monotonic()
                console.print(how_far, highlight=False)

        yield count


@contextmanager
def shown_steps(console: Console) -> Iterator[Step]:
    """Print each step as it begins, with the seconds since the first; at a terminal a spinner turns under it."""
    began = time.monotonic()
    with console.status("") as status:

        def step(what: str) -> None:
            console.print(f"  {time.monotonic() - began:3.0f} s  {what}", highlight=False)
            status.update(f"{what} ...")

        yield step
