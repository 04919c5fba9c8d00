"""The catalogue: activities, their sessions, statements, disclosures, evaluation forms, badges and group IDs."""
