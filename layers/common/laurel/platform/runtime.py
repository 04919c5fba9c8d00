"""Time, chance and threads of a function. In Lambda they are the machine's; a simulation passes its own."""

import random
from collections.abc import Callable
from dataclasses import dataclass
from time import monotonic, sleep

from laurel.platform.clock import Clock, utc_now
from laurel.platform.ids import new_id
from laurel.platform.metrics import Publish, publish


@dataclass(frozen=True, slots=True, kw_only=True)
class Runtime:
    """What a function's dependencies take from the machine.

    `clock` gives the present instant (UTC), `seconds` a time that only grows, `wait` sleeps for so many seconds,
    `new_id` gives new ids, `draw` random numbers from 0 up to 1, and `publish` publishes metrics. `parallel_calls`
    limits the threads; None for the usual number.
    """

    clock: Clock = utc_now
    seconds: Callable[[], float] = monotonic
    wait: Callable[[float], None] = sleep
    new_id: Callable[[], str] = new_id
    draw: Callable[[], float] = random.random
    publish: Publish = publish
    parallel_calls: int | None = None


MACHINE = Runtime()
