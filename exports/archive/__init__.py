"""Zip archives written as streams: a dossier's documents, and the packages that spreadsheets are."""
