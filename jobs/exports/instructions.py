"""What an export reads of a lot of dossiers: one statement for each table, whatever their number.

Every one of them carries the right to be told of these dossiers, or follows numbers that came through it.
"""

from collections.abc import Collection, Sequence
from typing import Any

from sqlalchemy import Select, Text, and_, cast, func, select
from sqlalchemy.orm import aliased

from domain.avis.models import Avis
from domain.comptes.models import Compte, Expert, IdentiteFranceConnect, Instructeur
from domain.dossiers.champs import MAIN, Champ, ZoneGeo
from domain.dossiers.demandeurs import Etablissement, Individu
from domain.dossiers.historique import Suivi
from domain.dossiers.models import Dossier
from domain.exports.models import Export
from domain.exports.selection import a_lui, montrable
from domain.fichiers.models import Analyse, Fichier
from domain.groupes_instructeurs.models import GroupeInstructeur
from domain.labels.models import DossierLabel, Label
from domain.messagerie.models import Message
from exports.colonnes import contenu

Numeros = Collection[int]
Lecture = Select[*tuple[Any, ...]]

# A file found infected or damaged is told to nobody (api 7.5).
MONTRABLES = (Analyse.safe, Analyse.pending)

ETABLISSEMENT = tuple(
    cast(getattr(Etablissement, nom), Text).label(nom)
    if nom == "etat_administratif"
    else getattr(Etablissement, nom)
    for nom in contenu.Etablissement._fields
)


def dossiers(export: Export, numeros: Sequence[int]) -> Lecture:
    """The dossiers of this lot that may still be told of, at this moment."""
    assert export.demarche_id is not None
    identites = (
        select(func.count())
        .where(IdentiteFranceConnect.compte_id == Dossier.usager_id)
        .scalar_subquery()
    )
    return (
        select(
            Dossier.id,
            func.coalesce(cast(Compte.email, Text), Dossier.usager_supprime_email, "").label("email"),
            Dossier.state,
            Dossier.revision_id,
            Dossier.cree_le,
            Dossier.modifie_le,
            Dossier.depose_le,
            Dossier.en_construction_le,
            Dossier.champs_modifies_le,
            Dossier.en_instruction_le,
            Dossier.traite_le,
            Dossier.expire_le,
            Dossier.decision_sva_svr_le,
            (identites == 1).label("france_connect"),
            Dossier.pour_un_tiers,
            Dossier.mandataire_nom,
            Dossier.mandataire_prenom,
            Dossier.archive,
            Dossier.motivation,
            Individu.id.label("individu_id"),
            cast(Individu.civilite, Text).label("civilite"),
            Individu.nom,
            Individu.prenom,
            Individu.date_de_naissance,
            Etablissement.id.label("etablissement_id"),
            GroupeInstructeur.label.label("groupe"),
        )
        .outerjoin(Compte, Compte.id == Dossier.usager_id)
        .outerjoin(Individu, Individu.dossier_id == Dossier.id)
        .outerjoin(Etablissement, Etablissement.dossier_id == Dossier.id)
        .outerjoin(GroupeInstructeur, GroupeInstructeur.id == Dossier.groupe_instructeur_id)
        .where(
            Dossier.id.in_(numeros),
            a_lui(export.demarche_id, export.groupes, entiere=export.entiere),
            montrable(export.onglet),
        )
    )  # fmt: skip


def champs(numeros: Numeros) -> Lecture:
    """Official answers only, rows that were removed left out."""
    return select(
        Champ.dossier_id,
        Champ.id,
        Champ.stable_id,
        Champ.row_id,
        cast(Champ.type_champ, Text).label("type_champ"),
        Champ.value,
        Champ.value_json,
        Champ.external_id,
        Champ.data,
        Champ.etablissement_id,
    ).where(Champ.dossier_id.in_(numeros), Champ.flux == MAIN, Champ.retire_le.is_(None))


def noms_des_pieces(numeros: Numeros) -> Lecture:
    return (
        select(Fichier.champ_id, Fichier.nom)
        .where(
            Fichier.dossier_id.in_(numeros),
            Fichier.champ_id.is_not(None),
            Fichier.analyse.in_(MONTRABLES),
        )
        .order_by(Fichier.id)
    )


def zones(numeros: Numeros) -> Lecture:
    return (
        select(
            Champ.dossier_id,
            Champ.stable_id,
            Champ.row_id,
            ZoneGeo.id,
            ZoneGeo.champ_id,
            cast(ZoneGeo.source, Text).label("source"),
            ZoneGeo.description,
            ZoneGeo.geometry,
            ZoneGeo.proprietes,
        )
        .join(Champ, Champ.id == ZoneGeo.champ_id)
        .where(Champ.dossier_id.in_(numeros), Champ.flux == MAIN, Champ.retire_le.is_(None))
        .order_by(ZoneGeo.id)
    )


def fichiers(numeros: Numeros) -> Lecture:
    """Every file of these dossiers, wherever it hangs, whatever the antivirus said of it."""
    return (
        select(
            Fichier.dossier_id,
            Fichier.id,
            Fichier.cle,
            Fichier.nom,
            Fichier.taille,
            Fichier.md5,
            Fichier.cree_le,
            Fichier.role,
            Fichier.analyse,
            Fichier.message_id,
            Fichier.avis_id,
            Champ.stable_id,
            Champ.row_id,
            Message.supprime_le,
        )
        .outerjoin(
            Champ,
            and_(Champ.id == Fichier.champ_id, Champ.flux == MAIN, Champ.retire_le.is_(None)),
        )
        .outerjoin(Message, Message.id == Fichier.message_id)
        .where(Fichier.dossier_id.in_(numeros))
        .order_by(Fichier.id)
    )


def suivis(numeros: Numeros) -> Lecture:
    return (
        select(Suivi.dossier_id, cast(Compte.email, Text).label("email"))
        .join(Instructeur, Instructeur.id == Suivi.instructeur_id)
        .join(Compte, Compte.id == Instructeur.compte_id)
        .where(Suivi.dossier_id.in_(numeros), Suivi.fin_le.is_(None))
        .order_by(Suivi.debut_le, Instructeur.id)
    )


def labels(numeros: Numeros) -> Lecture:
    return (
        select(DossierLabel.dossier_id, Label.nom)
        .join(Label, Label.id == DossierLabel.label_id)
        .where(DossierLabel.dossier_id.in_(numeros))
        .order_by(Label.position, Label.id)
    )


def etablissements(numeros: Numeros) -> Lecture:
    return select(Etablissement.id, *ETABLISSEMENT).where(Etablissement.id.in_(numeros))


_expert, _instructeur, _transmetteur = aliased(Compte), aliased(Compte), aliased(Compte)
_par_expert = aliased(Expert)


def avis(numeros: Numeros) -> Lecture:
    """All of them, those that are confidential too: whoever exports works on the dossier."""
    return (
        select(
            Avis.dossier_id,
            Avis.introduction,
            Avis.reponse,
            Avis.question,
            Avis.question_reponse,
            Avis.cree_le,
            func.greatest(
                Avis.cree_le, Avis.repondu_le, Avis.relance_le, Avis.revoque_le
            ).label("modifie_le"),
            func.coalesce(
                cast(_instructeur.email, Text), cast(_transmetteur.email, Text)
            ).label("demandeur"),
            cast(_expert.email, Text).label("expert"),
        )
        .join(Expert, Expert.id == Avis.expert_id)
        .join(_expert, _expert.id == Expert.compte_id)
        .outerjoin(Instructeur, Instructeur.id == Avis.instructeur_id)
        .outerjoin(_instructeur, _instructeur.id == Instructeur.compte_id)
        .outerjoin(_par_expert, _par_expert.id == Avis.expert_demandeur_id)
        .outerjoin(_transmetteur, _transmetteur.id == _par_expert.compte_id)
        .where(Avis.dossier_id.in_(numeros))
        .order_by(Avis.cree_le, Avis.id)
    )  # fmt: skip
