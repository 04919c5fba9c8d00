"""Credits from elsewhere: a learner enters, changes and deletes them, and hands in proofs."""

from typing import Annotated

from aws_lambda_powertools.event_handler import Response
from aws_lambda_powertools.event_handler.api_gateway import Router
from aws_lambda_powertools.event_handler.openapi.params import Path

from claim_routes.dependencies import dependencies
from claim_routes.parameters import FileBytesParam, IfMatchParam
from laurel.own_credits.own_credit import OwnCredit
from laurel.own_credits.views import (
    OwnCreditList,
    OwnCreditRequest,
    OwnCreditView,
    ProofFormView,
    ProofLinkView,
    ProofRequest,
)
from laurel.platform.clock import utc_now
from laurel.platform.http_answers import show, version_of
from laurel.platform.http_api import caller
from laurel.platform.http_routes import about
from laurel.platform.problem_words import CREDIT_ID
from laurel.platform.problems import granted

router: Router = Router()  # type: ignore[no-untyped-call]
TAG = "Credits from elsewhere"
OwnCreditParam = Annotated[
    str, Path(pattern=CREDIT_ID, description="The credit's id.", examples=["0f343b0931126a20f133d67c2b018a3b"])
]


@router.get(
    "/v1/own-credits",
    **about(
        "listOwnCredits",
        "Your credits from elsewhere",
        "What you entered yourself, the latest completed first. Nobody has checked it. It is on no certificate and is"
        " never reported to ASCLS or ASCP.",
        tag=TAG,
        who="learner",
        gives="The credits",
    ),
)
def get_own_credits() -> Response[OwnCreditList]:
    """The caller's credits from elsewhere."""
    return show(OwnCreditList.of(dependencies().own_credits.all_of(caller(router))))


@router.post(
    "/v1/own-credits",
    **about(
        "addOwnCredit",
        "Enter a credit from elsewhere",
        "Your own statement. At most 200.",
        tag=TAG,
        who="learner",
        status=201,
        gives="The credit",
        headers=("ETag",),
    ),
)
def post_own_credit(wanted: OwnCreditRequest) -> Response[OwnCreditView]:
    """Enters a credit of the caller."""
    return _shown(granted(dependencies().own_credits.add(caller(router), wanted.facts())), status=201)


@router.put(
    "/v1/own-credits/<credit_id>",
    **about(
        "changeOwnCredit",
        "Change a credit from elsewhere",
        "Replaces what you entered. The proof stays.",
        tag=TAG,
        who="learner",
        gives="The credit as it is now",
        headers=("ETag",),
    ),
)
def put_own_credit(
    credit_id: OwnCreditParam, wanted: OwnCreditRequest, if_match: IfMatchParam = None
) -> Response[OwnCreditView]:
    """Changes a credit of the caller."""
    seen = version_of(if_match)
    return _shown(granted(dependencies().own_credits.change(caller(router), credit_id, wanted.facts(), seen)))


@router.delete(
    "/v1/own-credits/<credit_id>",
    **about(
        "deleteOwnCredit",
        "Delete a credit from elsewhere",
        "With its proof. It cannot be undone.",
        tag=TAG,
        who="learner",
        gives="The credit as it was",
    ),
)
def delete_own_credit(credit_id: OwnCreditParam) -> Response[OwnCreditView]:
    """Deletes a credit of the caller."""
    return _shown(granted(dependencies().own_credits.remove(caller(router), credit_id)))


@router.post(
    "/v1/own-credits/<credit_id>/proof/uploads",
    **about(
        "startProof",
        "A form for a proof",
        "Send one file of at most 10 MB with the form within 15 minutes: PDF, PNG, JPEG or HEIC. Then name its"
        " `upload_id` with `PUT /v1/own-credits/{credit_id}/proof`.",
        tag=TAG,
        who="learner",
        status=201,
        gives="The form",
    ),
)
def post_proof_form(credit_id: OwnCreditParam, size: FileBytesParam = None) -> Response[ProofFormView]:
    """A form for the proof of a credit of the caller."""
    return show(ProofFormView.of(granted(dependencies().own_credits.form(caller(router), credit_id, size))), status=201)


@router.put(
    "/v1/own-credits/<credit_id>/proof",
    **about(
        "putProof",
        "Hand in the proof",
        "Checks the file that you sent: what it is, by its content. It replaces a proof from before.",
        tag=TAG,
        who="learner",
        gives="The credit with its proof",
        headers=("ETag",),
    ),
)
def put_proof(credit_id: OwnCreditParam, wanted: ProofRequest) -> Response[OwnCreditView]:
    """Takes what the caller sent as the proof of a credit."""
    return _shown(granted(dependencies().own_credits.take_proof(caller(router), credit_id, wanted.upload_id)))


@router.get(
    "/v1/own-credits/<credit_id>/proof",
    **about(
        "getProof",
        "Download a proof",
        "A link that lasts 5 minutes. It downloads the file and does not show it in the browser.",
        tag=TAG,
        who="learner",
        gives="The link",
    ),
)
def get_proof(credit_id: OwnCreditParam) -> Response[ProofLinkView]:
    """A link to a proof of the caller."""
    desk = dependencies().own_credits
    credit, proof = granted(desk.proof_of(caller(router), credit_id))
    return show(ProofLinkView.of(desk.files.link(credit, proof), utc_now()))


@router.delete(
    "/v1/own-credits/<credit_id>/proof",
    **about(
        "deleteProof",
        "Delete a proof",
        "The credit stays. It cannot be undone.",
        tag=TAG,
        who="learner",
        gives="The credit without a proof",
        headers=("ETag",),
    ),
)
def delete_proof(credit_id: OwnCreditParam) -> Response[OwnCreditView]:
    """Deletes a proof of the caller."""
    return _shown(granted(dependencies().own_credits.remove_proof(caller(router), credit_id)))


def _shown(credit: OwnCredit, status: int = 200) -> Response[OwnCreditView]:
    return show(OwnCreditView.of(credit), status=status, version=credit.version)
