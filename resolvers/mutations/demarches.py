"""Making a démarche out of another (api 10.18, 14.20), and how long one keeps its dossiers."""

from sqlalchemy import select

from domain import identifiants
from domain.actes.clonage import cloner as cloner_la_demarche
from domain.demarches.clonage import ClonageImpossible
from domain.demarches.models import Demarche
from domain.expirations import conservation
from resolvers.mutations.acte import Acte, Entree
from resolvers.mutations.payload import Payload
from resolvers.refus import Refus, introuvable


def administree(acte: Acte, entree: Entree) -> Demarche:
    """One that the caller administers, locked; what is not there and what is another's are one refusal."""
    try:
        trouvee = acte.demarche(entree, "Demarche")
    except Refus:
        raise introuvable("Demarche") from None
    return acte.tx.session.scalars(
        select(Demarche)
        .where(Demarche.id == trouvee.id)
        .with_for_update()
        .execution_options(populate_existing=True)
    ).one()


def regler_la_conservation(acte: Acte, entree: Entree) -> Payload:
    """By its administrateur (rules 1.2.3)."""
    demarche = administree(acte, entree)
    conservation.regler(acte.tx, demarche, mois=entree["mois"], at=acte.at)
    return Payload(demarche_id=demarche.id)


def cloner(acte: Acte, entree: Entree) -> Payload:
    """What cannot be cloned and what does not exist are refused in the same words."""
    voulue = entree["demarche"]
    numero = voulue.get("number")
    if numero is None:
        numero = identifiants.numero_de(voulue.get("id") or "")
    source = acte.tx.session.scalar(select(Demarche).where(Demarche.id == numero))
    if source is None:
        raise ClonageImpossible(numero if numero is not None else voulue.get("id"))
    clone = cloner_la_demarche(
        acte.tx,
        source,
        auteur=acte.auteur,
        administrateur=acte.administrateur,
        instructeur=acte.instructeur_du_porteur(),
        dans_la_portee=source.id in acte.porteur.demarches,
        titre=entree.get("title"),
        at=acte.at,
    )
    return Payload(demarche_id=clone.id)
