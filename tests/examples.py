"""How many examples Hypothesis draws: as many as a test asks for, and a tenth of them in `make quick`.

A `max_examples` of its own would keep its number in every profile, so the tests say `@examples(300)`.
"""

from typing import Any

from hypothesis import HealthCheck, Phase, settings

_USUAL, _QUICK = "laurel", "quick"
_QUICK_SHARE = 0.1


def register_profiles() -> None:
    """The profiles that `--hypothesis-profile` takes; the usual one is in force until then."""
    # A busy machine fails no test. The rest is as Hypothesis has it; in CI it draws the same examples each time.
    settings.register_profile(_USUAL, settings.default, deadline=None, suppress_health_check=[HealthCheck.too_slow])
    usual = settings.get_profile(_USUAL)
    settings.register_profile(_QUICK, usual, max_examples=round(usual.max_examples * _QUICK_SHARE))
    # For `make mutants`: the same examples for each mutant, and the first that fails is enough. Few, if all tests of
    # many files run.
    phases = (Phase.explicit, Phase.generate)
    settings.register_profile("same", usual, derandomize=True, database=None, phases=phases, report_multiple_bugs=False)
    same = settings.get_profile("same")
    settings.register_profile("few", same, max_examples=round(usual.max_examples * _QUICK_SHARE))
    settings.load_profile(_USUAL)


def examples(count: int, **others: Any) -> settings:
    """Settings of a test that wants `count` examples, and `others` that Hypothesis knows."""
    share = settings.default.max_examples / settings.get_profile(_USUAL).max_examples
    return settings(max_examples=max(1, round(count * share)), **others)
