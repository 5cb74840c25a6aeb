"""What somebody signed in arranges for himself alone: his démarches, and what he has seen of them."""

from sqlalchemy import func, select

from domain import identifiants
from domain.comptes.models import Instructeur
from domain.demarches.models import Demarche
from domain.errors import Introuvable
from domain.formulaires.models import Revision
from domain.places import ordre
from resolvers.mutations.acte import Acte, Entree
from resolvers.mutations.payload import Payload


class DemarcheIntrouvable(Introuvable):
    """Absent, gone or another’s: not told apart (ARCHITECTURE 6)."""

    code = "demarche_introuvable"

    def __init__(self) -> None:
        super().__init__("Cette démarche n’existe pas, ou vous ne l’instruisez pas")


def moi(acte: Acte) -> Instructeur:
    """Raises DemarcheIntrouvable: who is no instructeur has no démarche either."""
    instructeur = acte.instructeur_du_porteur()
    if instructeur is None:
        raise DemarcheIntrouvable
    return instructeur


def ma_demarche(acte: Acte, entree: Entree) -> Demarche:
    """One that the caller instructs. Raises DemarcheIntrouvable."""
    numero = identifiants.numero_de(entree["demarche_id"], identifiants.PROCEDURE)
    if numero not in acte.porteur.instruites:
        raise DemarcheIntrouvable
    return acte.tx.session.get_one(Demarche, numero)


def ordonner(acte: Acte, entree: Entree) -> Payload:
    """Raises OrdreRefuse."""
    numeros = [
        identifiants.numero_de(texte, identifiants.PROCEDURE) or 0
        for texte in entree["demarche_ids"]
    ]
    ordre.ordonner(
        acte.tx,
        instructeur_id=moi(acte).id,
        demarches=numeros,
        miennes=acte.porteur.instruites,
    )
    return Payload()


def voir_le_formulaire(acte: Acte, entree: Entree) -> Payload:
    """Nothing to see before the first publication."""
    instructeur, demarche = moi(acte), ma_demarche(acte, entree)
    publiee = select(func.max(Revision.id)).where(
        Revision.demarche_id == demarche.id, Revision.publiee_le.is_not(None)
    )
    revision_id = acte.tx.session.scalar(publiee)
    if revision_id is not None:
        ordre.voir_le_formulaire(
            acte.tx,
            instructeur_id=instructeur.id,
            demarche_id=demarche.id,
            revision_id=revision_id,
        )
    return Payload(demarche_id=demarche.id)
