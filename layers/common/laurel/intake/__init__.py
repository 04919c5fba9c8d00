"""Files from providers: reading, validation, rejected rows, checkpoints."""
