"""Open badges (Open Badges 3.0): their issuer, the key in KMS that signs them, and the lists that say which ended."""
