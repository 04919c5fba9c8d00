"""The portal in a real browser, against the whole local stack."""
