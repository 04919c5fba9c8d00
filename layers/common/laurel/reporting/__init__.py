"""Reporting: intake of rosters and feeds, matching, the nightly run, and forwarding to ASCP."""
