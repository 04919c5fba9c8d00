"""Claims: a learner claims credit for what they attended. The claim, its rules, its store and its use cases."""
