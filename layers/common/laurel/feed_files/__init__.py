"""The files of providers as staff see them: what became of each, and the undo of a file."""
