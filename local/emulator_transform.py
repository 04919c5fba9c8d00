"""What MiniStack leaves out of CloudFormation's transform for SAM: the values of the parameters.

On AWS the transform reads them, so `Enabled: !Ref GradualRelease` decides whether there is anything of CodeDeploy.
"""

from collections.abc import Callable
from contextvars import ContextVar
from typing import Any

from ministack.services.cloudformation import changesets, engine, handlers  # type: ignore[import-untyped]

_values: ContextVar[dict[str, str] | None] = ContextVar("_values", default=None)
_Template = dict[str, Any]
_apply = engine._apply_transforms


def _apply_with_values(template: _Template, provided: Any = None, previous: Any = None) -> Any:
    _read_values()
    token = _values.set(engine._transform_parameters(template, provided, previous))
    try:
        return _apply(template, provided, previous)
    finally:
        _values.reset(token)


def _read_values() -> None:
    """Let the transform of SAM read the values. It takes a second to import, so not before a stack asks for it."""
    from samtranslator.translator import transform as of_sam  # type: ignore[import-untyped]

    original: Callable[..., Any] = of_sam.transform
    if original.__module__ == __name__:
        return

    def transform(template: _Template, _: Any, *more: Any) -> Any:
        return original(template, dict(_values.get() or {}), *more)

    of_sam.transform = transform


def prepare() -> None:
    """Puts it into MiniStack's calls."""
    changesets._apply_transforms = _apply_with_values
    handlers._apply_transforms = _apply_with_values
