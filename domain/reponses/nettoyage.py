"""What a deposit erases: the answers that its form no longer asks, or does not show (rules 3.4.6)."""

from collections.abc import Collection, Iterator
from datetime import datetime

from sqlalchemy import delete, select, update

from domain.dossiers.champs import MAIN, Champ, ZoneGeo
from domain.dossiers.models import Dossier
from domain.fichiers.models import Fichier
from domain.fichiers.retrait import retirer
from domain.formulaires.formulaire import Formulaire
from domain.formulaires.types_de_champ import TypeChamp
from domain.reponses.chargement import charger_contenus, charger_reponses
from domain.reponses.feuille import Feuille
from domain.reponses.validation import est_vide
from domain.transactions import Transaction


def nettoyer(tx: Transaction, dossier: Dossier, *, formulaire: Formulaire, at: datetime) -> None:
    """Destroy what the form does not have any more and the rows taken away; empty what is hidden or
    blank, with its files and its shapes. Annotations are not the usager's: only those that the form
    lost, and their rows taken away, go.
    """
    tx.flush()
    tous = tx.session.scalars(
        select(Champ).where(Champ.dossier_id == dossier.id, Champ.flux == MAIN)
    ).all()
    feuille = Feuille(formulaire, charger_reponses(tx.session, dossier.id))
    montrees = set(_lignes_montrees(feuille))
    lignes = {c.row_id for c in tous if c.type_champ is TypeChamp.repetition and c.row_id}
    perdues = {row_id for row_id in lignes if row_id not in montrees}
    detruits = [
        champ.id
        for champ in tous
        if champ.stable_id not in formulaire.par_stable_id or champ.row_id in perdues
    ]
    vides = set(_a_vider(tx, feuille, hors=set(detruits)))
    _oublier_les_contenus(tx, [*detruits, *vides], at=at)
    tx.session.execute(
        update(Champ)
        .where(Champ.id.in_(vides))
        .values(
            value=None, value_json=None, external_id=None, data=None, etat_externe=None,
            etablissement_id=None,
        )
        .execution_options(synchronize_session="fetch")
    )  # fmt: skip
    tx.session.execute(
        delete(Champ).where(Champ.id.in_(detruits)).execution_options(synchronize_session="fetch")
    )


def detruire_les_lignes_retirees(tx: Transaction, dossier: Dossier, *, at: datetime) -> int:
    """The rows taken away, their answers and their files, once a decision is taken (rules 3.6.4); how
    many champs."""
    tx.flush()
    retirees = select(Champ.row_id).where(
        Champ.dossier_id == dossier.id, Champ.flux == MAIN, Champ.retire_le.is_not(None)
    )
    champs = tx.session.scalars(
        select(Champ.id).where(
            Champ.dossier_id == dossier.id, Champ.flux == MAIN, Champ.row_id.in_(retirees)
        )
    ).all()
    _oublier_les_contenus(tx, champs, at=at)
    tx.session.execute(
        delete(Champ).where(Champ.id.in_(champs)).execution_options(synchronize_session="fetch")
    )
    return len(champs)


def _lignes_montrees(feuille: Feuille) -> Iterator[str]:
    """The rows there are in the repetitions that show; annotations show whatever their condition."""
    formulaire = feuille.formulaire
    for racine in (*formulaire.champs, *formulaire.annotations):
        if racine.prive or feuille.visibilite.montre(racine):
            yield from feuille.rangees(racine.stable_id)


def _a_vider(tx: Transaction, feuille: Feuille, *, hors: Collection[int]) -> Iterator[int]:
    contenus = charger_contenus(tx.session, feuille.champs.values())
    for (stable_id, row_id), champ in feuille.champs.items():
        descripteur = feuille.formulaire.par_stable_id.get(stable_id)
        if descripteur is None or descripteur.prive or champ.id in hors:
            continue
        if descripteur.type_champ is TypeChamp.repetition:
            continue
        montre = feuille.visibilite.montre(descripteur, row_id)
        if not montre or est_vide(feuille.vu(descripteur, row_id), feuille, contenus):
            yield champ.id


def _oublier_les_contenus(tx: Transaction, champs: Collection[int], *, at: datetime) -> None:
    retirer(tx, Fichier.champ_id.in_(champs), at=at)
    tx.session.execute(delete(ZoneGeo).where(ZoneGeo.champ_id.in_(champs)))
