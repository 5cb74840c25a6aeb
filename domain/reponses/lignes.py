"""Rows of repetitions: made, taken away (rules 2.1.6)."""

from collections.abc import Collection, Iterator
from datetime import datetime

from domain.calendrier import PARIS
from domain.dossiers.champs import MAIN, Champ
from domain.dossiers.models import Dossier
from domain.errors import DomainError
from domain.formulaires.formulaire import Descripteur, Formulaire
from domain.formulaires.types_de_champ import TypeChamp
from domain.reponses.chargement import charger_reponses
from domain.reponses.dates_du_dossier import dater
from domain.reponses.flux import tenir, verifier_le_flux
from domain.transactions import Transaction
from domain.ulid import ALPHABET, EPOQUE, MILLISECONDE, generateur

# More rows at once is a mistake: nobody reads them.
LIGNES_A_LA_FOIS = 1000


class RepetitionInconnue(DomainError):
    def __init__(self, stable_id: int) -> None:
        super().__init__(f"Le champ {stable_id} n’est pas un bloc répétable du formulaire")


class LigneInconnue(DomainError):
    def __init__(self) -> None:
        super().__init__("La ligne du bloc répétable n’existe pas")


class TropDeLignes(DomainError):
    def __init__(self) -> None:
        super().__init__(f"Un bloc répétable reçoit {LIGNES_A_LA_FOIS} lignes à la fois au plus")


def ajouter_lignes(
    tx: Transaction,
    dossier: Dossier,
    *,
    formulaire: Formulaire,
    stable_id: int,
    nombre: int = 1,
    flux: str = MAIN,
    auteur_email: str | None,
    at: datetime,
) -> list[str]:
    """Add so many rows after those there are; their ULIDs. None is added below 1.

    Raises RepetitionInconnue, TropDeLignes, FluxInterdit, ModificationInterdite.
    """
    formulaire = tenir(tx, dossier, formulaire)
    repetition = repetition_de(formulaire, stable_id)
    verifier_le_flux(dossier, prive=repetition.prive, flux=flux)
    if nombre > LIGNES_A_LA_FOIS:
        raise TropDeLignes
    champs = charger_reponses(tx.session, dossier.id, flux, prive=repetition.prive)
    connues = [row_id for id_, row_id in champs if id_ == stable_id and row_id]
    nouvelles = list(_suivantes(connues, nombre, at=at))
    tx.add(
        *(
            ligne(dossier.id, repetition, row_id, flux=flux, auteur_email=auteur_email, at=at)
            for row_id in nouvelles
        )
    )
    if nouvelles:
        dater(dossier, prive=repetition.prive, flux=flux, at=at)
    tx.flush()
    return nouvelles


def ouvrir_les_repetitions(
    tx: Transaction, dossier: Dossier, *, formulaire: Formulaire, at: datetime
) -> None:
    """A new dossier has one row to begin with in its compulsory and private repetitions."""
    suivant = generateur(at=at)
    tx.add(
        *(
            ligne(dossier.id, racine, suivant(), flux=MAIN, auteur_email=None, at=at)
            for racine in (*formulaire.champs, *formulaire.annotations)
            if racine.type_champ is TypeChamp.repetition and (racine.prive or racine.obligatoire)
        )
    )


def retirer_ligne(
    tx: Transaction,
    dossier: Dossier,
    *,
    formulaire: Formulaire,
    stable_id: int,
    row_id: str,
    flux: str = MAIN,
    auteur_email: str | None,
    at: datetime,
) -> None:
    """Take a row away, with its answers: they go for good with the next deposit (rules 3.4.6).

    Raises RepetitionInconnue, LigneInconnue, FluxInterdit, ModificationInterdite.
    """
    formulaire = tenir(tx, dossier, formulaire)
    repetition = repetition_de(formulaire, stable_id)
    verifier_le_flux(dossier, prive=repetition.prive, flux=flux)
    champ = charger_reponses(tx.session, dossier.id, flux).get((stable_id, row_id))
    if champ is None:
        raise LigneInconnue
    if champ.flux != flux:
        champ = ligne(dossier.id, repetition, row_id, flux=flux, auteur_email=auteur_email, at=at)
        tx.add(champ)
    champ.retire_le = champ.modifie_le = at
    champ.modifie_par = auteur_email
    dater(dossier, prive=repetition.prive, flux=flux, at=at)
    tx.flush()


def repetition_de(formulaire: Formulaire, stable_id: int) -> Descripteur:
    descripteur = formulaire.par_stable_id.get(stable_id)
    if descripteur is None or descripteur.type_champ is not TypeChamp.repetition:
        raise RepetitionInconnue(stable_id)
    return descripteur


def ligne(
    dossier_id: int, repetition: Descripteur, row_id: str, *, flux: str, auteur_email: str | None,
    at: datetime,
) -> Champ:  # fmt: skip
    """The champ that stands for a row."""
    return Champ(
        dossier_id=dossier_id, flux=flux, stable_id=repetition.stable_id, row_id=row_id,
        type_champ=TypeChamp.repetition, prive=repetition.prive, cree_le=at, modifie_le=at,
        modifie_par=auteur_email,
    )  # fmt: skip


def _suivantes(connues: Collection[str], nombre: int, *, at: datetime) -> Iterator[str]:
    """ULIDs greater than those there are, even when these were made at the same instant or by a
    clock that is ahead: the order of the rows is theirs."""
    if connues:
        at = max(at, _instant(max(connues)) + MILLISECONDE)
    suivant = generateur(at=at)
    for _ in range(nombre):
        yield suivant()


def _instant(ulid: str) -> datetime:
    millisecondes = 0
    for chiffre in ulid[:10]:
        millisecondes = millisecondes * 32 + ALPHABET.index(chiffre)
    return EPOQUE.astimezone(PARIS) + millisecondes * MILLISECONDE
