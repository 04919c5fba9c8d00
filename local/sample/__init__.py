"""Lifelike sample data: a roster, two feeds, those whom ASCP knows, and what should become of every row.

All people are invented, and all addresses are in example.org, example.com and example.net. The same seed gives the same
bytes.
"""

from local.sample.generation import MEMBERS, ROWS, SEED, TODAY, generate
from local.sample.model import Expected, Fate, Fates, Sample, Story
from local.sample.plain import PlainSample, generate_plain

__all__ = [
    "MEMBERS",
    "ROWS",
    "SEED",
    "TODAY",
    "Expected",
    "Fate",
    "Fates",
    "PlainSample",
    "Sample",
    "Story",
    "generate",
    "generate_plain",
]
