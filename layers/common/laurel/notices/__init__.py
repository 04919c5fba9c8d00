"""Notices: the e-mails that learners get about their credits, and when."""
