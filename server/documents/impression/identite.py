"""Who asks, and for whom."""

from collections.abc import Iterator

from exports.pdf.contenu import Tableau
from resolvers.demandeurs import EtablissementRow, IndividuRow, demandeur
from server.documents.impression import etablissements, mots
from server.documents.impression.lecture import DossierLu

FAITS = ("Information", "Valeur")
Fait = tuple[str, str | None]


def identite(lu: DossierLu) -> Tableau:
    return Tableau(FAITS, [*_mandataire(lu), *_demandeur(lu)])


def _demandeur(lu: DossierLu) -> list[Fait]:
    qui = demandeur(lu.dossier, lu.etablissements.get(lu.dossier.etablissement_id))
    if isinstance(qui, IndividuRow):
        return list(_individu(qui))
    if isinstance(qui, EtablissementRow):
        return etablissements.faits(qui)
    return [("Demandeur", None)]


def _individu(individu: IndividuRow) -> Iterator[Fait]:
    if individu.civilite:
        yield "Civilité", "M." if individu.civilite == "M" else individu.civilite
    yield "Nom", individu.nom
    yield "Prénom", individu.prenom
    if individu.date_de_naissance:
        yield "Date de naissance", mots.jour(individu.date_de_naissance)
    if individu.email:
        yield "Adresse électronique", individu.email


def _mandataire(lu: DossierLu) -> Iterator[Fait]:
    """Somebody else filed the dossier for the demandeur, who may not know it."""
    dossier = lu.dossier
    if dossier.pour_un_tiers:
        noms = (dossier.mandataire_prenom, dossier.mandataire_nom)
        yield "Dossier déposé par (mandataire)", " ".join(nom for nom in noms if nom) or None
