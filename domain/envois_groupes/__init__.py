"""One message to all the drafts of a démarche (rules 4.16.1)."""
