"""The routes of claim_api, one module a room. They call use cases and translate the answers: no rules here."""
