"""A certificate by e-mail: its learner asks for it, and gets the document at the address of their account."""
