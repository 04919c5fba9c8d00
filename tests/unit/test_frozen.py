"""What Laurel passes around cannot be changed by who gets it, but for what counts while a run goes on."""

import importlib
import inspect
import pkgutil
import sys
from collections.abc import Iterator
from dataclasses import is_dataclass

from pydantic import BaseModel

import laurel

# Each is filled by the module that made it.
COUNTED = frozenset(
    {
        *("AnswerCounts", "BatchSubmitter", "CertificateContents", "Comparison", "Contents", "Lease", "Night"),
        *("NoticesReport", "OverallResults", "Pending", "People", "Reconciled", "Rows", "RunReport", "RunState"),
        *("SessionResults", "SpeakerResults", "Tally", "UnconfirmedChanges", "WeeklyReconciliation"),
    }
)


def classes() -> Iterator[type]:
    """All classes of the modules of `laurel`."""
    for found in pkgutil.walk_packages(laurel.__path__, "laurel."):
        importlib.import_module(found.name)
    modules = [module for name, module in sys.modules.items() if name.startswith("laurel.")]
    return (one for module in modules for one in vars(module).values() if inspect.isclass(one))


def is_ours(one: type) -> bool:
    return one.__module__.startswith("laurel.") and not one.__name__.startswith("_")


def test_requests_answers_and_documents_are_not_changed() -> None:
    models = {one for one in classes() if is_ours(one) and issubclass(one, BaseModel)}
    assert len(models) > 200
    assert {one.__qualname__ for one in models if not one.model_config.get("frozen")} == set()


def test_records_are_not_changed_but_for_what_counts() -> None:
    records = {one for one in classes() if is_ours(one) and is_dataclass(one)}
    assert len(records) > 300
    assert {one.__name__ for one in records if not one.__dataclass_params__.frozen} == COUNTED  # type: ignore[attr-defined]
