"""Making a démarche out of another (rules 1.8, api 10.18, 14.20)."""

from collections.abc import Iterable
from datetime import datetime
from typing import Any, TypeVar
from uuid import uuid4

from sqlalchemy import inspect, select
from sqlalchemy.orm import joinedload

from domain.attestations.models import ModeleDAttestation
from domain.auteurs import Auteur
from domain.base import Model
from domain.comptes.models import Administrateur, Instructeur
from domain.courriels.models import ModeleDeCourriel
from domain.demarches.clonage import ClonageImpossible, copier
from domain.demarches.creation import creer
from domain.demarches.events import DemarcheClonee, FichierACopier
from domain.demarches.models import Demarche, DemarcheAdministrateur, DemarcheZone
from domain.fichiers.models import Fichier, Role
from domain.formulaires import revisions
from domain.formulaires.models import Revision, TypeDeChamp
from domain.groupes_instructeurs.creation import DEFAUT, creer_groupe
from domain.groupes_instructeurs.models import Affectation, GroupeInstructeur
from domain.labels.models import Label
from domain.transactions import Transaction

M = TypeVar("M", bound=Model)


def cloner(
    tx: Transaction, source: Demarche, *, auteur: Auteur, administrateur: Administrateur,
    instructeur: Instructeur | None, dans_la_portee: bool, titre: str | None = None, at: datetime,
) -> Demarche:  # fmt: skip
    """A draft démarche with a path of its own. `instructeur` is the administrateur's own profile,
    `dans_la_portee` whether his token is for the source. Raises ClonageImpossible."""
    if source.supprimee_le is not None or not (source.opendata or dans_la_portee):
        raise ClonageImpossible(source.id)
    proprietaires = _administrateurs(tx, source)
    a_soi = any(proprietaire.id == administrateur.id for proprietaire in proprietaires)
    clone = creer(
        tx, copier(source, a_soi=a_soi, titre=titre, at=at), chemin=str(uuid4()),
        administrateurs=proprietaires if a_soi else [administrateur], at=at,
    )  # fmt: skip
    _copier_le_formulaire(tx, source, clone, a_soi=a_soi, at=at)
    if a_soi:
        _copier_les_groupes(tx, source, clone, at=at)
    else:
        membres = [instructeur] if instructeur else []
        creer_groupe(tx, demarche_id=clone.id, label=DEFAUT, membres=membres, defaut=True, at=at)
    _copier_lignes(tx, Label, source, clone)
    _copier_lignes(tx, DemarcheZone, source, clone)
    _copier_lignes(tx, ModeleDeCourriel, source, clone, modifie_le=at)
    _copier_lignes(
        tx, ModeleDAttestation, source, clone, modifie_le=at, logo_id=None, signature_id=None
    )
    tx.flush()
    tx.publish(DemarcheClonee(demarche_id=clone.id, source_id=source.id))
    return clone


def _administrateurs(tx: Transaction, source: Demarche) -> list[Administrateur]:
    siens = (
        select(Administrateur)
        .join(DemarcheAdministrateur, DemarcheAdministrateur.administrateur_id == Administrateur.id)
        .where(DemarcheAdministrateur.demarche_id == source.id)
        .order_by(Administrateur.id)
    )
    return list(tx.session.scalars(siens))


def _copier_le_formulaire(
    tx: Transaction, source: Demarche, clone: Demarche, *, a_soi: bool, at: datetime
) -> None:
    """The draft one's own administrateurs work on; others see what is published, if anything is."""
    publiees_d_abord = Revision.publiee_le.desc().nulls_last()
    brouillon_d_abord = Revision.publiee_le.desc().nulls_first()
    siennes = select(Revision).where(Revision.demarche_id == source.id)
    ordre = brouillon_d_abord if a_soi else publiees_d_abord
    origine = tx.session.scalars(siennes.order_by(ordre, Revision.id.desc()).limit(1)).one()
    champs = select(TypeDeChamp).where(TypeDeChamp.revision_id == origine.id)
    revision = revisions.creer_brouillon(tx, demarche_id=clone.id, at=at)
    copies = [revisions.copier(champ, revision=revision) for champ in tx.session.scalars(champs)]
    tx.add(*sorted(copies, key=lambda c: (c.parent_id is not None, c.position)))
    modeles = select(Fichier).where(Fichier.revision_id == origine.id)
    _copier_les_fichiers(tx, tx.session.scalars(modeles), clone, revision)
    logo = select(Fichier).where(Fichier.demarche_id == source.id, Fichier.role == Role.logo)
    _copier_les_fichiers(tx, tx.session.scalars(logo), clone, None)


def _copier_les_fichiers(
    tx: Transaction, fichiers: Iterable[Fichier], clone: Demarche, revision: Revision | None
) -> None:
    for fichier in fichiers:
        tx.publish(
            FichierACopier(
                fichier_id=fichier.id, demarche_id=clone.id,
                revision_id=revision.id if revision else None, stable_id=fichier.stable_id,
            )
        )  # fmt: skip


def _copier_les_groupes(
    tx: Transaction, source: Demarche, clone: Demarche, *, at: datetime
) -> None:
    """With their rules, which look at fields whose stable ids are the same, and their members."""
    groupes = select(GroupeInstructeur).where(GroupeInstructeur.demarche_id == source.id)
    siens = list(tx.session.scalars(groupes.order_by(GroupeInstructeur.id)))
    membres: dict[int, list[Instructeur]] = {groupe.id: [] for groupe in siens}
    affectes = (
        select(Affectation.groupe_instructeur_id, Instructeur)
        .join(Instructeur, Instructeur.id == Affectation.instructeur_id)
        .where(Affectation.groupe_instructeur_id.in_(membres))
        .options(joinedload(Instructeur.compte))
    )
    for groupe_id, membre in tx.session.execute(affectes):
        membres[groupe_id].append(membre)
    for groupe in siens:
        creer_groupe(
            tx, demarche_id=clone.id, label=groupe.label, membres=membres[groupe.id],
            defaut=groupe.defaut, ferme=groupe.ferme, regle=groupe.regle, at=at,
        )  # fmt: skip


def _copier_lignes(
    tx: Transaction, modele: type[M], source: Demarche, clone: Demarche, **autres: Any
) -> None:
    """The rows of a table that hang on the démarche, under other numbers."""
    table: Any = modele
    colonnes = inspect(modele).column_attrs.keys()
    for ligne in tx.session.scalars(select(modele).where(table.demarche_id == source.id)).all():
        dites = {nom: getattr(ligne, nom) for nom in colonnes if nom != "id"}
        tx.add(modele(**dites | {"demarche_id": clone.id} | autres))
