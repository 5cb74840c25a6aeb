"""What is known of an establishment, row by row."""

from collections.abc import Iterator

from resolvers import entreprises
from resolvers.demandeurs import EtablissementRow
from server.documents.impression import mots

Fait = tuple[str, str | None]
DEGRADE = "Les informations sur cet établissement n’ont pas encore été obtenues."


def faits(etablissement: EtablissementRow) -> list[Fait]:
    """Only what is known, beside the SIRET that always is (api 7.4)."""
    if etablissement.degrade:
        return [("SIRET", etablissement.siret), ("Établissement", DEGRADE)]
    return [(libelle, valeur) for libelle, valeur in _faits(etablissement) if valeur]


def _faits(e: EtablissementRow) -> Iterator[Fait]:
    yield "SIRET", e.siret
    yield "Raison sociale", entreprises.raison_sociale(e)
    yield "Nom commercial", e.nom_commercial
    yield "Enseigne", e.enseigne
    yield "Siège social", mots.oui_non(e.siege_social)
    yield "Adresse", e.adresse
    yield "Activité", " – ".join(m for m in (e.naf, e.libelle_naf) if m)
    yield "SIREN", e.siren
    yield "Forme juridique", e.forme_juridique
    yield "SIRET du siège", e.siret_siege_social
    yield "TVA intracommunautaire", e.numero_tva_intracommunautaire
    yield "Capital social", _capital(e)
    yield "Date de création", mots.jour(e.date_creation)
    yield (
        "État administratif",
        {"Actif": "En activité", "Ferme": "Fermé"}.get(e.etat_administratif or ""),
    )
    yield "Effectif mensuel", _effectif(entreprises.effectif_mensuel(e))
    yield "Effectif annuel", _effectif(entreprises.effectif_annuel(e))
    yield from _association(e)


def _association(e: EtablissementRow) -> Iterator[Fait]:
    connue = entreprises.association(e)
    if connue is None:
        return
    yield "RNA", connue.rna
    yield "Nom de l’association", connue.titre
    yield "Objet de l’association", connue.objet
    yield "Création de l’association", mots.jour(connue.date_creation)
    yield "Déclaration de l’association", mots.jour(connue.date_declaration)
    yield "Publication de l’association", mots.jour(connue.date_publication)


def _capital(e: EtablissementRow) -> str | None:
    return None if e.capital_social is None else f"{mots.nombre(e.capital_social)}\u00a0€"


def _effectif(effectif: entreprises.Effectif | None) -> str | None:
    return None if effectif is None else f"{mots.nombre(effectif.nb)} ({effectif.periode})"
