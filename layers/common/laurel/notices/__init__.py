"""Notices: what learners are told by mail, and when."""
