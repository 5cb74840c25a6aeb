"""The value forms of `champs`, by type: from what the file says to what a row of `champs` holds."""
