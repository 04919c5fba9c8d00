"""Makes the file of an export that a learner asked for. The API starts it and does not wait.

Lambda tries twice more after an error. The item of the export in the claims table is the truth; an event for
an export that is ready, or that was asked for again, does nothing.
"""

from typing import Any

from aws_lambda_powertools.utilities.typing import LambdaContext
from export_dependencies import Dependencies, dependencies

from laurel.exports.make import Made
from laurel.platform.log import logger
from laurel.platform.metrics import Figures


@logger.inject_lambda_context
def handler(event: dict[str, Any], context: LambdaContext) -> dict[str, str]:
    """Makes the export of an event `{"learner_id", "export_id"}`; answers how that ended."""
    return make(dependencies(), event)


def make(here: Dependencies, event: dict[str, Any]) -> dict[str, str]:
    """As `handler`, with the dependencies given."""
    began = here.runtime.seconds()
    made = here.maker.make(event["learner_id"], event["export_id"])
    if made is Made.READY:
        here.runtime.publish(
            Figures(counts={"ExportsMade": 1}, seconds={"ExportDuration": here.runtime.seconds() - began})
        )
    logger.info("an export ended", extra={"learner_id": event["learner_id"], "made": made.value})
    return {"made": made.value}
