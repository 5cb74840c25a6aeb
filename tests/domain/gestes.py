"""What the tests of answers do to the dossiers of `mondes/reponses.yaml`."""

from collections.abc import Callable
from typing import Any

import pytest

from domain.dossiers.champs import MAIN, TAMPON_USAGER
from domain.errors import DomainError
from domain.formulaires.formulaire import Cle
from domain.reponses import depot
from domain.reponses.chargement import charger_reponses
from domain.reponses.ecriture import ecrire
from tests.domain.conftest import Atelier

BROUILLON, ANONYME, DEPOSE, INSTRUIT = 701, 702, 703, 704


def ecrire_dans(
    atelier: Atelier, number: int, stable_id: int, valeur: Any, *, row_id: str | None = None,
    flux: str = TAMPON_USAGER, minutes: float = 1,
) -> None:  # fmt: skip
    with atelier.transaction() as tx:
        dossier = atelier.dossier(tx, number)
        ecrire(
            tx, dossier, formulaire=atelier.formulaire(tx, dossier), stable_id=stable_id,
            row_id=row_id, valeur=valeur, flux=flux, auteur_email="ali@exemple.fr",
            at=atelier.le(minutes),
        )  # fmt: skip


def deposer(atelier: Atelier, number: int = BROUILLON, **autres: Any) -> None:
    with atelier.transaction() as tx:
        depot.deposer(
            tx, atelier.dossier(tx, number), demarche=atelier.demarche(tx),
            groupes=atelier.groupes(tx), at=atelier.le(10), **autres,
        )  # fmt: skip


def redeposer(
    atelier: Atelier, number: int = DEPOSE, *, minutes: float = 10, **autres: Any
) -> None:
    with atelier.transaction() as tx:
        depot.redeposer(
            tx, atelier.dossier(tx, number), demarche=atelier.demarche(tx),
            groupes=atelier.groupes(tx), at=atelier.le(minutes), **autres,
        )  # fmt: skip


def refuse(atelier: Atelier, refus: type[DomainError], action: Callable[[], None]) -> DomainError:
    """`action` is refused, and nothing has changed."""
    avant = atelier.empreinte()
    with pytest.raises(refus) as leve:
        action()
    assert atelier.empreinte() == avant
    return leve.value


def lues(atelier: Atelier, number: int, flux: str = MAIN) -> dict[Cle, str | None]:
    with atelier.transaction() as tx:
        champs = charger_reponses(tx.session, number, flux, prive=False)
        return {cle: champ.value for cle, champ in champs.items()}


def rangees(atelier: Atelier, number: int, repetition: int) -> list[str]:
    with atelier.transaction() as tx:
        champs = charger_reponses(tx.session, number, TAMPON_USAGER)
    return sorted(row for stable_id, row in champs if stable_id == repetition and row)


def changer(atelier: Atelier, requete: str) -> None:
    with atelier.transaction() as tx:
        tx.session.connection().exec_driver_sql(requete)
