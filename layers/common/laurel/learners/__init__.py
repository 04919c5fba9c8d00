"""Learners: who a learner is, and how an e-mail address is compared."""
