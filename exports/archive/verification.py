"""What is wrong with a template of zip, in words for whoever wrote it (rules 8.7.4 to 8.7.6)."""

from collections.abc import Iterator, Mapping, Sequence
from typing import Any

from domain.balises.syntaxe import mentions
from domain.formulaires.formulaire import Descripteur
from exports.archive.modele import NUMERO, inconnues
from exports.colonnes.offre import cle_de

NOM_MAX = 500  # characters of a name, its tags included
LIBELLE_MAX = 30
BALISE = f"--{NUMERO}--"


def par_defaut(champs: Sequence[Descripteur]) -> dict[str, Any]:
    """A new template: the PDF and the attestation, and no file until it is chosen."""
    return {
        "dossier": f"dossier-{BALISE}",
        "pdf": {"actif": True, "nom": f"export-{BALISE}"},
        "attestation": {"actif": True, "nom": f"attestation-{BALISE}"},
        "pieces": [
            {"champ": champ.stable_id, "actif": False, "nom": nom_de_piece(champ)}
            for champ in champs
        ],
        "messages": False,
        "avis": False,
        "justificatif": False,
    }


def nom_de_piece(champ: Descripteur) -> str:
    libelle = cle_de(champ.libelle).replace("_", "-")[:LIBELLE_MAX].strip("-")
    return f"{libelle or champ.stable_id}-{BALISE}"


def ecrire_contenu(voulu: Mapping[str, Any]) -> dict[str, Any]:
    """What a template’s row holds of what was asked."""
    return {
        "dossier": voulu["dossier"].strip(),
        "pdf": _nommage(voulu["pdf"]),
        "attestation": _nommage(voulu["attestation"]),
        "pieces": [{"champ": p["champ"], **_nommage(p)} for p in voulu.get("pieces") or ()],
        "messages": bool(voulu.get("messages")),
        "avis": bool(voulu.get("avis")),
        "justificatif": bool(voulu.get("justificatif")),
    }


def _nommage(voulu: Mapping[str, Any]) -> dict[str, Any]:
    return {"actif": bool(voulu["actif"]), "nom": voulu["nom"].strip()}


def erreurs(contenu: Mapping[str, Any], champs: Sequence[Descripteur]) -> Iterator[str]:
    """`champs` are those whose files may be chosen."""
    yield from _nom("Le nom du dossier", contenu["dossier"], d_un_fichier=False)
    if NUMERO not in {mention.cle for mention in mentions(contenu["dossier"])}:
        yield f"Le nom du dossier contient la balise {BALISE}"
    permis = {champ.stable_id: champ.libelle for champ in champs}
    nommages = [("de l’export PDF", contenu["pdf"]), ("de l’attestation", contenu["attestation"])]
    for piece in contenu["pieces"]:
        if piece["champ"] not in permis:
            yield f"Le champ {piece['champ']} n’a pas de fichier à exporter"
        else:
            nommages.append((f"de « {permis[piece['champ']]} »", piece))
    vus: set[str] = set()
    for quoi, nommage in nommages:
        if not nommage["actif"]:
            continue
        nom = nommage["nom"].strip()
        if not nom:
            yield f"Le nom {quoi} est vide"
        elif nom.casefold() in vus:
            yield f"Le nom {quoi} est déjà celui d’un autre fichier"
        vus.add(nom.casefold())
        yield from _nom(f"Le nom {quoi}", nom, d_un_fichier="champ" in nommage)


def _nom(quoi: str, nom: str, *, d_un_fichier: bool) -> Iterator[str]:
    if len(nom) > NOM_MAX:
        yield f"{quoi} dépasse {NOM_MAX} caractères"
    for balise in inconnues(nom, d_un_fichier=d_un_fichier):
        yield f"{quoi} contient une balise inconnue : --{balise}--"
