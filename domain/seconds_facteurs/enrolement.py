"""A second factor begins when its owner has shown a code of it, and ends when he shows one more."""

from collections.abc import Callable
from datetime import datetime

from sqlalchemy import delete, select

from domain.comptes.models import Compte
from domain.seconds_facteurs import annonces, codes
from domain.seconds_facteurs.models import CodeDeSecours, SecondFacteur
from domain.seconds_facteurs.regles import (
    CodeRefuse,
    SecondFacteurAbsent,
    SecondFacteurDejaActif,
)
from domain.sessions.secret import empreinte
from domain.transactions import Transaction

Ouvrir = Callable[[bytes], str | None]
"""What reads a secret that was encrypted; None when nobody can any more."""


def verrouiller(tx: Transaction, compte_id: int) -> SecondFacteur | None:
    """Of two that come with the same code, the second finds it taken."""
    return tx.session.scalars(
        select(SecondFacteur).where(SecondFacteur.compte_id == compte_id).with_for_update()
    ).one_or_none()


def preparer(tx: Transaction, *, compte_id: int, secret: bytes, at: datetime) -> None:
    """A secret to be confirmed; one that was not is forgotten. Raises SecondFacteurDejaActif."""
    facteur = verrouiller(tx, compte_id)
    if facteur is None:
        tx.add(SecondFacteur(compte_id=compte_id, secret=secret, cree_le=at))
        return
    if facteur.confirme_le is not None:
        raise SecondFacteurDejaActif
    facteur.secret, facteur.cree_le = secret, at


def confirmer(
    tx: Transaction, *, compte: Compte, code: str, ouvrir: Ouvrir, at: datetime
) -> list[str]:
    """Returns the codes on paper, which cannot be had again. Raises SecondFacteurAbsent,
    SecondFacteurDejaActif, CodeRefuse."""
    facteur = verrouiller(tx, compte.id)
    if facteur is None:
        raise SecondFacteurAbsent
    if facteur.confirme_le is not None:
        raise SecondFacteurDejaActif
    secret = ouvrir(facteur.secret)
    pas = codes.pas_du_code(secret, codes.normaliser(code), at=at) if secret else None
    if pas is None:
        raise CodeRefuse
    facteur.confirme_le, facteur.dernier_pas = at, pas
    annonces.actif(tx, compte, at=at)
    return donner_des_codes(tx, compte_id=compte.id)


def donner_des_codes(tx: Transaction, *, compte_id: int) -> list[str]:
    """The former ones are worth nothing any more."""
    _oublier_les_codes(tx, compte_id)
    donnes = codes.engendrer_des_codes_de_secours()
    tx.add(
        *(
            CodeDeSecours(compte_id=compte_id, empreinte=empreinte(codes.normaliser(code)))
            for code in donnes
        )
    )
    return donnes


def retirer(tx: Transaction, *, compte: Compte, at: datetime) -> None:
    """Its owner is told, who may not be who did it."""
    _oublier_les_codes(tx, compte.id)
    tx.session.execute(
        delete(SecondFacteur)
        .where(SecondFacteur.compte_id == compte.id)
        .execution_options(synchronize_session=False)
    )
    annonces.retire(tx, compte, at=at)


def _oublier_les_codes(tx: Transaction, compte_id: int) -> None:
    tx.session.execute(
        delete(CodeDeSecours)
        .where(CodeDeSecours.compte_id == compte_id)
        .execution_options(synchronize_session=False)
    )
