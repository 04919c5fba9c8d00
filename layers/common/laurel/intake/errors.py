"""Errors that end the work on a file from outside."""


class LeaseLost(Exception):
    """The run was too slow to renew its lease, so another may have started: this one must stop."""
