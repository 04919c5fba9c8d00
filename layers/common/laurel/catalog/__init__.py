"""The catalog: activities, their sessions, statements, disclosures, evaluation forms, badges and group IDs."""
