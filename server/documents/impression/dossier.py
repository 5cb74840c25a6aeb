"""The printed dossier, part by part."""

from collections.abc import Iterator
from datetime import datetime
from zoneinfo import ZoneInfo

from domain.dossiers.states import State
from exports.pdf.contenu import Imprime, Partie, Texte
from server.documents.impression import echanges, formulaire, identite, suivi
from server.documents.impression.lecture import DossierLu

PARIS = ZoneInfo("Europe/Paris")


def imprime(lu: DossierLu, *, edite_le: datetime) -> Imprime:
    return Imprime(
        titre=f"Dossier n° {lu.dossier.id} – {lu.demarche.libelle}",
        demarche=lu.demarche.libelle,
        numero_demarche=lu.demarche.id,
        numero=lu.dossier.id,
        etat=_majuscule(State(lu.dossier.state).label),
        organisme=_organisme(lu),
        edite_le=a_paris(edite_le),
        faits=suivi.faits(lu),
        parties=list(_parties(lu)),
    )


def _parties(lu: DossierLu) -> Iterator[Partie]:
    descripteurs = lu.feuille.formulaire
    yield Partie("Demandeur", [identite.identite(lu)])
    decision = suivi.decision(lu)
    if decision is not None:
        yield Partie("Décision", [decision])
    champs = formulaire.blocs(lu, descripteurs.champs)
    yield Partie("Formulaire", champs or [Texte("Ce formulaire n’a pas de question.")])
    if descripteurs.annotations:
        yield Partie("Annotations privées", formulaire.blocs(lu, descripteurs.annotations))
    yield Partie("Avis", echanges.avis(lu))
    yield Partie("Messagerie", echanges.messagerie(lu))
    yield Partie("Historique", [suivi.historique(lu)])


def _organisme(lu: DossierLu) -> str:
    return f"{lu.service.organisme} – {lu.service.nom}" if lu.service else ""


def _majuscule(mot: str) -> str:
    return mot[:1].upper() + mot[1:]


def a_paris(moment: datetime) -> datetime:
    """To the second, at a fixed offset, which is how a PDF writes its date."""
    local = moment.astimezone(PARIS).replace(microsecond=0)
    return datetime.fromisoformat(local.isoformat())
