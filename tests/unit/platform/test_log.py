"""What the libraries would tell is kept out of the log, however much the log is asked to tell."""

import io
import json
import logging
import re

import boto3

from laurel.delivery.ascp.sign_in import read_secret
from laurel.platform.log import logger
from laurel.platform.table import Table
from tests.stores import make_table


def test_no_request_and_no_answer_is_logged_even_at_debug(aws, caplog):
    """Lambda sets the level of the root logger, and with it that of every library, by the template's LogLevel."""
    boto3.client("secretsmanager").create_secret(
        Name="ascp", SecretString='{"client_id": "laurel", "client_secret": "hush"}'
    )
    caplog.set_level(logging.DEBUG)
    read_secret("ascp")
    Table(make_table("LedgerTable")).put_many([{"pk": "p", "sk": "s", "email": "ana@example.org"}])
    assert "hush" not in caplog.text
    assert "example.org" not in caplog.text


def test_a_line_has_its_level_and_a_time_that_lambda_reads(monkeypatch):
    lines = io.StringIO()
    monkeypatch.setattr(logger.registered_handler, "stream", lines)
    logger.warning("a file was put off")
    line = json.loads(lines.getvalue())
    assert (line["level"], line["message"]) == ("WARNING", "a file was put off")
    assert re.fullmatch(r"\d{4}-\d\d-\d\dT\d\d:\d\d:\d\d\.\d{3}(Z|[+-]\d\d:\d\d)", line["timestamp"])
