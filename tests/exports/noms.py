"""What every name that a zip gives must be, whatever it was made of."""

from unicodedata import category

from exports.archive.noms import OCTETS_MAX

RESERVES = {"CON", "PRN", "AUX", "NUL", *(f"{p}{n}" for p in ("COM", "LPT") for n in range(10))}


def verifier(nom: str) -> None:
    """One component of a path, that no system refuses or reads as something else."""
    assert 1 <= len(nom.encode()) <= OCTETS_MAX
    assert nom not in (".", "..")
    assert not set(nom) & set('/\\:*?"<>|')
    assert not {category(c) for c in nom} & {"Cc", "Cf", "Cs", "Zl", "Zp"}
    assert nom.partition(".")[0].strip().upper() not in RESERVES
    assert nom == nom.strip(" ").rstrip(".")
