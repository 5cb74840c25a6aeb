"""Tokens and their owners, as an operator names them: by e-mail, number, prefix."""

from collections.abc import Sequence
from uuid import UUID

from sqlalchemy import select
from sqlalchemy.orm import Session

from domain.comptes.models import Administrateur, Compte
from domain.comptes.roles import normaliser
from domain.demarches.models import DemarcheAdministrateur
from domain.jetons.models import Jeton
from server.refus import Refus


def administrateur_de(session: Session, email: str) -> Administrateur:
    """Raises Refus when nobody with this address is an administrateur."""
    trouve = session.scalar(
        select(Administrateur).join(Compte).where(Compte.email == normaliser(email))
    )
    if trouve is None:
        raise Refus(f"« {email} » n’est pas un administrateur.")
    return trouve


def verifier_demarches(
    session: Session, numeros: Sequence[int], proprietaire: Administrateur
) -> None:
    """Raises Refus for a démarche that is not his: the token would never read it."""
    siennes = set(
        session.scalars(
            select(DemarcheAdministrateur.demarche_id).where(
                DemarcheAdministrateur.administrateur_id == proprietaire.id
            )
        )
    )
    for numero in numeros:
        if numero not in siennes:
            raise Refus(f"La démarche {numero} n’est pas une démarche de cet administrateur.")


def tous(session: Session) -> Sequence[tuple[Jeton, str]]:
    lignes = session.execute(
        select(Jeton, Compte.email)
        .join(Administrateur, Administrateur.id == Jeton.administrateur_id)
        .join(Compte, Compte.id == Administrateur.compte_id)
        .order_by(Jeton.cree_le, Jeton.id)
    )
    return [(ligne[0], ligne[1]) for ligne in lignes]


def trouver(session: Session, nom: str) -> Jeton:
    """By identifier or by prefix. Raises Refus when it is nobody's, or several tokens'."""
    try:
        condition = Jeton.id == UUID(nom)
    except ValueError:
        condition = (Jeton.prefixe == nom) & Jeton.revoque_le.is_(None)
    trouves = session.scalars(select(Jeton).where(condition)).all()
    if not trouves:
        raise Refus(f"Aucun jeton valide ne s’appelle « {nom} ».")
    if len(trouves) > 1:
        raise Refus(f"Plusieurs jetons commencent par « {nom} » : donnez l’identifiant.")
    return trouves[0]
