"""The routes of certificate_pdf. They call use cases and translate the answers: no rules here."""
