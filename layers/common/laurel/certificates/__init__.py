"""Certificates: content, number, printing, archive and corrections."""
