"""Answers drawn once for all the dossiers of a form, already written as COPY wants them.

A field draws from a few hundred answers: enough for filters to have something to tell apart, and a
line then costs a look-up and a join of texts.
"""

import json
from collections.abc import Mapping
from dataclasses import dataclass
from datetime import date
from enum import Enum
from random import Random
from typing import Any

from domain.formulaires.formulaire import Descripteur
from scenarios.construction.etablissements import etablissement
from scenarios.generation.valeurs import VALEURS
from scenarios.reponses.ecrite import Ecrite
from scenarios.reponses.types import lire_reponse

TIRAGES = 400
NUL = "\\N"
COLONNES_D_ETABLISSEMENT = (
    "siret", "siege_social", "naf", "libelle_naf", "adresse", "adresse_detail", "numero_voie",
    "nom_voie", "code_postal", "localite", "code_insee_localite", "siren", "raison_sociale",
    "capital_social", "code_effectif_entreprise", "forme_juridique", "forme_juridique_code",
    "siret_siege_social", "date_creation", "etat_administratif",
)  # fmt: skip


def champ_de_copie(valeur: Any) -> str:
    """One value in the text format of COPY."""
    if valeur is None:
        return NUL
    if isinstance(valeur, bool):
        return "t" if valeur else "f"
    if isinstance(valeur, Enum):
        valeur = valeur.value
    elif isinstance(valeur, date):  # and datetime, which is one
        return valeur.isoformat()
    elif isinstance(valeur, Mapping | list):
        valeur = json.dumps(valeur, ensure_ascii=False)
    texte = str(valeur)
    if "\\" in texte or "\n" in texte or "\t" in texte or "\r" in texte:
        texte = (
            texte.replace("\\", "\\\\")
            .replace("\n", "\\n")
            .replace("\t", "\\t")
            .replace("\r", "\\r")
        )
    return texte


@dataclass(frozen=True, slots=True)
class Gabarit:
    """An answer, and the texts of its columns."""

    ecrite: Ecrite
    texte: str
    """value, value_json, external_id, data, etat_externe."""
    etablissement: str | None
    zone: str | None
    """geometry and description."""


def gabarits(descripteur: Descripteur, hasard: Random) -> list[Gabarit]:
    """The answers that the dossiers will draw for a field; none for files and what is not filled."""
    tirer = VALEURS.get(descripteur.type_champ)
    if tirer is None:
        return []
    valeurs = (tirer(hasard, descripteur.options) for _ in range(TIRAGES))
    return [
        _gabarit(lire_reponse(descripteur.type_champ, descripteur.options, valeur))
        for valeur in valeurs
        if valeur is not None
    ]


def _gabarit(ecrite: Ecrite) -> Gabarit:
    complet = ecrite.data is not None
    texte_d_etablissement = None
    if ecrite.etablissement is not None:
        complet = ecrite.etablissement.complet
        ligne = etablissement(ecrite.etablissement)
        texte_d_etablissement = "\t".join(
            champ_de_copie(getattr(ligne, colonne)) for colonne in COLONNES_D_ETABLISSEMENT
        )
    colonnes = (ecrite.value, ecrite.value_json, ecrite.external_id, ecrite.data)
    zone = None
    if ecrite.zones:
        forme = ecrite.zones[0]
        zone = f"{champ_de_copie(forme.geometry)}\t{champ_de_copie(forme.properties.description)}"
    textes = [champ_de_copie(colonne) for colonne in colonnes]
    return Gabarit(
        ecrite, "\t".join([*textes, "fetched" if complet else NUL]), texte_d_etablissement, zone
    )
