"""Which types may be filled beforehand, and how each is read (rules 2.6.1). A repetition is not here:
its children are."""

from collections.abc import Callable
from typing import Any

from domain.formulaires.types_de_champ import TypeChamp
from domain.prefill import lieux_et_choix, valeurs
from domain.prefill.valeurs import Contexte, Ecartee, Options, Valeur

T = TypeChamp
Lecture = Callable[[Any, Options, Contexte], Valeur]

LECTURES: dict[TypeChamp, Lecture] = {
    T.address: lieux_et_choix.adresse,
    T.checkbox: valeurs.booleen,
    T.civilite: valeurs.civilite,
    T.communes: lieux_et_choix.commune,
    T.date: valeurs.un_jour,
    T.datetime: valeurs.instant,
    T.decimal_number: valeurs.decimal,
    T.departements: lieux_et_choix.departement,
    T.dossier_link: valeurs.lien,
    T.drop_down_list: lieux_et_choix.choix,
    T.email: valeurs.email,
    T.epci: lieux_et_choix.epci,
    T.formatted: valeurs.texte,
    T.iban: valeurs.iban,
    T.integer_number: valeurs.entier,
    T.multiple_drop_down_list: lieux_et_choix.choix_multiple,
    T.pays: lieux_et_choix.un_pays,
    T.phone: valeurs.texte,
    T.referentiel: lieux_et_choix.referentiel,
    T.regions: lieux_et_choix.region,
    T.siret: lieux_et_choix.siret,
    T.text: valeurs.texte,
    T.textarea: valeurs.texte,
    T.yes_no: valeurs.booleen,
}


def lire(type_champ: TypeChamp, options: Options, valeur: Any, contexte: Contexte) -> Valeur | None:
    """The answer as it will be stored; None for what is blank, cannot be read, or cannot be filled
    beforehand."""
    lecture = LECTURES.get(type_champ)
    if lecture is None or valeur is None:
        return None
    try:
        return lecture(valeur, options, contexte)
    except Ecartee:
        return None
