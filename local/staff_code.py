"""`make code`: the code of the authenticator app with which staff log in at the stack of `make up`."""

import sys

from local.authenticator import code_of
from local.places import local_folder
from local.stack import LocalStack
from local.troubles import told


def main() -> None:
    """Print the code of each user who has an authenticator app."""
    for user in LocalStack.kept(local_folder()).users:
        if user.authenticator:
            print(f"{user.email}  {code_of(user.authenticator)}")


if __name__ == "__main__":
    sys.exit(told(main))
