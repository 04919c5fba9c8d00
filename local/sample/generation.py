"""Makes a whole sample: people, roster, feeds, those whom ASCP knows, and what should become of every row."""

import json
from collections import Counter
from collections.abc import Iterable, Mapping
from dataclasses import asdict
from datetime import date, timedelta
from pathlib import Path
from random import Random

from local.sample.cast import HEALING, SHOWCASE, Cast, cast, later_roster
from local.sample.feeds import Feeds, feeds
from local.sample.files import FORMATS, Layout, write_lines, write_participants, write_roster
from local.sample.model import PROVIDERS, Expected, Fate, Fates, Sample, Story
from local.sample.people import population

SEED = 20261120
MEMBERS = 2000
ROWS = 1500
TODAY = date(2026, 11, 20)
_FEWEST = 100  # members, and rows: below that there is no room for every special case


def generate(out: Path, *, seed: int = SEED, members: int = MEMBERS, rows: int = ROWS, today: date = TODAY) -> Sample:
    """Writes a sample under `out` and says what was made. The same arguments give the same bytes.

    `today` is the day of the first night; the second roster is a day younger. Raises ValueError for fewer than 100
    members or rows, or when there are too few members for so many rows.
    """
    if members < _FEWEST or rows < _FEWEST:
        raise ValueError(f"a sample needs at least {_FEWEST} members and {_FEWEST} rows")
    random = Random(seed)  # noqa: S311 - sample data, not secrets
    layout = Layout(out, today, today + timedelta(days=1))
    named = cast(today)
    on_roster = sum(1 for person in named.people if person.member)
    crowd = population(random, members - on_roster, today, named.addresses)
    people = [*named.people, *crowd]
    lines = [person.member for person in people if person.member]
    random.shuffle(lines)
    write_roster(layout.roster, lines)
    write_roster(layout.later_roster, later_roster(lines, named.later_lines))
    write_participants(layout.participants, [person.participant for person in people if person.participant])
    # The named people earn only what their stories tell: what the later roster heals would else be more than told.
    made = feeds(random, crowd, named.roles, rows, today)
    for provider in PROVIDERS:
        write_lines(layout.feed(provider), FORMATS[provider].header, made.lines[provider])
    sample = _sample(layout, made, named)
    layout.expected.write_text(_as_json(sample), encoding="utf-8")
    return sample


def _sample(layout: Layout, made: Feeds, named: Cast) -> Sample:
    stories = _stories(made, named)
    return Sample(
        out=layout.out,
        today=layout.today,
        roster=layout.roster,
        feeds={provider: layout.feed(provider) for provider in PROVIDERS},
        participants=layout.participants,
        later_roster=layout.later_roster,
        expected=Expected(
            rows=sum(len(lines) for lines in made.lines.values()),
            credits=len(made.credits),
            repeats=made.repeats,
            rejected_rows=dict(sorted(made.rejected.items())),
            first_night=_fates(credit.fate for credit in made.credits),
            later=_fates(credit.fate_later for credit in made.credits),
        ),
        credits=tuple((credit.provider, credit.row.reference) for credit in made.credits),
        showcase={label: stories[label] for label in SHOWCASE},
        healing={label: stories[label] for label in HEALING},
    )


def _stories(made: Feeds, named: Cast) -> Mapping[str, Story]:
    roles = {role.label: role for role in named.roles}
    return {
        credit.story: Story(
            learner=credit.person.name,
            email=credit.person.email,
            provider=credit.provider,
            reference=credit.row.reference,
            fate=credit.fate,
            fate_later=credit.fate_later,
            tells=roles[credit.story].tells,
        )
        for credit in made.credits
        if credit.story
    }


def _fates(fates: Iterable[Fate]) -> Fates:
    counted = Counter((fate.state, fate.reason) for fate in fates)
    by_state: dict[str, dict[str, int]] = {"accepted": {}, "rejected": {}, "unmatched": {}}
    for (state, reason), count in sorted(counted.items()):
        by_state[state][reason] = count
    return Fates(
        accepted=sum(by_state["accepted"].values()),
        rejected=by_state["rejected"],
        unmatched=by_state["unmatched"],
    )


def _as_json(sample: Sample) -> str:
    """The sample as JSON, paths relative to where it lies, so that it does not matter where that is."""
    document = asdict(sample)
    del document["out"]
    return json.dumps(
        document,
        ensure_ascii=False,
        indent=2,
        default=lambda value: (
            value.relative_to(sample.out).as_posix() if isinstance(value, Path) else value.isoformat()
        ),
    )
