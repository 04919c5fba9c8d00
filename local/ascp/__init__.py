"""The ASCP stand-in: a partner for local runs, the demo and the tests, over real HTTP.

It implements `docs/partners/ascp-intake-v1.openapi.yaml`, keeps every request it saw, and fails on demand.
From a shell: `python -m local.ascp --port 0 --state DIR`. In a test: `local.ascp.server.start()`.
`local.ascp.control` describes how to steer it.
"""
