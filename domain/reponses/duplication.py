"""A new draft from an old dossier (rules 3.14): who asks, what was answered, and the files."""

from datetime import datetime
from typing import TypeVar

from sqlalchemy import inspect, select

from domain.base import Model
from domain.comptes.models import Compte
from domain.demarches.models import Demarche
from domain.dossiers.champs import Champ, ZoneGeo
from domain.dossiers.creation import creer
from domain.dossiers.dates import toucher
from domain.dossiers.demandeurs import Etablissement, Individu
from domain.dossiers.depot import PasLeTitulaire
from domain.dossiers.models import Dossier
from domain.fichiers.cles import cle_aleatoire
from domain.fichiers.copies import FichierDuplique
from domain.fichiers.models import Analyse, Fichier
from domain.formulaires.chargement import charger_formulaire
from domain.formulaires.models import Revision
from domain.formulaires.types_de_champ import TypeChamp
from domain.reponses.chargement import charger_reponses
from domain.reponses.lignes import ligne
from domain.transactions import Transaction
from domain.ulid import generateur

M = TypeVar("M", bound=Model)


def dupliquer(
    tx: Transaction,
    dossier: Dossier,
    *,
    demarche: Demarche,
    revision: Revision,
    usager: Compte,
    at: datetime,
) -> Dossier:
    """A draft of its owner, on the form published last; without annotations, nor edits that were not
    deposited. A file found dangerous is left behind. Raises PasLeTitulaire."""
    if usager.id != dossier.usager_id:
        raise PasLeTitulaire
    nouveau = creer(tx, demarche=demarche, revision=revision, usager=usager, at=at)
    nouveau.dossier_parent_id = dossier.id
    nouveau.pour_un_tiers = dossier.pour_un_tiers
    nouveau.mandataire_prenom, nouveau.mandataire_nom = (
        dossier.mandataire_prenom, dossier.mandataire_nom,
    )  # fmt: skip
    _copier_le_demandeur(tx, dossier, nouveau)
    champs = _copier_les_champs(tx, dossier, nouveau, at=at)
    _copier_les_zones(tx, champs, at=at)
    _copier_les_fichiers(tx, champs, nouveau, at=at)
    _ouvrir_les_repetitions(tx, nouveau, champs, at=at)
    toucher(nouveau, "identite_modifiee_le", "champs_modifies_le", at=at)
    tx.flush()
    return nouveau


def _copie(ligne: M, **autres: object) -> M:
    """The same row under another number."""
    colonnes = inspect(type(ligne)).column_attrs.keys()
    dites = {nom: getattr(ligne, nom) for nom in colonnes if nom != "id"}
    return type(ligne)(**dites | autres)


def _copier_le_demandeur(tx: Transaction, dossier: Dossier, nouveau: Dossier) -> None:
    for modele in (Individu, Etablissement):
        demandeur = tx.session.scalar(select(modele).where(modele.dossier_id == dossier.id))
        if demandeur is not None:
            tx.add(_copie(demandeur, dossier_id=nouveau.id))


def _copier_les_champs(
    tx: Transaction, dossier: Dossier, nouveau: Dossier, *, at: datetime
) -> dict[int, Champ]:
    """The new champs, by the number of the one that each copies."""
    publics = charger_reponses(tx.session, dossier.id, prive=False).values()
    numeros = [champ.etablissement_id for champ in publics if champ.etablissement_id]
    connus = tx.session.scalars(select(Etablissement).where(Etablissement.id.in_(numeros)))
    etablissements = {connu.id: _copie(connu, dossier_id=None) for connu in connus}
    tx.add(*etablissements.values())
    tx.flush()
    champs = {}
    for champ in publics:
        connu = etablissements.get(champ.etablissement_id or 0)
        champs[champ.id] = _copie(
            champ, dossier_id=nouveau.id, cree_le=at, modifie_le=at, rebase_le=None,
            etablissement_id=connu.id if connu else None,
        )  # fmt: skip
    tx.add(*champs.values())
    tx.flush()
    return champs


def _copier_les_zones(tx: Transaction, champs: dict[int, Champ], *, at: datetime) -> None:
    zones = tx.session.scalars(
        select(ZoneGeo).where(ZoneGeo.champ_id.in_(champs)).order_by(ZoneGeo.id)
    )
    tx.add(*(_copie(zone, champ_id=champs[zone.champ_id].id, cree_le=at) for zone in zones.all()))


def _copier_les_fichiers(
    tx: Transaction, champs: dict[int, Champ], nouveau: Dossier, *, at: datetime
) -> None:
    sains = Fichier.analyse.in_((Analyse.safe, Analyse.pending))
    trouves = tx.session.scalars(
        select(Fichier).where(Fichier.champ_id.in_(champs), sains).order_by(Fichier.id)
    ).all()
    for fichier in trouves:
        copie = _copie(
            fichier, champ_id=champs[fichier.champ_id or 0].id, dossier_id=nouveau.id,
            cle=cle_aleatoire(at), cree_le=at,
        )  # fmt: skip
        tx.add(copie)
        tx.flush()
        tx.publish(FichierDuplique(fichier_id=copie.id, source=fichier.cle, cle=copie.cle))


def _ouvrir_les_repetitions(
    tx: Transaction, nouveau: Dossier, champs: dict[int, Champ], *, at: datetime
) -> None:
    """Annotations begin empty, with one row where they repeat; so do repetitions that are new."""
    formulaire = charger_formulaire(tx.session, nouveau.revision_id)
    remplies = {champ.stable_id for champ in champs.values()}
    suivant = generateur(at=at)
    for racine in (*formulaire.champs, *formulaire.annotations):
        ouverte = racine.prive or (racine.obligatoire and racine.stable_id not in remplies)
        if racine.type_champ is TypeChamp.repetition and ouverte:
            tx.add(ligne(nouveau.id, racine, suivant(), flux="main", auteur_email=None, at=at))
