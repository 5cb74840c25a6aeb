"""The printed dossier of an expert: no annotation, his view of the avis, the messagerie where he has it."""

from collections.abc import Iterator
from datetime import datetime
from typing import Any, cast

from domain.dossiers.states import TERMINE, State
from exports.pdf.contenu import Bloc, Imprime, Partie, Tableau, Texte, Titre
from resolvers import usagers
from resolvers.bureau.autres_avis import AvisVuRow, de_la_demande, de_la_reponse
from server.documents.expert.lecture import Lu
from server.documents.impression import echanges, formulaire, identite, mots
from server.documents.impression.dossier import a_paris

FAITS = ("Information", "Valeur")
NON_RENDU = "Non rendu"


def composer(lu: Lu, *, edite_le: datetime) -> Imprime:
    etat = State(lu.dossier.state).label
    return Imprime(
        titre=f"Dossier n° {lu.dossier.id} – {lu.mien.demarche_libelle}",
        demarche=lu.mien.demarche_libelle,
        numero_demarche=lu.mien.demarche_id,
        numero=lu.dossier.id,
        etat=etat[:1].upper() + etat[1:],
        organisme="",
        edite_le=a_paris(edite_le),
        faits=Tableau(FAITS, [(nom, valeur) for nom, valeur in _faits(lu) if valeur]),
        parties=list(_parties(lu)),
    )


def _faits(lu: Lu) -> Iterator[tuple[str, str | None]]:
    d = lu.dossier
    yield "Déposé le", mots.instant(d.depose_le)
    yield "Passé en instruction le", mots.instant(d.en_instruction_le)
    yield "Décision le", mots.instant(d.traite_le) if d.state in TERMINE else None
    yield "Usager", usagers.usager(d).email


def _parties(lu: Lu) -> Iterator[Partie]:
    comme_imprime = cast(Any, lu)
    yield Partie("Demandeur", [identite.identite(comme_imprime)])
    if lu.dossier.motivation:
        yield Partie("Décision", [Tableau(FAITS, [("Motivation", lu.dossier.motivation)])])
    champs = formulaire.blocs(comme_imprime, lu.feuille.formulaire.champs)
    yield Partie("Formulaire", champs or [Texte("Ce formulaire n’a pas de question.")])
    yield Partie("Avis", [bloc for avis in lu.avis for bloc in _avis(avis, lu)])
    if lu.messages is not None:
        yield Partie("Messagerie", echanges.messagerie(comme_imprime))


def _avis(avis: AvisVuRow, lu: Lu) -> Iterator[Bloc]:
    marque = " (confidentiel)" if avis.confidentiel else ""
    yield Titre(f"Avis de {avis.expert}{marque}", 1)
    faits: list[tuple[str, str | None]] = [
        ("Demandé par", avis.demandeur),
        ("Demandé le", mots.instant(avis.cree_le)),
        ("Demande", avis.introduction or None),
    ]
    if avis.question:
        faits.append(("Question", avis.question))
        faits.append(("Réponse à la question", mots.oui_non(avis.question_reponse)))
    faits.append(("Avis rendu", avis.reponse or NON_RENDU))
    if avis.repondu_le:
        faits.append(("Rendu le", mots.instant(avis.repondu_le)))
    if avis.revoque_le:
        faits.append(("Révoqué le", mots.instant(avis.revoque_le)))
    joints = [*de_la_demande(avis, lu.fichiers), *de_la_reponse(avis, lu.fichiers)]
    if joints:
        faits.append(("Pièces jointes", mots.liste(map(mots.fichier, joints))))
    yield Tableau(FAITS, faits)
