"""Finding a dossier by its number or by words (rules 3.18): what is indexed, and when."""
