"""Cold start of claim_api next to a bare boto3 handler and to FastAPI with Mangum, in one run. Prints a table.

Run with `make bench`, or with `python -m benchmarks.cold_start_api [starts]`. Each reads one item or page of a table on
MiniStack per request. "First answer" is what a caller waits for when no instance is warm: the process starts, Python
imports, a client is made, the table answers. The functions take turns, so that all of them meet the same machine.
"""

import json
import statistics
import sys
import tempfile
from pathlib import Path

from benchmarks._emulator import RUNTIME, compile_all, libraries, started, timed, variables_of
from local import ministack
from local.build import alone, build, this_machine
from local.deploy import client
from local.places import BUILD, CREDENTIALS, REGION, ROOT
from local.processes import Register
from tests import stores

BARE = """
import boto3, json, os
table = boto3.client("dynamodb")
def handler(event, context):
    found = table.get_item(TableName=os.environ["CLAIMS_TABLE_NAME"], Key={"pk": {"S": "a"}, "sk": {"S": "b"}})
    return {"statusCode": 200, "body": json.dumps({"found": "Item" in found})}
"""
FASTAPI = """
import boto3, os
from fastapi import FastAPI
from mangum import Mangum
from pydantic import BaseModel
table = boto3.client("dynamodb")
api = FastAPI()
class Found(BaseModel):
    found: bool
@api.get("/v1/activities")
def activities(open: bool = False, limit: int = 20) -> Found:
    found = table.get_item(TableName=os.environ["CLAIMS_TABLE_NAME"], Key={"pk": {"S": "a"}, "sk": {"S": "b"}})
    return Found(found="Item" in found)
handler = Mangum(api, lifespan="off")
"""


def main() -> None:
    """Measure and print."""
    starts = int(sys.argv[1]) if len(sys.argv) > 1 else 15
    event = json.loads((ROOT / "events" / "claim_api.json").read_text(encoding="utf-8"))
    with tempfile.TemporaryDirectory() as scratch, alone():
        folder = Path(scratch)
        build(this_machine(), folder / "build.log")
        register = Register(folder / "aws")
        try:
            variables = _variables(ministack.start(folder / "aws", register))
            paths = _paths(folder)
            firsts: dict[str, list[float]] = {name: [] for name in paths}
            warm: dict[str, list[float]] = {name: [] for name in paths}
            for _ in range(starts):
                for name, path in paths.items():
                    with started(path, variables) as url:
                        milliseconds, answer = timed(url, event)
                        if answer and answer["statusCode"] != 200:
                            raise SystemExit(f"{name} answers {answer}")
                        firsts[name].append(milliseconds)
                        warm[name] += [timed(url, event)[0] for _ in range(5)]
        finally:
            register.end_all()
    print(f"{'':<34}{'first answer':>14}{'slowest':>10}{'warm':>8}   ms, median of {starts} starts")
    for name in paths:
        row = (statistics.median(firsts[name]), max(firsts[name]), statistics.median(warm[name]))
        print(f"{name:<34}{row[0]:>14.0f}{row[1]:>10.0f}{row[2]:>8.1f}")


def _variables(endpoint_url: str) -> dict[str, str]:
    """The environment of the function as the template has it, with empty tables."""
    given = variables_of("ClaimApi")
    keys = ("AttributeDefinitions", "KeySchema", "GlobalSecondaryIndexes", "BillingMode")
    for name in {one for one in given.values() if one.endswith("Table")}:
        wanted = stores.properties(name)
        client(endpoint_url, "dynamodb").create_table(TableName=name, **{key: wanted[key] for key in keys})
    return {
        **given,
        **CREDENTIALS,
        "AWS_ENDPOINT_URL": endpoint_url,
        "AWS_DEFAULT_REGION": REGION,
        "POWERTOOLS_METRICS_NAMESPACE": "Laurel",
    }


def _paths(folder: Path) -> dict[str, list[Path]]:
    """Where each function and its libraries are, all of them compiled."""
    runtime = libraries(folder / "runtime", RUNTIME)
    others = libraries(folder / "fastapi-libraries", ["fastapi", "mangum"])
    for name, code in (("bare", BARE), ("fastapi", FASTAPI), ("nothing", "def handler(e, c): return {}")):
        (folder / name).mkdir()
        (folder / name / "app.py").write_text(code, encoding="utf-8")
        compile_all(folder / name)
    return {
        "nothing at all": [folder / "nothing", runtime],
        "bare boto3, one call": [folder / "bare", runtime],
        "claim_api, GET /v1/activities": [BUILD / "ClaimApi", BUILD / "CommonLayer" / "python", runtime],
        "FastAPI + Mangum + boto3, one route": [folder / "fastapi", others, runtime],
    }


if __name__ == "__main__":
    main()
