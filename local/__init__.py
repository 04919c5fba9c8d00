"""The local stack: start, deploy, seed; the ASCP stand-in. Never packaged."""
