"""The ledger: every credit, its state and its timeline. It is the single source of truth."""
