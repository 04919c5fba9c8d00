"""Laurel: continuing-education credit, from the provider past the ASCLS roster to ASCP."""
