"""Signatures of documents: what a signed PDF holds, the X.509 certificate, and the key in KMS that signs."""
