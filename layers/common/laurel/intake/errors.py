"""Errors that stop the work on a file and do not come from the file."""


class LeaseLost(Exception):
    """The run was too slow to renew its lease, so another may have started: this one must stop."""
