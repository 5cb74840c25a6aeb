"""Whose account it is: by the number that the provider gave first, then by an address that is surely his.

An address alone, that the provider did not check, is shown to nobody’s advantage: a mail goes there, and
only who reads it may say that this is he (rules 11.5, ADR 0033).
"""

from datetime import datetime

from sqlalchemy import Select, exists, select
from sqlalchemy.dialects.postgresql import insert

from domain.comptes import adresses as ecriture
from domain.comptes.models import (
    Administrateur,
    Compte,
    IdentiteFranceConnect,
    Instructeur,
)
from domain.comptes.roles import FranceConnectInterdit
from domain.courriels import adresses
from domain.courriels.catalogue import Nom
from domain.courriels.plateforme import plateforme_de
from domain.courriels.poste import poster
from domain.errors import DomainError
from domain.identites.models import IdentiteProConnect
from domain.identites.personnes import Personne
from domain.sessions import confirmations
from domain.sessions.models import AConfirmer, Moyen
from domain.transactions import Transaction

CHEMIN = "rattachement"
NOMS = {Moyen.pro_connect: "ProConnect", Moyen.france_connect: "FranceConnect"}
TABLES: dict[Moyen, type[IdentiteProConnect] | type[IdentiteFranceConnect]] = {
    Moyen.pro_connect: IdentiteProConnect,
    Moyen.france_connect: IdentiteFranceConnect,
}


class SansAdresse(DomainError):
    code = "sans_adresse"

    def __init__(self, personne: Personne) -> None:
        super().__init__(
            f"{NOMS[personne.fournisseur]} ne nous a pas donné votre adresse électronique"
        )


def reconnaitre(tx: Transaction, personne: Personne, *, at: datetime) -> int | None:
    """The number of his account; None when a mail will tell. Raises FranceConnectInterdit, SansAdresse,
    AdresseInvalide."""
    connu = tx.session.scalars(_par_sujet(personne)).one_or_none()
    if connu is not None:
        _interdire(tx, personne, connu)
        _retenir(tx, personne)
        return connu
    if not personne.email:
        raise SansAdresse(personne)
    email = ecriture.adresse(personne.email)
    if personne.adresse_sure:
        return rattacher(tx, personne, email, at=at)
    _proposer(tx, personne, email, at=at)
    return None


def rattacher(tx: Transaction, personne: Personne, email: str, *, at: datetime) -> int:
    """To the account of this address, made if there is none. Two browsers at once make one of it."""
    creation = insert(Compte).values(email=email, cree_le=at)
    tx.session.execute(creation.on_conflict_do_nothing(index_elements=[Compte.email]))
    compte_id = tx.session.scalars(select(Compte.id).where(Compte.email == email)).one()
    _interdire(tx, personne, compte_id)
    table = TABLES[personne.fournisseur]
    lien = insert(table).values(compte_id=compte_id, sujet=personne.sujet)
    tx.session.execute(lien.on_conflict_do_nothing(index_elements=[table.sujet]))
    _retenir(tx, personne)
    adresses.verifier(tx, email=email, at=at)
    return tx.session.scalars(_par_sujet(personne)).one()


class AilleursQueDemande(DomainError):
    """Who reads the mail is not who came: one of the two would get into the account of the other."""

    code = "autre_navigateur"

    def __init__(self) -> None:
        super().__init__("Ouvrez ce lien dans le navigateur où vous vous êtes connecté")


def confirmer(tx: Transaction, secret: str, *, venu: str, at: datetime) -> str:
    """By who reads the mail and came here himself: `venu` is the number of whom this browser saw. Raises
    LienInconnu, AilleursQueDemande, FranceConnectInterdit."""
    confirmee = confirmations.utiliser(tx, secret, AConfirmer.rattachement, at=at)
    personne = Personne.de_json(confirmee.identite or {})
    if personne.sujet != venu:
        raise AilleursQueDemande
    rattacher(tx, personne, confirmee.email, at=at)
    return confirmee.email


def _proposer(tx: Transaction, personne: Personne, email: str, *, at: datetime) -> None:
    """The same whether this address has an account or not."""
    promise = confirmations.promettre(
        tx, AConfirmer.rattachement, email=email, identite=personne.en_json(), at=at
    )
    if promise is None:
        return
    numero, secret = promise
    plateforme = plateforme_de(tx)
    poster(
        tx, Nom.rattachement, a=[email], evenement=f"adresse-{numero}",
        mots={"fournisseur": NOMS[personne.fournisseur]},
        lien=f"{plateforme.url}/{CHEMIN}/{secret}", plateforme=plateforme, at=at,
    )  # fmt: skip


def _par_sujet(personne: Personne) -> Select[int]:
    table = TABLES[personne.fournisseur]
    return select(table.compte_id).where(table.sujet == personne.sujet)


def _interdire(tx: Transaction, personne: Personne, compte_id: int) -> None:
    """rules 0.1.2"""
    if personne.fournisseur is not Moyen.france_connect:
        return
    profils = [
        exists().where(profil.compte_id == compte_id) for profil in (Instructeur, Administrateur)
    ]
    if any(tx.session.execute(select(*profils)).one()):
        raise FranceConnectInterdit


def _retenir(tx: Transaction, personne: Personne) -> None:
    """What FranceConnect says of him now; ProConnect’s is not kept."""
    identite = tx.session.scalars(
        select(IdentiteFranceConnect).where(IdentiteFranceConnect.sujet == personne.sujet)
    ).one_or_none()
    if identite is not None and personne.fournisseur is Moyen.france_connect:
        identite.genre, identite.nom = personne.genre, personne.nom
        identite.prenoms, identite.date_naissance = personne.prenoms, personne.date_naissance
