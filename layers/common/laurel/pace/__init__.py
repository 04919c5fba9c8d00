"""What a provider hands to ASCLS P.A.C.E.: lists of participants, and the quarterly activity report."""
