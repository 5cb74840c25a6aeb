"""What people wrote about the dossier: avis asked of experts, and the whole messagerie."""

from collections.abc import Iterator

from exports.pdf.contenu import Bloc, Message, Tableau, Texte, Titre
from resolvers import avis as ligne_avis
from resolvers import messages as ligne_messages
from resolvers.avis import AvisRow
from resolvers.messages import MessageRow
from server.documents.impression import mots
from server.documents.impression.lecture import DossierLu

FAITS = ("Information", "Valeur")
EN_ATTENTE = "En attente"


def avis(lu: DossierLu) -> list[Bloc]:
    if not lu.avis:
        return [Texte("Aucun avis n’a été demandé.")]
    return [bloc for ligne in lu.avis for bloc in _avis(ligne, lu)]


def _avis(ligne: AvisRow, lu: DossierLu) -> Iterator[Bloc]:
    """The confidential ones too: the administration reads them, and must know that they are."""
    marque = " (confidentiel)" if ligne.confidentiel else ""
    yield Titre(f"Avis de {ligne.expert.email}{marque}", 1)
    faits: list[tuple[str, str | None]] = [
        ("Demandé par", ligne.demandeur.email),
        ("Demandé le", mots.instant(ligne.cree_le)),
        ("Demande", ligne.introduction or None),
    ]
    if ligne.question:
        faits.append(("Question", ligne.question))
        faits.append(("Réponse à la question", mots.oui_non(ligne.question_reponse)))
    faits.append(("Avis rendu", ligne.reponse or EN_ATTENTE))
    if ligne.repondu_le:
        faits.append(("Rendu le", mots.instant(ligne.repondu_le)))
    if ligne.revoque_le:
        faits.append(("Révoqué le", mots.instant(ligne.revoque_le)))
    pieces = mots.liste(map(mots.fichier, ligne_avis.pieces(ligne, lu.fichiers)))
    if pieces:
        faits.append(("Pièces jointes", pieces))
    yield Tableau(FAITS, faits)


def messagerie(lu: DossierLu) -> list[Bloc]:
    if not lu.messages:
        return [Texte("Aucun message n’a été échangé.")]
    return [_message(ligne, lu) for ligne in lu.messages]


def _message(ligne: MessageRow, lu: DossierLu) -> Message:
    return Message(
        auteur=ligne.email,
        date=mots.instant(ligne.cree_le) or "",
        corps=None if ligne.supprime_le else ligne.corps,
        mentions=list(_mentions(ligne)),
        pieces=[mots.fichier(piece) for piece in ligne_messages.pieces(ligne, lu.fichiers)],
    )


def _mentions(ligne: MessageRow) -> Iterator[str]:
    if ligne.supprime_le:
        yield f"Supprimé le {mots.instant(ligne.supprime_le)}"
    if ligne.raison:
        issue = f"faite le {mots.instant(ligne.resolue_le)}" if ligne.resolue_le else "attendue"
        yield f"Correction demandée, {issue} : {mots.RAISONS[ligne.raison]}"
