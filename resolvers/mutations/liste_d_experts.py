"""The experts of a démarche, by its administrateur (rules 1.12)."""

from domain.avis import liste
from domain.avis.designation import ADRESSES_MAX, SansAdresse, TropDAdresses
from domain.comptes.adresses import adresse
from resolvers.mutations.acte import Acte, Entree
from resolvers.mutations.demarches import administree
from resolvers.mutations.payload import Payload


def regler(acte: Acte, entree: Entree) -> Payload:
    """What is left out stays as it is."""
    demarche = administree(acte, entree)
    donnes = {nom: entree.get(nom) for nom in liste.REGLAGES}
    liste.regler(demarche, {nom: valeur for nom, valeur in donnes.items() if valeur is not None})
    return Payload(demarche_id=demarche.id)


def ajouter(acte: Acte, entree: Entree) -> Payload:
    """All of them, or none: a list is corrected, then sent again."""
    demarche = administree(acte, entree)
    emails = list(dict.fromkeys(map(adresse, entree["emails"])))
    if not emails:
        raise SansAdresse
    if len(emails) > ADRESSES_MAX:
        raise TropDAdresses
    liste.ajouter(acte.tx, demarche, emails, at=acte.at)
    return Payload(demarche_id=demarche.id)


def retirer(acte: Acte, entree: Entree) -> Payload:
    demarche = administree(acte, entree)
    liste.retirer(liste.place_de(acte.tx, demarche, adresse(entree["email"])), at=acte.at)
    return Payload(demarche_id=demarche.id)


def ouvrir_la_decision(acte: Acte, entree: Entree) -> Payload:
    demarche = administree(acte, entree)
    place = liste.place_de(acte.tx, demarche, adresse(entree["email"]))
    place.acces_decision = entree["acces_decision"]
    return Payload(demarche_id=demarche.id)
