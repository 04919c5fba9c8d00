"""A learner's copy of their data on the deployed stack, where IAM is enforced: made, mailed, downloaded, erased."""

import io
import json
import time
from zipfile import ZipFile

import urllib3

from local import users
from local.api import Api
from local.users import User, new_password
from tests.flow.mail import mails
from tests.flow.test_printing import printed, ready

HTTP = urllib3.PoolManager(timeout=30)
WITHIN = 90  # seconds: MiniStack unpacks the function's package first


def signed_in(stack, email):
    user = User(email, new_password())
    users.create(stack.client, stack.outputs["UserPoolId"], [user])
    return Api(stack.api_url, users.sign_in(stack.client, stack.outputs["UserPoolClientId"], user))


def made(api, path="/v1/me/export"):
    until = time.monotonic() + WITHIN
    while (found := api.call("GET", path).json())["state"] != "ready":
        assert found["state"] in ("waiting", "making"), found
        assert time.monotonic() < until, found
        time.sleep(0.5)
    return found


def files_of(stack):
    listed = stack.client("s3").list_objects_v2(Bucket=stack.outputs["ExportBucketName"])
    return [one["Key"] for one in listed.get("Contents", [])]


def test_it_is_made_mailed_downloaded_and_goes_with_the_account(local_stack, catalog):
    others = files_of(local_stack)  # other tests share this stack
    email = "copy@export.example.org"
    api = signed_in(local_stack, email)
    assert api.call("PATCH", "/v1/me", json={"name_as_printed": "Łucja Żuraw", "consent_to_report": True}).status == 200
    certificate = printed(api, ready(api)).json()
    asked = api.call("POST", "/v1/me/export")
    assert (asked.status, asked.json()["state"]) == (202, "waiting"), asked.data
    found = made(api)

    answer = HTTP.request("GET", found["url"])
    assert (answer.status, len(answer.data)) == (200, found["size"])
    assert answer.headers["Content-Disposition"].startswith('attachment; filename="laurel-data-')
    assert HTTP.request("GET", found["url"].partition("?")[0]).status == 403
    file = ZipFile(io.BytesIO(answer.data))
    assert file.testzip() is None
    (shown,) = json.loads(file.read("certificates.json"))
    assert shown["number"] == certificate["number"]
    assert file.read(shown["file"]) == HTTP.request("GET", certificate["pdf_url"]).data
    assert json.loads(file.read("profile.json"))["name_as_printed"] == "Łucja Żuraw"
    assert len(json.loads(file.read("credits.json"))) == 1

    until = time.monotonic() + 20
    while not (sent := mails(local_stack, email)) and time.monotonic() < until:
        time.sleep(0.5)
    (mail,) = sent
    assert mail.subject == "Your data is ready to download"
    assert f"{local_stack.portal_url}/profile/data" in mail.text

    other = signed_in(local_stack, "other@export.example.org")
    assert other.call("GET", "/v1/me/export").json()["state"] == "none"
    assert api.call("POST", "/v1/me/export").status == 429

    assert api.call("DELETE", "/v1/me?confirm=erase").status == 202
    local_stack.client("lambda").invoke(
        FunctionName=local_stack.outputs["GuardAccountsFunctionName"],
        Payload=json.dumps({"user_pool_id": local_stack.outputs["UserPoolId"]}).encode(),
    )
    assert set(files_of(local_stack)) <= set(others)
    assert HTTP.request("GET", found["url"]).status in (403, 404)


def test_all_certificates_come_as_one_file_and_one_by_mail_and_go_with_the_account(local_stack, catalog):
    others = files_of(local_stack)
    email = "file@export.example.org"
    api = signed_in(local_stack, email)
    assert api.call("PATCH", "/v1/me", json={"name_as_printed": "Łucja Żuraw", "consent_to_report": True}).status == 200
    certificate = printed(api, ready(api)).json()
    document = HTTP.request("GET", certificate["pdf_url"]).data

    assert api.call("POST", "/v1/me/export/certificates").status == 202
    found = made(api, "/v1/me/export/certificates")
    answer = HTTP.request("GET", found["url"])
    assert answer.headers["Content-Disposition"].startswith('attachment; filename="laurel-certificates-')
    file = ZipFile(io.BytesIO(answer.data))
    assert [file.read(name) for name in file.namelist() if name.endswith(".pdf")] == [document]
    assert HTTP.request("GET", found["url"].partition("?")[0]).status == 403

    sent = api.call("POST", f"/v1/certificates/{certificate['number']}/mail")
    assert sent.status == 200, sent.data
    assert (sent.json()["sent_to"], sent.json()["state"]) == (email, "sent")
    (mail,) = mails(local_stack, email)
    assert mail.subject == f"Your certificate: {certificate['activity']}"
    assert certificate["verification_url"] in mail.text

    assert api.call("DELETE", "/v1/me?confirm=erase").status == 202
    local_stack.client("lambda").invoke(
        FunctionName=local_stack.outputs["GuardAccountsFunctionName"],
        Payload=json.dumps({"user_pool_id": local_stack.outputs["UserPoolId"]}).encode(),
    )
    assert set(files_of(local_stack)) <= set(others)
