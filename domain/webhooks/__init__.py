"""Who is told, by a call, that a dossier has changed state (rules 1.17.6, reliability 2.4)."""
