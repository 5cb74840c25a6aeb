"""Asking for an act on many dossiers, by either door, and what can be done of it afterwards (rules 5)."""

from collections.abc import Callable
from typing import Any

from sqlalchemy import select

from domain import identifiants
from domain.comptes.models import Instructeur
from domain.dossiers.models import Dossier
from domain.errors import DomainError
from domain.masse import creation, fin
from domain.masse.demande import Demande
from domain.masse.models import ActeDeMasse, ElementDeMasse, OperationDeMasse
from resolvers.bureau.demarche import demarche_du_bureau
from resolvers.bureau.tableau import lire, liste
from resolvers.mutations.acte import Acte, Entree
from resolvers.mutations.payload import Erreur, Payload
from resolvers.refus import Refus
from resolvers.request import Request

ECARTES = (
    "Dossiers qui ne se prêtent pas à cette action, ou qui attendent dans une autre : {nombre}"
)


class PasInstructeur(DomainError):
    code = "acces_refuse"

    def __init__(self) -> None:
        super().__init__("Seul un instructeur agit sur plusieurs dossiers à la fois")


class OperationIntrouvable(DomainError):
    """There is none, or it is not the caller's: the two are not told apart."""

    code = "not_found"

    def __init__(self) -> None:
        super().__init__("Cette action de masse n’existe pas")


class SelectionVide(DomainError):
    code = "selection_vide"

    def __init__(self) -> None:
        super().__init__("Indiquez des dossiers, ou la liste où les prendre")


class DemarcheIntrouvable(DomainError):
    """There is none, or its dossiers are not the caller's to instruct: the two are not told apart."""

    code = "not_found"

    def __init__(self) -> None:
        super().__init__("Cette démarche n’existe pas")


def creer(acte: Acte, entree: Entree) -> Payload:
    """By the name of the act; in one's own name, or that of the token's owner."""
    instructeur = acte.instructeur_du_porteur()
    if instructeur is None:
        raise PasInstructeur
    return _creer(acte, entree, ActeDeMasse(entree["acte"]), instructeur)


def sur_des_dossiers(nom: ActeDeMasse) -> Callable[[Acte, Entree], Payload]:
    def executer(acte: Acte, entree: Entree) -> Payload:
        return _creer(acte, entree, nom, acte.instructeur(entree))

    return executer


def annuler(acte: Acte, entree: Entree) -> Payload:
    operation = _operation(acte, entree)
    fin.annuler(acte.tx, operation, at=acte.at)
    return Payload(operation_id=operation.id)


def reprendre(acte: Acte, entree: Entree) -> Payload:
    operation = _operation(acte, entree)
    fin.reprendre(acte.tx, operation, at=acte.at)
    return Payload(operation_id=operation.id)


def marquer_vue(acte: Acte, entree: Entree) -> Payload:
    """The banner of its end was shown (rules 5.5.3): an operation that goes on is still to be shown."""
    operation = _operation(acte, entree)
    if operation.fini_le is None:
        raise fin.OperationEnCours
    operation.vu_le = operation.vu_le or acte.at
    return Payload(operation_id=operation.id)


def _creer(acte: Acte, entree: Entree, nom: ActeDeMasse, instructeur: Instructeur) -> Payload:
    piece = acte.fichier(entree, "justificatif") or acte.fichier(entree, "attachment")
    fait = creation.creer(
        acte.tx,
        nom,
        dossiers=_selection(entree),
        miens=acte.mes_dossiers(),
        demande=Demande(
            motivation=entree.get("motivation"),
            notifier=not entree.get("disable_notification"),
            emails=list(entree.get("emails") or ()),
            introduction=entree.get("introduction") or "",
            question=entree.get("question"),
            confidentiel=bool(entree.get("confidentiel")),
            corps=entree.get("body") or "",
            piece=piece,
        ),
        instructeur=instructeur,
        jeton_id=acte.porteur.jeton_id,
        at=acte.at,
    )
    remarque = [Erreur(ECARTES.format(nombre=fait.ecartes))] if fait.ecartes else None
    return Payload(operation_id=fait.operation.id, warnings=remarque)


async def lire_la_selection(request: Request, entree: Entree) -> Entree:
    """The first 500 dossiers of a list as it is filtered and sorted, in the place of their names
    (rules 5.3.1). Raises SelectionVide, DemarcheIntrouvable, and what is wrong with a filter."""
    if entree.get("dossier_ids"):
        return entree
    voulue = entree.get("liste")
    if voulue is None:
        raise SelectionVide
    demarche = await demarche_du_bureau(request, None, number=voulue["demarche_number"])
    if demarche is None:
        raise DemarcheIntrouvable
    choisie = await liste(
        request,
        demarche,
        onglet=voulue["onglet"],
        filtres=voulue.get("filtres"),
        tri=voulue.get("tri"),
        inclure_archives=voulue.get("inclure_archives"),
    )
    lignes = await lire(request, choisie, None, renverse=False, limite=creation.LIMITE)
    return {**entree, "numeros": [ligne.id for ligne in lignes]}


def _selection(entree: Entree) -> list[int]:
    if "numeros" in entree:
        return list(entree["numeros"])
    return [_numero(texte) for texte in entree["dossier_ids"]]


def _numero(texte: str) -> int:
    numero = identifiants.numero_de(texte, "Dossier")
    if numero is None:
        raise Refus(f'No object found for `dossierIds: "{texte}"`')
    return numero


def _operation(acte: Acte, entree: Entree) -> OperationDeMasse:
    """Locked. Whoever handles one of its dossiers may act on it, and whoever asked for it."""
    numero = identifiants.numero_de(entree["operation_id"], "OperationDeMasse")
    du_mien = (
        select(ElementDeMasse.dossier_id)
        .join(Dossier, Dossier.id == ElementDeMasse.dossier_id)
        .where(ElementDeMasse.operation_id == OperationDeMasse.id, acte.mes_dossiers())
    )
    moi: Any = acte.porteur.instructeur
    mienne = OperationDeMasse.instructeur_id == (moi.id if moi else None)
    operation = acte.tx.session.scalar(
        select(OperationDeMasse)
        .where(OperationDeMasse.id == numero, du_mien.exists() | mienne)
        .with_for_update()
    )
    if operation is None:
        raise OperationIntrouvable
    return operation
