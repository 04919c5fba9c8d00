"""Claims of learners for what they attended: the claim, its rules, its store and its use cases."""
