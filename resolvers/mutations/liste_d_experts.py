"""The experts of a démarche, by its administrateur (rules 1.12)."""

from sqlalchemy import select

from domain.avis import liste
from domain.avis.designation import ADRESSES_MAX, SansAdresse, TropDAdresses
from domain.comptes.adresses import adresse
from domain.demarches.models import Demarche
from resolvers.mutations.acte import Acte, Entree
from resolvers.mutations.payload import Payload
from resolvers.refus import Refus, introuvable


def _demarche(acte: Acte, entree: Entree) -> Demarche:
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


def regler(acte: Acte, entree: Entree) -> Payload:
    """What is left out stays as it is."""
    demarche = _demarche(acte, entree)
    donnes = {nom: entree.get(nom) for nom in liste.REGLAGES}
    liste.regler(demarche, {nom: valeur for nom, valeur in donnes.items() if valeur is not None})
    return Payload(demarche_id=demarche.id)


def ajouter(acte: Acte, entree: Entree) -> Payload:
    """All of them, or none: a list is corrected, then sent again."""
    demarche = _demarche(acte, entree)
    emails = list(dict.fromkeys(map(adresse, entree["emails"])))
    if not emails:
        raise SansAdresse
    if len(emails) > ADRESSES_MAX:
        raise TropDAdresses
    liste.ajouter(acte.tx, demarche, emails, at=acte.at)
    return Payload(demarche_id=demarche.id)


def retirer(acte: Acte, entree: Entree) -> Payload:
    demarche = _demarche(acte, entree)
    liste.retirer(liste.place_de(acte.tx, demarche, adresse(entree["email"])), at=acte.at)
    return Payload(demarche_id=demarche.id)


def ouvrir_la_decision(acte: Acte, entree: Entree) -> Payload:
    demarche = _demarche(acte, entree)
    place = liste.place_de(acte.tx, demarche, adresse(entree["email"]))
    place.acces_decision = entree["acces_decision"]
    return Payload(demarche_id=demarche.id)
