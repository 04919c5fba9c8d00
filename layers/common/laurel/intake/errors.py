"""What ends the work on a file from outside."""


class LeaseLost(Exception):
    """The run was too slow to renew its lease and another may have begun: it must stop."""
