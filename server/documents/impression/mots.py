"""Facts as a French reader writes them."""

from collections.abc import Iterable
from datetime import date, datetime

from domain.dossiers.evenements import Evenement
from domain.formulaires.textes import texte_de_date
from domain.messagerie.models import RaisonCorrection
from exports.zones_en_mots import nombre as nombre  # its readers find it here with the others
from resolvers.fichiers import FichierRow

INSECABLE = "\u00a0"

E = Evenement
EVENEMENTS: dict[Evenement, str] = {
    E.accepte: "Accepté",
    E.accepte_automatiquement: "Accepté automatiquement",
    E.classe_sans_suite: "Classé sans suite",
    E.depose: "Déposé",
    E.depose_correction_instructeur: "Correction déposée par l’administration",
    E.depose_correction_usager: "Correction déposée par l’usager",
    E.passe_en_instruction: "Passé en instruction",
    E.passe_en_instruction_automatiquement: "Passé en instruction automatiquement",
    E.refuse: "Refusé",
    E.refuse_automatiquement: "Refusé automatiquement",
    E.repasse_en_construction: "Repassé en construction",
    E.repasse_en_instruction: "Repassé en instruction",
}

RAISONS: dict[str, str] = {
    RaisonCorrection.incomplete: "le dossier est incomplet",
    RaisonCorrection.incorrect: "le dossier contient des informations incorrectes",
    RaisonCorrection.outdated: "le dossier n’est plus à jour",
}


def oui_non(valeur: bool | None) -> str | None:
    return None if valeur is None else ("Oui" if valeur else "Non")


def jour(valeur: date | str | None) -> str | None:
    """A date; as it came when it is none: what a register said is not ours to correct."""
    if isinstance(valeur, date):
        return texte_de_date(valeur)
    try:
        return texte_de_date(date.fromisoformat(valeur)) if valeur else None
    except ValueError:
        return valeur


def instant(texte: str | None) -> str | None:
    """PostgreSQL's text, already in Paris' zone."""
    if texte is None:
        return None
    moment = datetime.fromisoformat(texte)
    return f"{texte_de_date(moment)} à {moment:%H:%M}"


UNITES = (("Go", 1_000_000_000), ("Mo", 1_000_000), ("Ko", 1_000))


def taille(octets: int) -> str:
    for unite, poids in UNITES:
        if octets >= poids:
            return f"{nombre(round(octets / poids, 1))}{INSECABLE}{unite}"
    return f"{octets}{INSECABLE}octet{'s' if octets > 1 else ''}"


def fichier(ligne: FichierRow) -> str:
    """Its name and its size; its bytes are not printed."""
    analyse = ", analyse antivirus en attente" if ligne.analyse == "pending" else ""
    return f"{ligne.nom} ({taille(ligne.taille)}{analyse})"


def liste(textes: Iterable[str]) -> str | None:
    """One a line; null when there is none."""
    return "\n".join(textes) or None
