"""The transcript of everything: claims, credits from providers, and a learner's own statements apart."""
