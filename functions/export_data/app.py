"""Makes the file of an export that a learner asked for. The API starts it and does not wait.

Lambda tries twice more after an error. The item of the export in the claims table is the truth; an event for
an export that is ready only sends the e-mail that is missing, and one for an export that was asked for again does
nothing.
"""

from typing import Any

from aws_lambda_powertools.utilities.typing import LambdaContext
from export_dependencies import Dependencies, dependencies

from laurel.exports.export import ExportKind
from laurel.exports.make import Made
from laurel.platform.log import logger
from laurel.platform.metrics import Figures


class MailNotSentError(Exception):
    """The export is ready, but SES did not take the e-mail about it: Lambda tries again, and the alarm rings."""


@logger.inject_lambda_context
def handler(event: dict[str, Any], context: LambdaContext) -> dict[str, str]:
    """Makes the export of an event `{"learner_id", "export_id", "kind"}`; answers how that ended.

    Raises MailNotSentError for a ready export whose e-mail SES did not take.
    """
    return make(dependencies(), event)


def _kind_of(event: dict[str, Any]) -> ExportKind:
    """The kind; events from before there were two have none."""
    return ExportKind(event.get("kind", ExportKind.DATA))


def make(here: Dependencies, event: dict[str, Any]) -> dict[str, str]:
    """As `handler`, with the dependencies given."""
    began = here.runtime.seconds()
    made = here.maker.make(event["learner_id"], event["export_id"], _kind_of(event))
    if made in (Made.READY, Made.READY_UNTOLD):
        here.runtime.publish(
            Figures(counts={"ExportsMade": 1}, seconds={"ExportDuration": here.runtime.seconds() - began})
        )
    logger.info("an export ended", extra={"learner_id": event["learner_id"], "made": made.value})
    if made in (Made.READY_UNTOLD, Made.UNTOLD):
        raise MailNotSentError(made.value)
    return {"made": made.value}
