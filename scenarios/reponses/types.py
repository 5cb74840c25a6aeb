"""Which reading goes with which type: the table of « Value forms »."""

from collections.abc import Callable, Mapping
from typing import Any

from domain.formulaires.types_de_champ import TypeChamp
from scenarios.reponses import choix, externes, lieux, textes
from scenarios.reponses.ecrite import Ecrite

T = TypeChamp
Lecture = Callable[[Any, Mapping[str, Any]], Ecrite]

# Without repetition, whose value is rows, and header_section and explication, which have none.
LECTURES: dict[TypeChamp, Lecture] = {
    T.address: lieux.adresse,
    T.annuaire_education: externes.annuaire_education,
    T.carte: externes.carte,
    T.checkbox: textes.booleen,
    T.civilite: textes.civilite,
    T.cnaf: externes.identifiants,
    T.cojo: externes.identifiants,
    T.communes: lieux.commune,
    T.date: textes.date,
    T.datetime: textes.instant,
    T.decimal_number: textes.decimal,
    T.departements: lieux.departement,
    T.dgfip: externes.identifiants,
    T.dossier_link: textes.lien,
    T.drop_down_list: choix.simple,
    T.email: textes.email,
    T.engagement_juridique: textes.engagement_juridique,
    T.epci: lieux.epci,
    T.formatted: textes.code,
    T.iban: textes.iban,
    T.integer_number: textes.entier,
    T.linked_drop_down_list: choix.lie,
    T.mesri: externes.identifiants,
    T.multiple_drop_down_list: choix.multiple,
    T.number: textes.nombre,
    T.pays: lieux.un_pays,
    T.phone: textes.code,
    T.piece_justificative: externes.fichiers,
    T.pole_emploi: externes.identifiants,
    T.referentiel: externes.referentiel,
    T.regions: lieux.region,
    T.rna: externes.rna,
    T.rnf: externes.rnf,
    T.siret: externes.siret,
    T.text: textes.texte,
    T.textarea: textes.texte,
    T.titre_identite: externes.fichiers,
    T.yes_no: textes.booleen,
}


def lire_reponse(type_champ: TypeChamp, options: Mapping[str, Any], valeur: Any) -> Ecrite:
    """The answer as it will be stored. `None` is blank.

    Raises ValueError with a sentence, or pydantic's ValidationError (a ValueError) with places.
    """
    return Ecrite() if valeur is None else LECTURES[type_champ](valeur, options)
