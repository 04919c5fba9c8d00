"""The settings of the account guard besides its tables for claims and credits."""

from collections.abc import Callable

from tests import stores


def guard_settings(setenv: Callable[[str, str], None], *, audit_table: bool = True) -> None:
    """Sets them; makes the audit table unless there is one. The stack sends no e-mail."""
    if audit_table:
        stores.make_table("AuditTable")
    settings = {
        "AUDIT_TABLE_NAME": "AuditTable",
        "SIGNING_SECRET_ID": "signing",
        "MAIL_CONFIGURATION_SET": "laurel-notices",
        "EXPORT_BUCKET_NAME": "exportbucket",
        "PORTAL_URL": "https://ce.example.org",
        "CONTACT_EMAIL": "help@example.org",
    }
    for name, value in settings.items():
        setenv(name, value)
