"""The clients of AWS: where links of S3 lead, and how long a call waits for an answer that does not come."""

import json
import os
import socket
import subprocess
import sys
from pathlib import Path
from threading import Thread

import pytest

LINK = """from laurel.platform.aws import s3
print(s3().generate_presigned_url("get_object", Params={"Bucket": "b-1", "Key": "k"}))"""
ASK = "from laurel.platform.aws import dynamodb; dynamodb().describe_endpoints()"
LAYER = str(Path(__file__).resolve().parents[3] / "layers/common")


def run(code: str, **variables: str) -> subprocess.CompletedProcess[str]:
    """Run `code` in a process with these variables: clients are made once in each process."""
    given = {"PATH": os.environ["PATH"], "PYTHONPATH": LAYER, "AWS_ACCESS_KEY_ID": "a", "AWS_SECRET_ACCESS_KEY": "b"}
    return subprocess.run(
        [sys.executable, "-c", code], env=given | variables, capture_output=True, text=True, check=False
    )


@pytest.mark.slow
@pytest.mark.parametrize("region", ["us-east-1", "us-east-2", "us-west-2", "ca-central-1"])
def test_a_link_to_a_file_leads_to_the_buckets_own_region(region: str) -> None:
    assert run(LINK, AWS_DEFAULT_REGION=region).stdout.startswith(f"https://b-1.s3.{region}.amazonaws.com/k?")


@pytest.mark.slow
def test_a_link_to_the_local_stack_names_the_bucket_in_its_path() -> None:
    given = {"AWS_DEFAULT_REGION": "us-east-1", "AWS_ENDPOINT_URL": "http://127.0.0.1:4566"}
    assert run(LINK, **given).stdout.startswith("http://127.0.0.1:4566/b-1/k?")


@pytest.mark.slow
def test_a_call_that_is_not_answered_is_tried_as_often_as_the_function_may() -> None:
    calls: list[socket.socket] = []
    with socket.create_server(("127.0.0.1", 0)) as server:

        def take() -> None:
            while True:
                try:
                    calls.append(server.accept()[0])
                except OSError:
                    return

        Thread(target=take, daemon=True).start()
        address = f"http://127.0.0.1:{server.getsockname()[1]}"
        given = {"AWS_READ_SECONDS": "0.1", "AWS_MAX_ATTEMPTS": "2", "AWS_DEFAULT_REGION": "us-east-1"}
        ended = run(ASK, AWS_ENDPOINT_URL=address, **given)
        assert "ReadTimeoutError" in ended.stderr
        assert len(calls) == 2
    for one in calls:
        one.close()


@pytest.mark.slow
def test_a_local_stack_that_is_not_there_is_said_in_one_sentence() -> None:
    with socket.socket() as free:
        free.bind(("127.0.0.1", 0))
        nowhere = f"http://127.0.0.1:{free.getsockname()[1]}"
        given = {"AWS_DEFAULT_REGION": "us-east-1", "AWS_MAX_ATTEMPTS": "1"}
        done = run(ASK, AWS_ENDPOINT_URL=nowhere, **given)
    lines = [json.loads(line) for line in done.stdout.splitlines()]
    said = f"Nothing answers at {nowhere}. Is the local stack up? `make up` starts it."
    assert [line["message"] for line in lines] == [said]
