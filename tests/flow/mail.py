"""The mail that the deployed stack sent, as MiniStack keeps it."""

import re
from dataclasses import dataclass

import urllib3

_HTTP = urllib3.PoolManager(timeout=30)


@dataclass(frozen=True)
class Mail:
    """A mail that went through SES."""

    to: str
    subject: str
    text: str
    html: str

    @property
    def stop_link(self):
        (link,) = re.findall(r"https?://\S+/v1/notices/stop\?token=\S+", self.text)
        return link

    @property
    def change_links(self):
        """The tokens of the links in an e-mail about a change of an account, by what they are for."""
        undo, confirm = re.findall(r"https?://\S+/account-change\?token=(\S+)", self.text)
        return {"undo": undo, "confirm": confirm}


def mails(stack, to):
    """The mails to this address, the oldest first."""
    answer = _HTTP.request("GET", f"{stack.endpoint_url}/_ministack/ses/messages").json()
    sent = [one for messages in answer["messages"].values() for one in messages]
    return [Mail(to, one["Subject"], one["BodyText"], one["BodyHtml"]) for one in sent if one["To"] == [to]]
