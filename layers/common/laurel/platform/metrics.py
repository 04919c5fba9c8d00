"""Metrics: named counts and durations, written to the log, from where CloudWatch takes them.

A package turns its report into `Figures`; a function publishes them.
"""

from collections.abc import Callable, Mapping
from dataclasses import dataclass, field

from aws_lambda_powertools import Metrics
from aws_lambda_powertools.metrics import MetricUnit

_metrics = Metrics()


@dataclass(frozen=True, slots=True, kw_only=True)
class Figures:
    """The figures of one invocation by their metric's name: counts, and durations in seconds and milliseconds.

    `dimensions` are added to the function's own, `service`.
    """

    counts: Mapping[str, int]
    seconds: Mapping[str, float] = field(default_factory=dict)
    milliseconds: Mapping[str, float] = field(default_factory=dict)
    dimensions: Mapping[str, str] = field(default_factory=dict)


type Publish = Callable[[Figures], None]


def publish(figures: Figures) -> None:
    """Writes `figures` as one line."""
    for dimension, value in figures.dimensions.items():
        _metrics.add_dimension(name=dimension, value=value)
    for name, count in figures.counts.items():
        _metrics.add_metric(name=name, unit=MetricUnit.Count, value=count)
    for name, seconds in figures.seconds.items():
        _metrics.add_metric(name=name, unit=MetricUnit.Seconds, value=seconds)
    for name, milliseconds in figures.milliseconds.items():
        _metrics.add_metric(name=name, unit=MetricUnit.Milliseconds, value=milliseconds)
    _metrics.flush_metrics()
