"""The ASCP stand-in: a partner for local runs, the demo and the tests, over real HTTP.

It implements `docs/partners/ascp-intake-v1.openapi.yaml`, keeps every request it saw, and can be told to fail.
From a shell: `python -m local.ascp --port 0 --state DIR`. In a test: `local.ascp.server.start()`.
How to steer it is told in `local.ascp.control`.
"""
