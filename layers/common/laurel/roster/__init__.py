"""Members of ASCLS: the roster in force, what changed, and matching credits to members."""
