"""The portal's files, and how they are served here and put into the cloud."""

import gzip
import json
import threading
from contextlib import contextmanager
from dataclasses import replace
from http.server import BaseHTTPRequestHandler, ThreadingHTTPServer

import boto3
import pytest
import urllib3

from local.portal import Portal, Settings, handler
from local.portal_files import PortalFile, config_file, portal_files, publish
from tests import stores

SETTINGS = Settings(
    port=0,
    sign_in_port=4567,
    endpoint_url="http://127.0.0.1:4566",
    api_url="http://127.0.0.1:4566/_aws/execute-api/abc/$default",
    user_pool_id="pool",
    user_pool_client_id="client",
    account_client_id="own",
    contact="education@example.org",
)


@pytest.fixture(scope="module")
def served():
    server = ThreadingHTTPServer(("127.0.0.1", 0), handler(Portal(SETTINGS)))
    threading.Thread(target=server.serve_forever, daemon=True).start()
    http = urllib3.PoolManager(retries=False, timeout=5)

    def get(path, **headers):
        url = f"http://127.0.0.1:{server.server_address[1]}{path}"
        return http.request("GET", url, headers=headers, decode_content=False)

    yield get
    server.shutdown()
    server.server_close()


@pytest.mark.parametrize("address", ["/", "/transcript", "/claims/0a.some.activity/sessions", "/verify/7XKDA"])
def test_every_page_is_the_one_document(served, address):
    answer = served(address)
    assert (answer.status, answer.headers["Content-Type"]) == (200, "text/html; charset=utf-8")
    assert b'src="/app/main.js"' in answer.data


def test_a_file_that_is_not_there_is_missed(served):
    assert served("/app/nothing.js").status == 404
    assert Portal(SETTINGS).file("/app/../../pyproject.toml") is None


def test_the_headers_are_those_of_the_template_with_the_places_of_this_machine(served):
    headers = served("/").headers
    policy = headers["Content-Security-Policy"]
    # Uploads go to two buckets, which have one address here.
    assert f"connect-src 'self' http://127.0.0.1:4567 {SETTINGS.endpoint_url} {SETTINGS.endpoint_url};" in policy
    assert "${" not in policy
    named = {
        one["Header"]
        for one in stores.properties("PortalHeaders")["ResponseHeadersPolicyConfig"]["CustomHeadersConfig"]["Items"]
    }
    assert named <= set(headers)
    assert headers["X-Content-Type-Options"] == "nosniff"
    assert headers["Cache-Control"] == "no-cache"


def test_texts_are_compressed_and_asked_for_once(served):
    plain, packed = served("/texts/en/staff.js"), served("/texts/en/staff.js", **{"Accept-Encoding": "gzip, br"})
    assert gzip.decompress(packed.data) == plain.data
    assert served("/texts/en/staff.js", **{"If-None-Match": packed.headers["ETag"]}).status == 304


def test_the_settings_hold_no_secret(served):
    settings = json.loads(served("/config.json").data)
    assert settings == {
        "sign_in_url": "http://127.0.0.1:4567",
        "region": "us-east-1",
        "user_pool_id": "pool",
        "user_pool_client_id": "client",
        "account_client_id": "own",
        "mail_code_client_id": "",
        "contact": "education@example.org",
    }


def test_publishing_puts_all_files_and_takes_out_what_is_gone(aws):
    s3 = boto3.client("s3")
    bucket = stores.make_bucket("PortalBucket")
    s3.put_object(Bucket=bucket, Key="app/old.js", Body=b"")
    outputs = {
        "UserPoolId": "pool",
        "UserPoolClientId": "client",
        "AccountClientId": "own",
        "ContactEmail": "education@example.org",
    }
    config = config_file(outputs, region="us-east-1", sign_in_url="https://cognito.test")
    files = [*portal_files(), config]
    assert publish(s3, bucket, files) == (len(files), 1)
    kept = {one["Key"] for one in s3.list_objects_v2(Bucket=bucket)["Contents"]}
    assert kept == {file.path for file in files}
    index = s3.head_object(Bucket=bucket, Key="index.html")
    assert (index["ContentType"], index["CacheControl"]) == ("text/html; charset=utf-8", "no-cache")


def test_the_document_comes_last(aws):
    order = []

    class Bucket:
        def put_object(self, **given):
            order.append(given["Key"])

        def get_paginator(self, _):
            class Pages:
                def paginate(self, **_):
                    return []

            return Pages()

    publish(Bucket(), "bucket", [PortalFile(path, "text/plain", b"") for path in ("index.html", "app/a.js", "z.svg")])
    assert order[-1] == "index.html"


# ---------------------------------------------------------------- the API at the portal's address
class Api(BaseHTTPRequestHandler):
    """An API that tells what it was asked."""

    protocol_version = "HTTP/1.1"

    def do_GET(self):
        body = self.rfile.read(int(self.headers.get("Content-Length", 0))).decode()
        told = {"method": self.command, "path": self.path, "body": body, "headers": dict(self.headers)}
        self.send_response(202)
        for name, value in {"Content-Type": "application/json", "ETag": '"3"'}.items():
            self.send_header(name, value)
        answer = json.dumps(told).encode()
        self.send_header("Content-Length", str(len(answer)))
        self.end_headers()
        if self.command != "HEAD":
            self.wfile.write(answer)

    do_HEAD = do_POST = do_PUT = do_PATCH = do_DELETE = do_GET  # noqa: N815

    def log_message(self, *_):
        pass


@contextmanager
def serving(kind):
    server = ThreadingHTTPServer(("127.0.0.1", 0), kind)
    threading.Thread(target=server.serve_forever, daemon=True).start()
    yield f"http://127.0.0.1:{server.server_address[1]}"
    server.shutdown()
    server.server_close()


@pytest.fixture
def ask():
    """Asks the portal's address, in front of an API that tells what reached it."""
    with serving(Api) as api, serving(handler(Portal(replace(SETTINGS, api_url=f"{api}/stage")))) as portal:
        http = urllib3.PoolManager(retries=False, timeout=5)
        yield lambda method, path, **given: http.request(method, portal + path, **given)


@pytest.mark.parametrize("method", ["GET", "POST", "PUT", "PATCH", "DELETE"])
def test_a_call_of_the_api_reaches_it_whole(ask, method):
    headers = {"Authorization": "Bearer x", "If-Match": '"2"', "Content-Type": "application/json"}
    answer = ask(method, "/v1/claims/a%2Fb?limit=2", headers=headers, body=b'{"a": 1}')
    told = answer.json()
    assert (told["method"], told["path"], told["body"]) == (method, "/stage/v1/claims/a%2Fb?limit=2", '{"a": 1}')
    assert headers.items() <= told["headers"].items()
    assert (answer.status, answer.headers["ETag"]) == (202, '"3"')


def test_a_question_without_an_answers_body_gets_none(ask):
    answer = ask("HEAD", "/v1/me")
    assert (answer.status, answer.data) == (202, b"")


def test_only_the_api_takes_anything_but_reading(ask):
    assert ask("POST", "/transcript", body=b"x").status == 403


def test_an_api_that_does_not_answer_is_a_bad_gateway():
    with serving(handler(Portal(replace(SETTINGS, api_url="http://127.0.0.1:9")))) as portal:
        assert urllib3.request("GET", f"{portal}/v1/me", retries=False).status == 502


def test_who_asks_too_much_is_refused_and_nobody_else(ask):
    flooding, other = {"X-Forwarded-For": "198.51.100.7"}, {"X-Forwarded-For": "198.51.100.8"}
    most = stores.template("limits.yaml")["Parameters"]["VerifyPerAddress"]["Default"]
    assert {ask("GET", "/v1/verify/A", headers=flooding).status for _ in range(most)} == {202}
    refused = ask("GET", "/v1/verify/A", headers=flooding)
    assert (refused.status, refused.headers["Retry-After"]) == (429, "300")
    assert refused.json()["code"] == "too_many_requests"
    assert ask("POST", "/v1/verify/A", headers=flooding, body=b"x").status == 429
    assert ask("GET", "/v1/activities", headers=flooding).status == 202
    assert ask("GET", "/v1/verify/A", headers=other).status == 202
