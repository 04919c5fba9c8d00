"""A credit from elsewhere with its proof, entered over HTTP as S3 and the portal would."""

import boto3

from tests.api_events import learner
from tests.functions.claim_api_desk import Desk
from tests.unit.own_credits.proofs import OWN_CREDIT, PDF_FILE


def hand_in(desk: Desk, who: str) -> str:
    """Enters a credit, sends a file that is never named, and hands in its proof; the credit's ID."""
    path = "/v1/own-credits"
    credit_id: str = desk.call("POST", path, learner(who), json_body=OWN_CREDIT).json()["credit_id"]
    for _ in range(2):
        form = desk.call("POST", f"{path}/{credit_id}/proof/uploads", learner(who)).json()
        boto3.client("s3").put_object(Bucket="exportbucket", Key=form["fields"]["key"], Body=PDF_FILE)
    upload = {"upload_id": form["upload_id"]}
    assert desk.call("PUT", f"{path}/{credit_id}/proof", learner(who), json_body=upload).status == 200
    return credit_id
