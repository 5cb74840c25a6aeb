"""Where the values of the columns of a form are: in the answer, beside it, or in an establishment."""

from typing import Any

from sqlalchemy import BigInteger, Text, func, literal_column, select
from sqlalchemy import cast as sql_cast
from sqlalchemy.orm import aliased

from domain.dossiers.champs import MAIN, Champ
from domain.dossiers.demandeurs import Etablissement
from domain.dossiers.models import Dossier
from resolvers.bureau.sources import DU_DOSSIER, Conditions, Rang, Source, Valeur, de_la_colonne


def _officielle(champ: Any, stable_id: Any) -> Conditions:
    """The official answer only: what is being edited, or was replaced or removed, is none."""
    return (
        champ.stable_id == stable_id,
        champ.flux == literal_column(f"'{MAIN}'"),
        champ.retire_le.is_(None),
    )


def est_la_racine(champ: Any, stable_id: Any) -> Conditions:
    """An answer out of any repetition."""
    return (*_officielle(champ, stable_id), champ.row_id.is_(None))


def _de_quiconque(champ: Any, rang: Rang) -> Conditions:
    return est_la_racine(champ, rang("champ", BigInteger))


def _reponse(champ: Any, rang: Rang) -> Conditions:
    return (champ.dossier_id == Dossier.id, *_officielle(champ, rang("champ", BigInteger)))


def _racine(champ: Any, rang: Rang) -> Conditions:
    return (champ.dossier_id == Dossier.id, *_de_quiconque(champ, rang))


def _etablissement_du_champ(etablissement: Any, rang: Rang) -> Conditions:
    champ = aliased(Champ)
    sien = select(champ.etablissement_id).where(*_racine(champ, rang)).correlate(Dossier)
    return (etablissement.id == sien.scalar_subquery(),)


def _json(colonne: str, *chemin: str) -> Valeur:
    chemins = ",".join(chemin)
    return lambda champ: getattr(champ, colonne).op("#>>")(literal_column(f"'{{{chemins}}}'"))


ADRESSES = ("postal_code", "city_name", "department_code", "region_name")
ASSOCIATIONS = ("rna", "titre", "objet", "date_creation", "date_declaration", "date_publication")

# The parts of an answer, by the suffix of their columns: of what is stored beside it, or of what a
# register said of it.
_DU_DETAIL: dict[str, Valeur] = {
    **{f"-$.{cle}": _json("value_json", cle) for cle in ADRESSES},
    "-$.code_postal": _json("value_json", "code_postal"),
    "-$.code_departement": _json("value_json", "code_departement"),
    **{
        f"-$.rib.{cle}": _json("value_json", "rib", cle)
        for cle in ("account_holder", "iban", "bic", "bank_name")
    },
    **{f"-$.association_{cle}": _json("data", cle) for cle in ASSOCIATIONS},
    "-$.title": _json("data", "titre"),
}
_DU_REGISTRE: dict[str, Valeur] = {f"-$.{cle}": _json("data", "adresse", cle) for cle in ADRESSES}
_DE_L_ETABLISSEMENT: dict[str, Valeur] = {
    "-$.entreprise_raison_sociale": de_la_colonne("raison_sociale"),
    "-$.entreprise_siren": de_la_colonne("siren"),
    "-$.entreprise_nom_commercial": de_la_colonne("nom_commercial"),
    "-$.entreprise_forme_juridique": de_la_colonne("forme_juridique"),
    "-$.entreprise_date_creation": lambda e: sql_cast(e.date_creation, Text),
    "-$.libelle_naf": de_la_colonne("libelle_naf"),
    "-$.postal_code": lambda e: func.coalesce(
        _json("adresse_detail", "postal_code")(e), e.code_postal
    ),
    "-$.city_name": lambda e: func.coalesce(_json("adresse_detail", "city_name")(e), e.localite),
    # Without a stored address, a commune says its département: by two characters, or three overseas.
    "-$.department_code": lambda e: func.coalesce(
        _json("adresse_detail", "department_code")(e),
        func.substring(e.code_insee_localite, literal_column("'^(?:9[78].|..)'")),
    ),
}

VALEUR: Valeur = de_la_colonne("value")
IDENTIFIANT: Valeur = lambda champ: func.coalesce(func.nullif(champ.value, ""), champ.external_id)  # noqa: E731


def _sources_des_champs() -> dict[str, Source]:
    """`champ` is a root, `rangee` a field of a repetition, of which there are several answers."""
    valeurs = {
        "value": VALEUR,
        "identifiant": IDENTIFIANT,
        "external_id": de_la_colonne("external_id"),
        **_DU_DETAIL,
        **{f"registre{suffixe}": valeur for suffixe, valeur in _DU_REGISTRE.items()},
    }
    sources: dict[str, Source] = {}
    for nom, valeur in valeurs.items():
        sources[f"champ:{nom}"] = Source(valeur, Champ, _racine, parmi=_de_quiconque)
        sources[f"rangee:{nom}"] = Source(valeur, Champ, _reponse, plusieurs=True)
    for suffixe, valeur in _DE_L_ETABLISSEMENT.items():
        sources[f"champ:etablissement{suffixe}"] = Source(
            valeur, Etablissement, _etablissement_du_champ
        )
    return sources


SOURCES: dict[str, Source] = {**DU_DOSSIER, **_sources_des_champs()}
