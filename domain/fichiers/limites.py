"""How big a file may be, by what will hold it (rules 10.1). Sizes are in bytes, and not reached."""

from enum import StrEnum

from domain.fichiers.refus import FichierTropGros, TypeRefuse
from domain.fichiers.types_mime import TYPES_COURANTS, essence

MO = 1024**2


class Place(StrEnum):
    """What a file is attached to."""

    champ = "champ"
    titre_identite = "titre_identite"
    message = "message"
    avis = "avis"
    justificatif = "justificatif"
    modele = "modele"
    explication = "explication"
    notice = "notice"
    deliberation = "deliberation"
    logo = "logo"
    image_attestation = "image_attestation"
    tampon = "tampon"
    referentiel = "referentiel"


LIMITES: dict[Place, int] = {
    Place.champ: 200 * MO,
    Place.titre_identite: 20 * MO,
    Place.message: 20 * MO,
    Place.avis: 20 * MO,
    Place.justificatif: 20 * MO,
    Place.modele: 200 * MO,
    Place.explication: 20 * MO,
    Place.notice: 20 * MO,
    Place.deliberation: 20 * MO,
    Place.logo: 5 * MO,
    Place.image_attestation: 1 * MO,
    Place.tampon: 1 * MO,
    Place.referentiel: 1 * MO,
}

IMAGES = frozenset({"image/jpeg", "image/png"})

# The places that take some types only. Those of a champ are its own (`familles`, rules 2.4.29).
TYPES: dict[Place, frozenset[str]] = {
    Place.titre_identite: IMAGES,
    Place.justificatif: TYPES_COURANTS,
    Place.logo: IMAGES,
    Place.image_attestation: IMAGES,
    Place.tampon: IMAGES,
    Place.referentiel: frozenset({"text/csv", "text/plain", "application/vnd.ms-excel"}),
}

# An announcement does not say what will hold the file: the largest place decides.
LIMITE_D_UNE_ANNONCE = max(LIMITES.values())


def verifier(place: Place, *, taille: int, type_mime: str) -> None:
    """Raises FichierTropGros, TypeRefuse."""
    if taille >= LIMITES[place]:
        raise FichierTropGros(LIMITES[place])
    types = TYPES.get(place)
    if types is not None and essence(type_mime) not in types:
        raise TypeRefuse(type_mime)
