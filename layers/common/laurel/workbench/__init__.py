"""Where staff make activities: drafts, publishing, the archive, copies, earlier revisions, numbers."""
