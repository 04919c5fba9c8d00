"""ASCP, the one partner of today: its HTTP calls, its sign-in, its contract."""
