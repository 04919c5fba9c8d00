"""The nightly run: files, credits, continuation, lease, run report."""
