"""Gives an account of the user pool back to the owner of its former address."""

import secrets
from typing import TYPE_CHECKING

from laurel.account_changes.restore import Restored
from laurel.learners.user_pool import UserPool
from laurel.platform import aws
from laurel.platform.aws_errors import AwsRefused, aws_errors
from laurel.platform.callers import STAFF
from laurel.platform.log import logger

if TYPE_CHECKING:
    from mypy_boto3_cognito_idp import CognitoIdentityProviderClient


class PoolAccounts:
    """The accounts of the user pool with this ID."""

    def __init__(self, user_pool_id: str, client: "CognitoIdentityProviderClient | None" = None) -> None:
        self._id = user_pool_id
        self._given = client

    @property
    def _client(self) -> "CognitoIdentityProviderClient":
        return self._given or aws.user_pools()

    def restore(self, user_name: str, email: str) -> Restored:
        """Gives the account back to the owner of the mailbox `email`. Up to nine calls; may be repeated.

        Nobody knows its password after that, no session goes on, and the mailbox gets a code for a new password. The
        authenticator app may be another person's, so the account of a learner has none after that; the account of staff
        keeps it, because the mailbox alone must not open it. If another account has the address by now, this one is
        disabled; a sign-up that nobody confirmed is no such account, and is removed. Raises AwsError.
        """
        try:
            with aws_errors():
                outcome = self._restored(user_name, email)
                self._client.admin_user_global_sign_out(UserPoolId=self._id, Username=user_name)
                return outcome
        except AwsRefused as error:
            if error.code != "UserNotFoundException":
                raise
            return Restored.GONE

    def has_second_factor(self, user_name: str) -> bool:
        """Whether Cognito asks for the code of an authenticator app; False if there is no such account. One call."""
        return UserPool(self._id, self._given).has_second_factor(user_name)

    def _restored(self, user_name: str, email: str) -> Restored:
        password = secrets.token_urlsafe(32)
        self._client.admin_set_user_password(UserPoolId=self._id, Username=user_name, Password=password, Permanent=True)
        if not self._has_address_back(user_name, email) and not self._has_it_from_a_sign_up(user_name, email):
            self._client.admin_disable_user(UserPoolId=self._id, Username=user_name)
            return Restored.CLOSED
        groups = self._client.admin_list_groups_for_user(UserPoolId=self._id, Username=user_name)["Groups"]
        if STAFF not in {group["GroupName"] for group in groups}:
            self._client.admin_set_user_mfa_preference(
                UserPoolId=self._id,
                Username=user_name,
                SoftwareTokenMfaSettings={"Enabled": False, "PreferredMfa": False},
            )
        self._mail_code(user_name)
        return Restored.RESTORED

    def _has_address_back(self, user_name: str, email: str) -> bool:
        try:
            with aws_errors():
                self._client.admin_update_user_attributes(
                    UserPoolId=self._id,
                    Username=user_name,
                    UserAttributes=[{"Name": "email", "Value": email}, {"Name": "email_verified", "Value": "true"}],
                )
        except AwsRefused as error:
            if error.code != "AliasExistsException":
                raise
            return False
        return True

    def _has_it_from_a_sign_up(self, user_name: str, email: str) -> bool:
        """As `_has_address_back`, once what had the address was a sign-up without a code: anybody can make one."""
        return UserPool(self._id, self._given).remove_unconfirmed(email) and self._has_address_back(user_name, email)

    def _mail_code(self, user_name: str) -> None:
        """Has Cognito mail a code, which also makes void a code that another person asked for before."""
        try:
            with aws_errors():
                self._client.admin_reset_user_password(UserPoolId=self._id, Username=user_name)
        except AwsRefused as error:
            # The password is void anyway, and the owner can ask for a code on the portal.
            logger.warning("no code was mailed for a restored account", extra={"why": error.code})
