"""E-mails to learners about their claims and certificates."""
