"""Learners: profiles, e-mail addresses and who holds them, consent, licenses."""
