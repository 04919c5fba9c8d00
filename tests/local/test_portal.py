"""The portal's files, and how they are served here and put into the cloud."""

import gzip
import json
import threading
from http.server import ThreadingHTTPServer

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
    assert "connect-src 'self' http://127.0.0.1:4566 http://127.0.0.1:4567;" in policy
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
        "api_url": SETTINGS.api_url,
        "sign_in_url": "http://127.0.0.1:4567",
        "region": "us-east-1",
        "user_pool_id": "pool",
        "user_pool_client_id": "client",
        "contact": "education@example.org",
    }


def test_publishing_puts_all_files_and_takes_out_what_is_gone(aws):
    s3 = boto3.client("s3")
    bucket = stores.make_bucket("PortalBucket")
    s3.put_object(Bucket=bucket, Key="app/old.js", Body=b"")
    outputs = {"UserPoolId": "pool", "UserPoolClientId": "client", "ContactEmail": "education@example.org"}
    config = config_file(outputs, region="us-east-1", api_url="https://api.test", sign_in_url="https://cognito.test")
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
