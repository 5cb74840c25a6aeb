"""From an attestation to the bytes of its PDF. Takes time and a core: never in an event loop."""

import json
from collections.abc import Sequence
from datetime import UTC
from importlib.resources import files
from pathlib import Path
from tempfile import TemporaryDirectory
from typing import Any

import typst

from domain.balises.document import Bloc, EnLigne, Liste, Paragraphe, Texte
from exports.attestation.contenu import Attestation, Image
from exports.pdf.composition import NORMES, ImpressionImpossible
from exports.pdf.polices import FAMILLES, LATINE, polices, repertoire
from exports.pdf.texte import Imprimeur

MODELE = (files("exports.attestation") / "attestation.typ").read_bytes()
SANS_TITRE = "Attestation"  # a document without a title is not accessible
EXTENSIONS = {"image/png": "png", "image/jpeg": "jpg"}


def composer(attestation: Attestation) -> bytes:
    """The same attestation gives the same bytes. Raises ImpressionImpossible: an image that is none,
    or a defect of typst or of our template."""
    try:
        return _compiler(attestation, Imprimeur(repertoire(FAMILLES)))
    except ImpressionImpossible:
        return _compiler(attestation, Imprimeur(repertoire((LATINE,))))


def _compiler(attestation: Attestation, imprimeur: Imprimeur) -> bytes:
    """Images are files for typst, so it is given a folder, in which it sees nothing else."""
    images = dict(_images(attestation))
    donnees = _donnees(attestation, images, imprimeur)
    compiler: Any = typst.compile  # its types want one kind of path for all
    try:
        with TemporaryDirectory(prefix="guichet-attestation-") as dossier:
            for nom, image in images.items():
                (Path(dossier) / nom).write_bytes(image.octets)
            octets: bytes = compiler(
                MODELE,
                root=dossier,
                font_paths=polices(),
                sys_inputs={"attestation": donnees},
                pdf_standards=NORMES,
                # Whole seconds: typst refuses less.
                timestamp=attestation.datee_le.astimezone(UTC).replace(microsecond=0),
            )
            return octets
    except (KeyboardInterrupt, SystemExit):
        raise
    except BaseException as error:  # a panic in Rust is no Exception: no net above would hold it
        raise ImpressionImpossible(str(error)) from error


def _images(attestation: Attestation) -> Sequence[tuple[str, Image]]:
    toutes = (("logo", attestation.logo), ("signature", attestation.signature))
    return [(f"{nom}.{EXTENSIONS[image.type_mime]}", image) for nom, image in toutes if image]


def _donnees(attestation: Attestation, images: dict[str, Image], imprimeur: Imprimeur) -> str:
    """What the template reads. Data go in as JSON, never as typst's markup."""
    dire = imprimeur.imprimable
    contenu: dict[str, Any] = {
        "titre": dire(attestation.titre).strip() or SANS_TITRE,
        "organisme": dire(attestation.organisme),
        "pied": dire(attestation.pied),
        "officielle": attestation.officielle,
        "libelle_logo": dire(attestation.libelle_logo),
        "libelle_direction": dire(attestation.libelle_direction),
        "blocs": _blocs(attestation.blocs, imprimeur, []),
        "images": {
            nom.partition(".")[0]: {"chemin": nom, "alt": dire(image.description)}
            for nom, image in images.items()
        },
        "polices": FAMILLES,
    }
    return json.dumps(contenu, ensure_ascii=False)


def _blocs(blocs: Sequence[Bloc], imprimeur: Imprimeur, ouverts: list[int]) -> list[dict[str, Any]]:
    return [_bloc(bloc, imprimeur, ouverts) for bloc in blocs]


def _bloc(bloc: Bloc, imprimeur: Imprimeur, ouverts: list[int]) -> dict[str, Any]:
    """Levels of titles that the author skipped are closed up, which PDF/UA asks."""
    match bloc:
        case Liste(elements, ordonnee):
            dits = [_blocs(element, imprimeur, ouverts) for element in elements]
            return {"genre": "liste", "ordonnee": ordonnee, "elements": dits}
        case Paragraphe(contenu, alignement, niveau):
            if niveau:
                ouverts[:] = [ouvert for ouvert in ouverts if ouvert < niveau] + [niveau]
            return {
                "genre": "titre" if niveau else "paragraphe",
                "niveau": len(ouverts) if niveau else 0,
                "alignement": alignement,
                "contenu": [_en_ligne(morceau, imprimeur) for morceau in contenu],
            }
    raise TypeError(bloc)


def _en_ligne(morceau: EnLigne, imprimeur: Imprimeur) -> dict[str, Any]:
    if not isinstance(morceau, Texte):
        raise TypeError("une balise n’a pas été remplacée")
    return {"texte": imprimeur.imprimable(morceau.texte), "styles": sorted(morceau.styles)}
