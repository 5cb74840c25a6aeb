def litteral(texte: str) -> str:
    """`texte` as LIKE reads it literally: a wildcard that a person types is a character."""
    return texte.replace("\\", "\\\\").replace("%", "\\%").replace("_", "\\_")
