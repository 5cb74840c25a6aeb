from domain.dossiers.demandeurs import Etablissement
from scenarios.format.etablissements import Etablissement as Forme
from scenarios.reponses.lieux import detail_d_adresse

# What an establishment that is known always has; the file may leave it out.
ADRESSE_INCONNUE = "Adresse non communiquée"


def etablissement(forme: Forme, *, dossier_id: int | None = None) -> Etablissement:
    """The row of an establishment: its SIRET alone when nothing else is known of it."""
    ligne = Etablissement(dossier_id=dossier_id, siret=forme.siret)
    for nom, valeur in forme.model_dump(exclude={"siret", "adresse", "association"}).items():
        setattr(ligne, nom, valeur)
    if forme.association is not None:
        ligne.association = forme.association.model_dump(mode="json")
    if forme.complet:
        _completer(ligne, forme)
    return ligne


def _completer(ligne: Etablissement, forme: Forme) -> None:
    """An address that gives the rest, and the identifiers that follow from the SIRET."""
    detail = detail_d_adresse(forme.adresse) if forme.adresse else {}
    rue = " ".join(filter(None, (forme.numero_voie, forme.type_voie, forme.nom_voie)))
    ville = " ".join(filter(None, (forme.code_postal, forme.localite)))
    ligne.adresse = detail.get("label") or " ".join(filter(None, (rue, ville))) or ADRESSE_INCONNUE
    if len(forme.adresse.model_fields_set if forme.adresse else ()) > 1:
        ligne.adresse_detail = detail
    ligne.numero_voie = forme.numero_voie or detail.get("street_number")
    ligne.nom_voie = forme.nom_voie or detail.get("street_name")
    ligne.code_postal = forme.code_postal or detail.get("postal_code") or ""
    ligne.localite = forme.localite or detail.get("city_name") or ""
    ligne.code_insee_localite = forme.code_insee_localite or detail.get("city_code") or ""
    ligne.siege_social = True if forme.siege_social is None else forme.siege_social
    ligne.libelle_naf = forme.libelle_naf or ""
    ligne.siren = forme.siren or forme.siret[:9]
    ligne.siret_siege_social = forme.siret_siege_social or forme.siret
