"""Templates of exports: kept by the members of their groupe (rules 8.7)."""

from collections.abc import Mapping
from typing import Any

from sqlalchemy import func, literal, or_, select
from sqlalchemy.orm import Session

from domain import identifiants
from domain.demarches.models import Demarche, Etat
from domain.exports.modeles import (
    ModeleDExport,
    ModeleIntrouvable,
    ModeleInvalide,
    de_colonnes,
    nommer,
)
from domain.exports.models import Format
from domain.formulaires.chargement import charger_formulaire
from domain.formulaires.models import Revision
from domain.groupes_instructeurs.models import GroupeInstructeur
from exports.archive.verification import ecrire_contenu, erreurs
from exports.colonnes.formulaires import Fusion, fusionner
from exports.colonnes.offre import offre
from exports.colonnes.reglages import reglages
from resolvers.mutations.acte import Acte, Entree
from resolvers.mutations.payload import Payload


def enregistrer(acte: Acte, entree: Entree) -> Payload:
    """A new one in a groupe of one's own, or other words for one that is there."""
    if entree.get("modele_id"):
        modele = _le_mien(acte, entree)
        groupe_id, format_ = modele.groupe_instructeur_id, Format(modele.format)
    else:
        groupe_id, format_ = _groupe(acte, entree), _format(entree)
        modele = ModeleDExport(groupe_instructeur_id=groupe_id, format=format_, cree_le=acte.at)
    modele.nom = nommer(entree["nom"])
    modele.partage = bool(entree.get("partage"))
    modele.contenu = _contenu(acte.tx.session, groupe_id, format_, entree)
    modele.modifie_le = acte.at
    acte.tx.add(modele)
    acte.tx.flush()
    return Payload(modele_id=modele.id)


def supprimer(acte: Acte, entree: Entree) -> Payload:
    """The exports that it made stay as they are."""
    acte.tx.delete(_le_mien(acte, entree))
    return Payload()


def utilisable(acte: Acte, modele_id: str, demarche: Demarche) -> ModeleDExport:
    """One of one's groupes, or shared on this démarche. Raises ModeleIntrouvable."""
    permis = or_(
        ModeleDExport.groupe_instructeur_id.in_(acte.porteur.groupes),
        ModeleDExport.partage,
        literal(acte.porteur.jeton_id is not None),
    )
    modele = acte.tx.session.scalar(
        select(ModeleDExport)
        .join(GroupeInstructeur, GroupeInstructeur.id == ModeleDExport.groupe_instructeur_id)
        .where(
            ModeleDExport.id == identifiants.numero_de(modele_id, "ExportTemplate"),
            GroupeInstructeur.demarche_id == demarche.id,
            permis,
        )
    )
    if modele is None:
        raise ModeleIntrouvable
    return modele


def _le_mien(acte: Acte, entree: Entree) -> ModeleDExport:
    modele = acte.tx.session.scalar(
        select(ModeleDExport)
        .where(
            ModeleDExport.id == identifiants.numero_de(entree["modele_id"], "ExportTemplate"),
            ModeleDExport.groupe_instructeur_id.in_(acte.porteur.groupes),
        )
        .with_for_update()
    )
    if modele is None:
        raise ModeleIntrouvable
    return modele


def _groupe(acte: Acte, entree: Entree) -> int:
    numero = identifiants.numero_de(entree.get("groupe_instructeur_id") or "", "GroupeInstructeur")
    if numero is None or numero not in acte.porteur.groupes:
        raise ModeleInvalide("Ce groupe d’instructeurs n’est pas l’un des vôtres")
    return numero


def _format(entree: Entree) -> Format:
    if not entree.get("format") or entree["format"] == Format.json:
        raise ModeleInvalide("Un modèle fait un csv, un xlsx, un ods ou un zip")
    return Format(entree["format"])


def _contenu(
    session: Session, groupe_id: int, format_: Format, entree: Mapping[str, Any]
) -> dict[str, Any]:
    """Raises ModeleInvalide."""
    demarche = session.scalars(
        select(Demarche)
        .join(GroupeInstructeur, GroupeInstructeur.demarche_id == Demarche.id)
        .where(GroupeInstructeur.id == groupe_id)
    ).one()
    fusion = _fusion(session, demarche)
    voulu = entree.get("archive" if format_ is Format.zip else "colonnes")
    if voulu is None:
        quoi = "le contenu de son archive" if format_ is Format.zip else "ses colonnes"
        raise ModeleInvalide(f"Ce modèle donne {quoi}")
    if format_ is not Format.zip:
        connues = {id_: o.libelle for id_, o in _offre(session, demarche, fusion).items()}
        return de_colonnes(voulu, connues)
    contenu = ecrire_contenu(voulu)
    for erreur in erreurs(contenu, fusion.avec_pieces()):
        raise ModeleInvalide(erreur)
    return contenu


def _fusion(session: Session, demarche: Demarche) -> Fusion:
    revisions = select(Revision.id).where(Revision.demarche_id == demarche.id)
    if demarche.etat != Etat.brouillon:
        revisions = revisions.where(Revision.publiee_le.is_not(None))
    ordre = revisions.order_by(Revision.publiee_le.nulls_last(), Revision.id)
    return fusionner([charger_formulaire(session, numero) for numero in session.scalars(ordre)])


def _offre(session: Session, demarche: Demarche, fusion: Fusion) -> Any:
    groupes = select(func.count()).where(GroupeInstructeur.demarche_id == demarche.id)
    decisifs = reglages(
        pour_individu=demarche.pour_individu,
        options=demarche.options,
        sva_svr=demarche.sva_svr,
        chorus=demarche.chorus,
        groupes=session.scalar(groupes) or 0,
    )
    return offre(decisifs, fusion)
