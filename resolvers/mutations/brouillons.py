"""Writing to all the drafts of a démarche (rules 4.16.1)."""

from sqlalchemy import select

from domain import identifiants
from domain.actes.envois_groupes import ecrire_aux_brouillons
from domain.demarches.models import Demarche
from domain.errors import Introuvable
from domain.groupes_instructeurs.models import GroupeInstructeur
from resolvers.mutations.acte import Acte, Entree
from resolvers.mutations.payload import Payload
from resolvers.mutations.places import ma_demarche, moi


class GroupeHorsDemarche(Introuvable):
    code = "groupe_introuvable"

    def __init__(self) -> None:
        super().__init__("Un de ces groupes n’est pas de cette démarche")


def ecrire(acte: Acte, entree: Entree) -> Payload:
    """Raises DemarcheIntrouvable, GroupeHorsDemarche, MessageVide, AucunBrouillon."""
    instructeur, demarche = moi(acte), ma_demarche(acte, entree)
    ecrire_aux_brouillons(
        acte.tx,
        demarche,
        instructeur=instructeur,
        corps=entree["body"],
        groupes=_groupes(acte, demarche, entree),
        sans_groupe=bool(entree.get("sans_groupe")),
        at=acte.at,
    )
    return Payload(demarche_id=demarche.id)


def _groupes(acte: Acte, demarche: Demarche, entree: Entree) -> list[int] | None:
    """Any of the démarche, one’s own or not. Null: all of them, and no groupe too."""
    voulus = entree.get("groupe_instructeur_ids")
    if voulus is None:
        return None
    numeros = [identifiants.numero_de(texte, "GroupeInstructeur") or 0 for texte in voulus]
    siens = set(
        acte.tx.session.scalars(
            select(GroupeInstructeur.id).where(GroupeInstructeur.demarche_id == demarche.id)
        )
    )
    if not set(numeros) <= siens:
        raise GroupeHorsDemarche
    return numeros
