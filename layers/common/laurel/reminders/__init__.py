"""E-mails to learners before a cycle of their license or certification ends."""
