"""The template parameters of a stage, as samconfig.toml gives them: checked before sam reads them (pure).

sam takes each text apart at its spaces: `ScheduleExpression=cron(0 4 * * ? *)` becomes `cron(0`, without a word. A
value with a space needs quotes of its own inside the text, and so does an empty one.
"""

import re
import tomllib
from collections.abc import Mapping, Sequence
from dataclasses import dataclass

from local.troubles import TroubleError

_QUOTED = re.compile(r'"[^"]*"')
_PLAIN = re.compile(r"[^\s\"']+")
# What a stack for real use needs beyond what the template insists on, and what happens without.
_FOR_REAL_USE = {
    "PortalCertificateArn": "the portal is at CloudFront's own address; PortalOrigin must name it, or links on"
    " certificates and in mails lead nowhere.",
    "VerifyBaseUrl": "certificates print the portal's address, for years.",
    "MailFrom": "learners get no mail about credits and no code to log in with; Cognito sends at most 50 codes a day.",
    "AlarmEmail": "nobody hears of an alarm.",
    "ReserveConcurrency": "a flood of requests can keep the nightly run and the forwarder from starting.",
}
# Without these the stack of this stage is not deployed. The others of `_FOR_REAL_USE` are only said.
_NEEDED = {"prod": ("PortalCertificateArn", "VerifyBaseUrl", "MailFrom", "MailIdentity", "AlarmEmail"), "dev": ()}
# The layer is built before CloudFormation looks at the parameters.
_PROCESSORS = ("arm64", "x86_64")


@dataclass(frozen=True, slots=True)
class Stage:
    """A stage of samconfig.toml: its stack, where it lies, and its template parameters."""

    stack_name: str
    region: str
    parameters: Mapping[str, str]

    @property
    def architecture(self) -> str:
        """The processor for which the layer is built."""
        return self.parameters["Architecture"]


def read_stage(text: str, stage: str) -> Stage:
    """The stage `stage` of a samconfig.toml that holds `text`.

    Raises TroubleError where something is missing, and as `stage_parameters` does.
    """
    try:
        config = tomllib.loads(text)
    except tomllib.TOMLDecodeError as error:
        raise TroubleError(f"samconfig.toml cannot be read: {error}.", do="Correct it there.") from error
    stack_name, region = (_setting(config, stage, "global", name) for name in ("stack_name", "region"))
    for name, value in (("stack_name", stack_name), ("region", region)):
        if not isinstance(value, str) or not value.strip():
            raise TroubleError(f"{name} of stage {stage} is no text.", do="Correct it in samconfig.toml.")
    parameters = stage_parameters(_setting(config, stage, "deploy", "parameter_overrides"), stage)
    if parameters.get("Architecture") not in _PROCESSORS:
        raise TroubleError(
            f"Architecture of stage {stage} is neither {' nor '.join(_PROCESSORS)}.",
            do='Put "Architecture=arm64" into its parameter_overrides in samconfig.toml.',
        )
    return Stage(str(stack_name), str(region), parameters)


def _setting(config: object, stage: str, command: str, name: str) -> object:
    found = config
    for key in (stage, command, "parameters", name):
        if not isinstance(found, Mapping) or key not in found:
            raise TroubleError(
                f"samconfig.toml has no {name} for stage {stage}.",
                do=f"Put it into [{stage}.{command}.parameters] there.",
            )
        found = found[key]
    return found


def stage_parameters(overrides: object, stage: str) -> dict[str, str]:
    """The parameters in `overrides`, without the quotes that are only for sam.

    Raises TroubleError while an address is still the example, and where sam would read another value.
    """
    parameters = _read(overrides, stage)
    examples = [name for name, value in parameters.items() if "example.org" in value]
    if len(examples) == 1:
        raise TroubleError(
            f"{examples[0]} of stage {stage} is still the example.", do="Put the real value in samconfig.toml."
        )
    if examples:
        names = f"{', '.join(examples[:-1])} and {examples[-1]}"
        raise TroubleError(
            f"{names} of stage {stage} are still the examples.", do="Put the real values in samconfig.toml."
        )
    return parameters


def refuse_unready(stage: str, parameters: Mapping[str, str]) -> None:
    """Raises TroubleError with all that stands between these parameters and a deploy of `stage`."""
    lacking = [f"{name} is not set" for name in _NEEDED[stage] if not parameters.get(name)]
    if parameters.get("AwsEndpointUrl"):
        lacking.append("AwsEndpointUrl is set, which is for the local stack alone")
    if parameters.get("Stage") != stage:
        lacking.append(f"Stage is not {stage}")
    plain = [name for name in ("AscpBaseUrl", "PortalOrigin", "VerifyBaseUrl") if _is_plain_http(parameters, name)]
    lacking += [f"{name} does not begin with https://" for name in plain]
    if lacking:
        raise TroubleError(
            f"Stage {stage} cannot be deployed: {'; '.join(lacking)}.",
            do="Correct it in samconfig.toml. docs/runbook.md says how to get each of them.",
        )


def _is_plain_http(parameters: Mapping[str, str], name: str) -> bool:
    value = parameters.get(name, "")
    return bool(value) and not value.lower().startswith("https://")


def missing_settings(parameters: Mapping[str, str]) -> list[str]:
    """A line for each setting that is not set, and what that means. A first try needs none of them."""
    return [f"{name} is not set: {what}" for name, what in _FOR_REAL_USE.items() if not parameters.get(name)]


def _read(overrides: object, stage: str) -> dict[str, str]:
    if isinstance(overrides, Mapping):
        return {str(name): str(value) for name, value in overrides.items()}
    if isinstance(overrides, str) or not isinstance(overrides, Sequence):
        raise TroubleError(
            f"parameter_overrides of stage {stage} is not a list.",
            do='Write it as ["Name=value", "Name=value"] in samconfig.toml.',
        )
    return dict(_pair(str(override), stage) for override in overrides)


def _pair(override: str, stage: str) -> tuple[str, str]:
    name, found, value = override.partition("=")
    if not found or not re.fullmatch(r"[A-Za-z][A-Za-z0-9]*", name):
        raise TroubleError(
            f"parameter_overrides of stage {stage} has {override!r}, which is not Name=value.",
            do="Correct it in samconfig.toml.",
        )
    if _QUOTED.fullmatch(value):
        return name, value[1:-1]
    if _PLAIN.fullmatch(value):
        return name, value
    wanted = value.replace('"', "").replace("'", "").strip()
    raise TroubleError(
        f"{name} of stage {stage} has a value that sam would cut or change: it is empty, or has spaces or quotes.",
        do=f"Write it in samconfig.toml in single quotes, with double quotes inside: '{name}=\"{wanted}\"'.",
    )
