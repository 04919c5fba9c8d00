"""The routes of claim_api, one module per area.

They call use cases and translate their results; they contain no rules.
"""
