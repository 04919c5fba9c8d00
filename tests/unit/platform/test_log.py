"""What the libraries would tell is kept out of the log, however much the log is asked to tell."""

import logging

import boto3

import laurel.platform.log  # noqa: F401  # quiets the libraries
from laurel.delivery.ascp.sign_in import read_secret
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
