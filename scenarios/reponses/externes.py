"""Answers whose data come from another administration, files and shapes (rules 2.4.15-2.4.41)."""

from collections.abc import Mapping
from typing import Any

from pydantic import TypeAdapter

from domain.reponses import registres
from scenarios.format.etablissements import Etablissement
from scenarios.format.fichiers import Fichier
from scenarios.format.messages import TABLEAU
from scenarios.reponses.ecrite import Ecrite
from scenarios.reponses.formes import Education, Referentiel, Rna, Rnf, Zone
from scenarios.reponses.lieux import detail_d_adresse
from scenarios.reponses.textes import Options

FICHIERS = TypeAdapter(list[Fichier])
ZONES = TypeAdapter(list[Zone])


def _ou_cle(valeur: Any, cle: str) -> Any:
    """`W123456789` alone is `{rna: W123456789}`."""
    if isinstance(valeur, str) or (isinstance(valeur, int) and not isinstance(valeur, bool)):
        return {cle: str(valeur)}
    return valeur


def siret(valeur: Any, _: Options) -> Ecrite:
    forme = Etablissement.model_validate(_ou_cle(valeur, "siret"))
    return Ecrite(forme.siret, external_id=forme.siret, etablissement=forme)


def _donnees(forme: Rna | Rnf) -> dict[str, Any] | None:
    """What the register said; nothing yet when the file gives the identifier alone."""
    if len(forme.model_fields_set) == 1:
        return None
    donnees = forme.model_dump(mode="json")
    if forme.adresse is not None:
        donnees["adresse"] = detail_d_adresse(forme.adresse)
    return donnees


def rna(valeur: Any, _: Options) -> Ecrite:
    forme = Rna.model_validate(_ou_cle(valeur, "rna"))
    return Ecrite(forme.rna, external_id=forme.rna, data=_donnees(forme))


def rnf(valeur: Any, _: Options) -> Ecrite:
    forme = Rnf.model_validate(_ou_cle(valeur, "rnf"))
    numero = "".join(forme.rnf.split())
    forme.rnf = numero
    return Ecrite(numero, external_id=numero, data=_donnees(forme))


def annuaire_education(valeur: Any, _: Options) -> Ecrite:
    forme = Education.model_validate(_ou_cle(valeur, "uai"))
    return Ecrite(
        forme.libelle or forme.uai,
        external_id=forme.uai,
        data=forme.model_dump() if forme.libelle else None,
    )


def referentiel(valeur: Any, _: Options) -> Ecrite:
    forme = Referentiel.model_validate(_ou_cle(valeur, "identifiant"))
    return Ecrite(forme.identifiant, external_id=forme.identifiant, data=forme.donnees)


def identifiants(valeur: Any, _: Options) -> Ecrite:
    """cnaf, dgfip, pole_emploi, mesri, cojo: what the person gives to be recognised there."""
    if not isinstance(valeur, Mapping) or not valeur:
        raise ValueError(TABLEAU)
    propres = {str(cle): contenu for cle, contenu in valeur.items()}
    return Ecrite(external_id=registres.en_json(propres), data=propres)


def carte(valeur: Any, _: Options) -> Ecrite:
    return Ecrite(zones=ZONES.validate_python(valeur))


def fichiers(valeur: Any, _: Options) -> Ecrite:
    return Ecrite(fichiers=FICHIERS.validate_python(valeur))
