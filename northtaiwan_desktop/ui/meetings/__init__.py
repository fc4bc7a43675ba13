"""會議: the list of meetings, and their minutes."""
