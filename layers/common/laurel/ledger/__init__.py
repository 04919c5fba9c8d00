"""The ledger: every credit, its state and its timeline. The only truth."""
