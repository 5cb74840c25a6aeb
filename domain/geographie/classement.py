"""The order of names in a list that a French reader looks through."""

import unicodedata


def alphabetique(nom: str) -> str:
    """A sort key blind to accents and case: Île-de-France stands between Hauts-de-France and
    Normandie, not after the Z where its code point would put it."""
    decompose = unicodedata.normalize("NFKD", nom.replace("œ", "oe").replace("Œ", "Oe"))
    return "".join(c for c in decompose if not unicodedata.combining(c)).casefold()
