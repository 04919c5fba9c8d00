"""What the account must have before a stack for real use is deployed."""

import pytest
from botocore.exceptions import ClientError

from local.readiness import unready
from local.settings import Settings

ARN = "arn:aws:acm:us-east-1:111122223333:certificate/1"
GIVEN = {
    "PortalOrigin": "https://ce.lab.test",
    "PortalCertificateArn": ARN,
    "MailIdentity": "lab.test",
    "ReserveConcurrency": "yes",
}
GOOD = {
    "describe_certificate": {"Certificate": {"Status": "ISSUED", "DomainName": "ce.lab.test"}},
    "get_email_identity": {
        "VerifiedForSendingStatus": True,
        "MailFromAttributes": {"MailFromDomainStatus": "SUCCESS"},
    },
    "get_account": {"ProductionAccessEnabled": True},
    "get_account_settings": {"AccountLimit": {"ConcurrentExecutions": 109}},
}


class Client:
    def __init__(self, answers):
        self.answers = answers

    def __getattr__(self, name):
        def call(**_):
            answer = self.answers[name]
            if isinstance(answer, str):
                raise ClientError({"Error": {"Code": answer, "Message": "m"}}, name)
            return answer

        return call


def lacking(answers=(), **parameters):
    settings = Settings("prod", "laurel-prod", "us-east-1", {**GIVEN, **parameters})
    return unready(settings, lambda *_, **__: Client({**GOOD, **dict(answers)}))


def test_an_account_with_everything_lacks_nothing():
    assert lacking() == []
    wild = {"Certificate": {"Status": "ISSUED", "DomainName": "lab.test", "SubjectAlternativeNames": ["*.lab.test"]}}
    assert lacking({"describe_certificate": wild}) == []


def test_what_is_not_set_is_not_asked_for():
    assert lacking(dict.fromkeys(GOOD, "AccessDenied"), **dict.fromkeys(GIVEN.keys() - {"PortalOrigin"}, "")) == []


@pytest.mark.parametrize(
    ("call", "answer", "said"),
    [
        ("describe_certificate", "ResourceNotFoundException", "The certificate of PortalCertificateArn is not there"),
        (
            "describe_certificate",
            {"Certificate": {"Status": "PENDING_VALIDATION", "DomainName": "ce.lab.test"}},
            "its status is PENDING_VALIDATION. Put its CNAME",
        ),
        (
            "describe_certificate",
            {"Certificate": {"Status": "ISSUED", "DomainName": "other.test"}},
            "not for ce.lab.test, but for other.test",
        ),
        ("get_email_identity", "NotFoundException", "SES does not know the identity lab.test"),
        (
            "get_email_identity",
            {"VerifiedForSendingStatus": False, "MailFromAttributes": {"MailFromDomainStatus": "SUCCESS"}},
            "has not verified lab.test yet",
        ),
        ("get_email_identity", {"VerifiedForSendingStatus": True}, "has no MAIL FROM domain of its own"),
        ("get_account", {"ProductionAccessEnabled": False}, "SES is in its sandbox"),
        ("get_account_settings", {"AccountLimit": {"ConcurrentExecutions": 100}}, "needs an account with 109"),
        ("get_account", "AccessDeniedException", "could not be looked up: An error occurred (AccessDeniedException)"),
    ],
)
def test_what_is_missing_is_said_in_one_line(call, answer, said):
    (line,) = lacking({call: answer})
    assert said in line


def test_a_certificate_of_another_region_is_refused_without_a_call():
    arn = ARN.replace("us-east-1", "us-west-2")
    (line,) = lacking({"describe_certificate": "AccessDenied"}, PortalCertificateArn=arn)
    assert "not of the region us-east-1" in line


def test_all_is_said_at_once():
    answers = {"describe_certificate": "ResourceNotFoundException", "get_account": {}, "get_email_identity": {}}
    assert len(lacking(answers)) == 4
