"""Exports: asked for, asked again, thrown away. What is not the caller's does not exist (rules 8.1)."""

from collections.abc import Sequence
from typing import Any

from sqlalchemy import select

from domain import identifiants
from domain.demarches.models import Demarche
from domain.errors import Introuvable
from domain.exports import archives, demande, vie
from domain.exports.demande import Demande
from domain.exports.models import Etat, Export, Format, Periode
from domain.exports.refus import (
    DossierIntrouvable,
    ExportIntrouvable,
    FormatImpossible,
    PasEchoue,
    PorteeImpossible,
)
from domain.exports.selection import Demandeur, Portee
from domain.groupes_instructeurs.models import GroupeInstructeur
from domain.presentations.onglets import Onglet
from resolvers.mutations import modeles_d_export
from resolvers.mutations.acte import Acte, Entree
from resolvers.mutations.payload import Payload
from resolvers.mutations.selection_d_export import FILTRES


class DemarcheIntrouvable(Introuvable):
    code = "introuvable"

    def __init__(self) -> None:
        super().__init__("Cette démarche n’existe pas")


def demander(acte: Acte, entree: Entree) -> Payload:
    demarche, demandeur = demandeur_de(acte, entree)
    portee = Portee(
        onglet=Onglet(entree["onglet"]) if entree.get("onglet") else None,
        avec_archives=bool(entree.get("avec_archives")),
        periode=Periode(entree.get("periode") or Periode.tout),
        numeros=_numeros(entree.get("dossiers")),
    )
    if entree.get(FILTRES) is not None:
        passent, filtres = entree[FILTRES]
        portee = portee._replace(filtres=filtres, passent=passent)
    if portee.onglet is Onglet.suivis and demandeur.instructeur_id is None:
        raise PorteeImpossible("L’onglet « suivis par moi » est celui d’une personne")
    format_, contenu = forme(acte, entree, demarche)
    demandee = demande.demander(
        acte.tx, demarche, demandeur, Demande(format_, portee, contenu), at=acte.at
    )
    return Payload(export_id=demandee.export.id, reutilise=demandee.reutilise)


def archiver(acte: Acte, entree: Entree) -> Payload:
    """By a token only months that are over (rules 8.11.1)."""
    demarche, demandeur = demandeur_de(acte, entree)
    texte = entree.get("mois")
    mois = archives.lire_mois(texte, revolu=demandeur.entiere, at=acte.at) if texte else None
    demandee = archives.demander(acte.tx, demarche, demandeur, mois, at=acte.at)
    return Payload(export_id=demandee.export.id, reutilise=demandee.reutilise)


def forme(acte: Acte, entree: Entree, demarche: Demarche) -> tuple[Format, dict[str, Any] | None]:
    """The format, and the template's own words if there is one. Raises ModeleIntrouvable, FormatImpossible."""
    if entree.get("modele_id"):
        modele = modeles_d_export.utilisable(acte, entree["modele_id"], demarche)
        return Format(modele.format), modele.contenu
    if not entree.get("format"):
        raise FormatImpossible("Donnez un format, ou un modèle d’export")
    return Format(entree["format"]), None


def relancer(acte: Acte, entree: Entree) -> Payload:
    export = _export(acte, entree)
    if export.etat != Etat.echoue:
        raise PasEchoue
    vie.relancer(acte.tx, export, at=acte.at)
    return Payload(export_id=export.id)


def supprimer(acte: Acte, entree: Entree) -> Payload:
    vie.supprimer(acte.tx, _export(acte, entree), at=acte.at)
    return Payload()


def demandeur_de(acte: Acte, entree: Entree) -> tuple[Demarche, Demandeur]:
    """The démarche that is named, and what of it is the caller's: by a token all of it, signed in the
    groupes that one is a member of. Raises DemarcheIntrouvable."""
    voulue = entree["demarche"]
    numero = voulue.get("number")
    if numero is None:
        numero = identifiants.numero_de(voulue.get("id") or "", identifiants.PROCEDURE)
    par_jeton = acte.porteur.jeton_id is not None
    siennes = acte.porteur.demarches if par_jeton else acte.porteur.instruites
    demarche = acte.tx.session.scalar(
        select(Demarche).where(
            Demarche.id == numero, Demarche.id.in_(siennes), Demarche.supprimee_le.is_(None)
        )
    )
    if demarche is None:
        raise DemarcheIntrouvable
    groupes = select(GroupeInstructeur.id).where(GroupeInstructeur.demarche_id == demarche.id)
    if par_jeton:
        tous = tuple(acte.tx.session.scalars(groupes))
        return demarche, Demandeur(tous, True, administrateur_id=acte.administrateur.id)
    miens = groupes.where(GroupeInstructeur.id.in_(acte.porteur.groupes))
    instructeur = acte.porteur.instructeur
    assert instructeur is not None  # who is a member of a groupe is one
    return demarche, Demandeur(tuple(acte.tx.session.scalars(miens)), instructeur_id=instructeur.id)


def _export(acte: Acte, entree: Entree) -> Export:
    """One's own, or any of the démarche by a token; locked. Raises ExportIntrouvable."""
    numero = identifiants.numero_de(entree["export_id"], "Export")
    lu = select(Export).where(Export.id == numero).with_for_update()
    if acte.porteur.jeton_id is not None:
        lu = lu.where(Export.demarche_id.in_(acte.porteur.demarches))
    else:
        instructeur = acte.porteur.instructeur
        lu = lu.where(Export.instructeur_id == (instructeur.id if instructeur else None))
    export = acte.tx.session.scalar(lu)
    if export is None:
        raise ExportIntrouvable
    return export


def _numeros(ids: Sequence[str] | None) -> list[int] | None:
    if ids is None:
        return None
    numeros = [identifiants.numero_de(texte, "Dossier") for texte in ids]
    if None in numeros:
        raise DossierIntrouvable
    return [numero for numero in dict.fromkeys(numeros) if numero is not None]
