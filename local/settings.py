"""The settings of a stage, `settings/<stage>.toml`: read, and checked as a whole before anything is built (pure).

A value is a text or a number, with spaces or without. What the template says about a parameter (values, pattern,
limits) is checked here too: CloudFormation would say it only minutes later, and one thing at a time.
"""

import re
import tomllib
from collections.abc import Iterable, Mapping
from dataclasses import dataclass
from datetime import datetime, timedelta
from typing import Any
from zoneinfo import ZoneInfo

from laurel.nightly.schedule import next_night
from local.troubles import TroubleError

STAGES = ("dev", "prod")
# `make deploy` gives these itself, or the local stack does.
_NOT_HERE = {
    "Stage": "the file's name says it",
    "Commit": "make deploy sets it",
    "Release": "make deploy sets it",
    "AwsEndpointUrl": "it is for the local stack alone",
}
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
_ZONE = "America/New_York"  # of the template
_WEB = ("AscpBaseUrl", "PortalOrigin", "VerifyBaseUrl")


@dataclass(frozen=True, slots=True)
class Settings:
    """A stage: its stack, where it lies, and all of the template's parameters."""

    stage: str
    stack_name: str
    region: str
    parameters: Mapping[str, str]

    @property
    def architecture(self) -> str:
        """The processor for which the packages are built."""
        return self.parameters["Architecture"]


def read_settings(text: str, stage: str, known: Mapping[str, Mapping[str, Any]]) -> Settings:
    """The settings of `stage` in a file that holds `text`; `known` are the template's parameters.

    Raises TroubleError with everything that stands between these settings and a deploy.
    """
    file = f"settings/{stage}.toml"
    try:
        config = tomllib.loads(text)
    except tomllib.TOMLDecodeError as error:
        raise TroubleError(f"{file} cannot be read: {error}.", do="Correct it there.") from error
    given = config.get("parameters", {})
    if not isinstance(given, dict):
        raise TroubleError(f"{file} has no table [parameters].", do="Put the parameters below that line.")
    # CloudFormation keeps the last value of a parameter that it is not given. So a line that goes means its default.
    defaults = {name: str(one["Default"]) for name, one in known.items() if "Default" in one}
    parameters = {name: str(value) for name, value in given.items()}
    wrong = [
        *(f"{name} is missing" for name in ("stack_name", "region") if not _is_text(config.get(name))),
        *(f"{name} is not known here" for name in config if name not in {"stack_name", "region", "parameters"}),
        *(f"{name} is neither a text nor a number" for name, value in given.items() if not _is_value(value)),
        *_about(parameters, stage, known),
    ]
    if wrong:
        listed = "".join(f"\n  - {one}" for one in wrong)
        raise TroubleError(
            f"Stage {stage} cannot be deployed:{listed}",
            do=f"Correct it in {file}. docs/deploy.md says how to get each of them.",
        )
    return Settings(stage, config["stack_name"], config["region"], defaults | parameters | {"Stage": stage})


def missing_settings(parameters: Mapping[str, str]) -> list[str]:
    """A line for each setting that is not set, and what that means. A first try needs none of them."""
    return [f"{name} is not set: {what}" for name, what in _FOR_REAL_USE.items() if not parameters.get(name)]


def missing_nights(parameters: Mapping[str, str], now: datetime) -> list[str]:
    """A line for the first day of the coming year on which the clocks skip the time of the nightly run."""
    schedule, zone = parameters.get("ScheduleExpression", ""), parameters.get("ScheduleTimeZone") or _ZONE
    end, night = now + timedelta(days=366), next_night(schedule, zone, now)
    while night and night < end:
        following = next_night(schedule, zone, night)
        if following and following - night > timedelta(hours=36):
            day = (night + timedelta(days=1)).astimezone(ZoneInfo(zone)).strftime("%B %-d, %Y")
            return [f"There is no night on {day}: the clocks skip the time of ScheduleExpression."]
        night = following
    return []


def _is_text(value: object) -> bool:
    return isinstance(value, str) and bool(value.strip())


def _is_value(value: object) -> bool:
    return isinstance(value, str | int | float) and not isinstance(value, bool)


def _about(parameters: Mapping[str, str], stage: str, known: Mapping[str, Mapping[str, Any]]) -> Iterable[str]:
    needed = {name for name, one in known.items() if "Default" not in one} | set(_NEEDED[stage])
    yield from (f"{name} is not set" for name in known if name in needed and not parameters.get(name))
    if parameters.get("MailFrom") and not parameters.get("MailIdentity") and "MailIdentity" not in needed:
        yield "MailIdentity is not set, and MailFrom needs it"
    for name, value in parameters.items():
        if name in _NOT_HERE:
            yield f"{name} cannot be set: {_NOT_HERE[name]}"
        elif name not in known:
            yield f"{name} is no parameter of template.yaml"
        elif "example.org" in value:
            yield f"{name} is still the example"
        elif name in _WEB and value and not value.startswith("https://"):
            yield f"{name} does not begin with https://"
        elif refused := _refused_by_template(value, known[name]):
            yield f"{name} {refused}"


def _refused_by_template(value: str, parameter: Mapping[str, Any]) -> str | None:
    """What the template says against this value."""
    if any(ord(character) < 32 for character in value):
        return "has a line break or a control character"
    allowed = [str(one) for one in parameter.get("AllowedValues", [])]
    if allowed and value not in allowed:
        return f"is none of {', '.join(allowed)}"
    if "AllowedPattern" in parameter and not re.fullmatch(parameter["AllowedPattern"], value):
        return f"does not match {parameter['AllowedPattern']}"
    if parameter["Type"] == "Number":
        return _refused_number(value, parameter)
    return None


def _refused_number(value: str, parameter: Mapping[str, Any]) -> str | None:
    if not re.fullmatch(r"-?\d+", value):
        return "is no whole number"
    least, most = (int(parameter.get(name, value)) for name in ("MinValue", "MaxValue"))
    if not least <= int(value) <= most:
        return f"must be {f'from {least} to {most}' if 'MaxValue' in parameter else f'at least {least}'}"
    return None
