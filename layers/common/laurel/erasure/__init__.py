"""The end of an account: its effect, shown before, and its steps."""
