"""Results of evaluations: figures for each session, each speaker and the activity."""
