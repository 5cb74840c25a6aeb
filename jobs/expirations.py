"""The ends of things, swept at their hours (rules 9.8). Each step is one bounded transaction that tests
again what it takes; what a sweep may take in one day is bounded too, and beyond somebody is told."""

from collections.abc import Callable
from contextlib import suppress
from datetime import datetime
from functools import partial

from adapters.base_de_donnees import BaseSynchrone
from domain.demarches.models import Demarche
from domain.expirations import (
    annonces,
    comptes,
    conservation,
    echeances,
    nettoyage,
    plafonds,
    rappels,
)
from domain.expirations.echeances import LOT, Fait
from domain.expirations.familles import Famille
from domain.expirations.plafonds import PlafondAtteint
from domain.transactions import Transaction
from jobs.automatismes import maintenant
from jobs.contexte import Contexte
from jobs.travaux import travail

AVERTIS_MAX = 10_000  # in one run (rules A25)
AVERTIS_PAR_LOT = 200

Pas = Callable[..., Fait]
Geste = Callable[..., object]


@travail("finir_les_brouillons")
def finir_les_brouillons(contexte: Contexte) -> None:
    finir(contexte.base, Famille.brouillon)


@travail("finir_les_en_construction")
def finir_les_en_construction(contexte: Contexte) -> None:
    finir(contexte.base, Famille.en_construction)


@travail("finir_les_termines")
def finir_les_termines(contexte: Contexte) -> None:
    finir(contexte.base, Famille.termine)


@travail("vider_la_corbeille")
def vider_la_corbeille(contexte: Contexte) -> None:
    vider(contexte.base)


@travail("supprimer_les_preremplis")
def supprimer_les_preremplis(contexte: Contexte) -> None:
    balayer(contexte.base, "preremplis", _purger_ceux(nettoyage.sans_usager))


@travail("supprimer_les_brouillons_vides")
def supprimer_les_brouillons_vides(contexte: Contexte) -> None:
    balayer(contexte.base, "brouillons_vides", _purger_ceux(nettoyage.jamais_touches))


@travail("oublier_les_transferts")
def oublier_les_transferts(contexte: Contexte) -> None:
    _une_fois(contexte.base, nettoyage.oublier_les_transferts)


@travail("oublier_les_courriels")
def oublier_les_courriels(contexte: Contexte) -> None:
    _une_fois(contexte.base, nettoyage.oublier_les_courriels)


@travail("supprimer_les_demarches")
def supprimer_les_demarches(contexte: Contexte) -> None:
    _une_fois(contexte.base, nettoyage.purger_les_demarches)


@travail("allonger_la_conservation")
def allonger_la_conservation(contexte: Contexte, *, demarche_id: int, apres: int) -> None:
    """What follows `ConservationAllongee`: lot after lot, each its transaction."""
    suivant: int | None = apres
    while suivant is not None:
        suivant = contexte.base.transaction(partial(_allonger, numero=demarche_id, apres=suivant))


def _allonger(tx: Transaction, *, numero: int, apres: int) -> int | None:
    demarche = tx.session.get(Demarche, numero)
    if demarche is None:
        return None
    mois = demarche.duree_conservation
    return conservation.allonger(tx, demarche, mois=mois, apres=apres, at=maintenant(tx))


@travail("rappeler_les_brouillons")
def rappeler_les_brouillons(contexte: Contexte) -> None:
    _une_fois(contexte.base, rappels.rappeler_les_brouillons)


@travail("rappeler_les_activations")
def rappeler_les_activations(contexte: Contexte) -> None:
    _une_fois(contexte.base, rappels.rappeler_les_activations)


@travail("renouveler_les_appareils")
def renouveler_les_appareils(contexte: Contexte) -> None:
    _une_fois(contexte.base, rappels.renouveler_les_appareils)


@travail("annoncer_les_fins_de_jeton")
def annoncer_les_fins_de_jeton(contexte: Contexte) -> None:
    _une_fois(contexte.base, rappels.annoncer_les_fins_de_jeton)


@travail("supprimer_les_administrateurs")
def supprimer_les_administrateurs(contexte: Contexte) -> None:
    _une_fois(contexte.base, comptes.supprimer_les_administrateurs)


@travail("finir_les_comptes")
def finir_les_comptes(contexte: Contexte) -> None:
    limite = contexte.base.transaction(
        lambda tx: int(tx.session.info.get(comptes.COMPTES_INACTIFS, 0))
    )
    finir_les_comptes_inactifs(contexte.base, limite=limite)


def finir(base: BaseSynchrone, famille: Famille, *, at: datetime | None = None) -> None:
    """The end of those whose warning is over, and the warning of the next ones, and of those whose warning
    nobody has had. Raises PlafondAtteint,
    RuntimeError of those that could not be moved."""
    try:
        expirer = partial(echeances.expirer, famille=famille)
        balayer(base, f"expiration_{famille}", expirer, at=at)
    finally:
        base.transaction(lambda tx: annonces.relancer(tx, famille, at=at or maintenant(tx)))
        avertis = 0
        while avertis < AVERTIS_MAX:
            lot = base.transaction(
                lambda tx: len(
                    annonces.annoncer(tx, famille, limite=AVERTIS_PAR_LOT, at=at or maintenant(tx))
                )
            )
            avertis += lot
            if not lot:
                break


def vider(base: BaseSynchrone, *, at: datetime | None = None) -> int:
    """How many are gone. Raises PlafondAtteint, RuntimeError."""
    return balayer(base, "corbeille", echeances.vider_la_corbeille, at=at)


def finir_les_comptes_inactifs(
    base: BaseSynchrone, *, limite: int, at: datetime | None = None
) -> int:
    """How many are gone; each is a transaction of its own. Raises RuntimeError of those that failed."""
    if limite == 0:
        return 0
    numeros = base.transaction(
        lambda tx: comptes.comptes_a_supprimer(tx, limite=limite, at=at or maintenant(tx))
    )
    partis = 0
    manques: list[str] = []
    for numero in numeros:
        supprimer = partial(comptes.supprimer_le_compte, compte_id=numero)
        try:
            partis += base.transaction(
                lambda tx, faire=supprimer: faire(tx, at=at or maintenant(tx))  # type: ignore[misc]
            )
        except Exception as error:
            manques.append(f"compte {numero} : {error!r}")
    base.transaction(
        lambda tx: comptes.avertir_les_inactifs(tx, limite=limite, at=at or maintenant(tx))
    )
    if manques:
        raise RuntimeError(" ; ".join(manques))
    return partis


class _Essai(Exception):
    """Takes back a step that only looked whether something was left."""


def balayer(base: BaseSynchrone, nom: str, pas: Pas, *, at: datetime | None = None) -> int:
    """Step by step until nothing is left, or until the day's allowance is spent."""
    apres = faits = 0
    manques: list[str] = []
    while True:
        fait = base.transaction(partial(_un_pas, nom=nom, pas=pas, apres=apres, at=at))
        faits += len(fait.faits)
        manques += fait.manques
        if not fait.vus:
            break
        apres = fait.vus[-1]
    if manques:
        raise RuntimeError(" ; ".join(manques))
    return faits


def _un_pas(tx: Transaction, *, nom: str, pas: Pas, apres: int, at: datetime | None) -> Fait:
    at = at or maintenant(tx)
    libres = plafonds.reste(tx, nom, at=at)
    if libres == 0:
        if _il_en_reste(tx, partial(pas, apres=apres, limite=1, at=at)):
            raise PlafondAtteint(nom, plafonds.plafond(tx, nom, at=at))
        return Fait((), ())
    fait = pas(tx, apres=apres, limite=min(LOT, libres), at=at)
    plafonds.noter(tx, nom, len(fait.faits), at=at)
    return fait


def _il_en_reste(tx: Transaction, pas: Pas) -> bool:
    vus: list[int] = []
    with suppress(_Essai), tx.point():
        vus.extend(pas(tx).vus)
        raise _Essai
    return bool(vus)


def _purger_ceux(condition: Callable[..., object]) -> Pas:
    def pas(tx: Transaction, *, apres: int, limite: int, at: datetime) -> Fait:
        voulus = condition(at=at)
        return echeances.purger_ceux(tx, voulus, apres=apres, limite=limite, at=at)  # type: ignore[arg-type]

    return pas


def _une_fois(base: BaseSynchrone, geste: Geste) -> None:
    base.transaction(lambda tx: geste(tx, at=maintenant(tx)))
